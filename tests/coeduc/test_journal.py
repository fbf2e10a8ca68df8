"""A line for what broke, and the security journal: enough to understand, nothing about a child."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.urls import path, reverse

from apps.accounts.models import User
from apps.accounts.sign_in.services import limits
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from coeduc import logs
from tests.world import CANARY_TEXT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


def explode(request, **kwargs):
    secret = f"Inès a eu {CANARY_TEXT}"
    raise ValueError(secret)


urlpatterns = [path("equipe/essai/<uuid:public_id>/<slug:key>/", explode)]


@pytest.fixture
def lines():
    """What production would write, object by object."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.as_json())
    kept = [logging.getLogger(name) for name in ("coeduc.requests", "coeduc.security")]
    levels = [logger.level for logger in kept]
    for logger in kept:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, level in zip(kept, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def world():
    return build_world()


@override_settings(ROOT_URLCONF="tests.coeduc.test_journal")
def test_an_error_leaves_its_place_its_route_and_its_person_and_no_word_of_a_pupil(
    client, world, lines
):
    teacher = world.people["teacher"]
    client.force_login(teacher)
    client.raise_request_exception = False
    address = f"/equipe/essai/{world.result.public_id}/une-cle-secrete/"
    client.post(f"{address}?note={CANARY_TEXT}", {"password": "cahier-ouvert"})

    (line,) = [one for one in lines() if one["event"] == "request failed"]
    assert line["route"] == "equipe/essai/<uuid:public_id>/<slug:key>/"
    assert line["person"] == str(teacher.public_id)
    assert line["errors"][0]["class"] == "builtins.ValueError"
    assert "tests/coeduc/test_journal.py" in line["errors"][0]["frames"][-1]
    assert len(line["request"]) == 32
    said = json.dumps(line, ensure_ascii=False)
    for never in (CANARY_TEXT, "Inès", "une-cle-secrete", "cahier-ouvert", teacher.username):
        assert never not in said


def test_a_refused_sign_in_is_kept_without_what_was_typed(client, world, lines):
    for typed in ("aissata.diallo", "AISSATA.diallo ", "un mot de passe tapé trop tôt"):
        client.post(reverse("account_login"), {"login": typed, "password": "faux-mot-de-passe"})

    kept = [line for line in lines() if line["event"] == "sign_in_refused"]
    assert len(kept) >= 3
    said = json.dumps(kept, ensure_ascii=False).casefold()
    assert "aissata" not in said
    assert "tapé" not in said
    assert "faux-mot" not in said
    assert len({line["typed"] for line in kept}) == 2


def test_a_sign_in_is_kept_with_its_person(client, lines):
    user = User.objects.create_user("claire.roux", password="un-cahier-ouvert-26")
    client.post(
        reverse("account_login"), {"login": "claire.roux", "password": "un-cahier-ouvert-26"}
    )

    (line,) = [one for one in lines() if one["event"] == "signed_in"]
    assert line["person"] == str(user.public_id)


@pytest.mark.parametrize(
    ("who", "event"), [("guardian_of_classmate", "not_visible"), ("stranger", "not_visible")]
)
def test_an_access_that_is_refused_names_the_person_and_the_object(
    client, world, lines, who, event
):
    client.force_login(world.people[who])
    address = reverse("results:family_result_detail", args=[world.result.public_id])
    with time_machine.travel(LONG_AFTER, tick=False):
        client.get(address)

    (line,) = [one for one in lines() if one["event"] == event]
    assert line["public_id"] == str(world.result.public_id)
    assert line["person"] == str(world.people[who].public_id)
    assert CANARY_TEXT not in json.dumps(line)


def refused(client, world):
    client.force_login(world.people["teacher"])
    client.get(reverse("publication:rule_adopt", args=[world.school.public_id]))


def too_large(client, world):
    client.force_login(world.people["teacher"])
    address = reverse("results:marks_save", args=[world.assessment.public_id])
    client.post(address, {f"f{n}": "x" for n in range(2001)})


def limited(client, world):
    client.force_login(world.people["teacher"])
    client.post(
        reverse("invitations:activate"), {"code": codes_rules.on_paper(codes_services.new_code())}
    )


@pytest.mark.parametrize("act", [refused, too_large, limited])
def test_each_kind_of_refusal_leaves_a_line_with_its_person(client, world, lines, monkeypatch, act):
    monkeypatch.setattr(limits, "UNKNOWN_CODES", 0)
    monkeypatch.setattr(limits, "UNKNOWN_CODES_PROVED", 0)
    with time_machine.travel(LONG_AFTER, tick=False):
        act(client, world)

    (line,) = [one for one in lines() if one["event"] == act.__name__]
    assert line["person"] == str(world.people["teacher"].public_id)


@pytest.mark.parametrize("most", ["ON_AN_ACCOUNT", "FROM_A_NETWORK"])
def test_a_sign_in_that_is_paused_is_kept_without_what_was_typed(client, lines, monkeypatch, most):
    monkeypatch.setattr(limits, most, 1)
    for _time in range(2):
        client.post(reverse("account_login"), {"login": "aissata.diallo", "password": "faux-mot"})

    (line,) = [one for one in lines() if one["event"] == "sign_in_paused"]
    (tried,) = [one for one in lines() if one["event"] == "sign_in_refused"]
    assert line["typed"] == tried["typed"]
    assert "aissata" not in json.dumps(line)
    assert "faux-mot" not in json.dumps(line)


def test_a_sign_out_is_kept_with_its_person(client, world, lines):
    client.force_login(world.people["teacher"])
    client.post(reverse("account_logout"))

    (line,) = [one for one in lines() if one["event"] == "signed_out"]
    assert line["person"] == str(world.people["teacher"].public_id)


def test_what_is_read_is_not_followed(client, world, lines):
    client.force_login(world.people["guardian"])
    before = len(lines())
    with time_machine.travel(LONG_AFTER, tick=False):
        client.get(reverse("results:family_result_detail", args=[world.result.public_id]))

    assert len(lines()) == before


def test_an_act_of_power_is_kept_once_it_is_done_and_not_when_its_form_comes_back(
    client, world, lines
):
    client.force_login(world.people["cpe"])
    address = reverse(
        "schools:restriction_create",
        kwargs={
            "public_id": world.student.public_id,
            "guardian_id": world.people["guardian"].guardians.get().public_id,
        },
    )
    with time_machine.travel(LONG_AFTER, tick=False):
        client.post(address, {"reason": ""})
        assert [one for one in lines() if one["event"] == "act"] == []
        client.post(address, {"reason": "Jugement du 12 novembre.", "sure": "on"})

    acts = [one for one in lines() if one["event"] == "act"]
    assert [one["person"] for one in acts] == [str(world.people["cpe"].public_id)]
    assert acts[0]["public_id"] == str(world.student.public_id)
    assert "Jugement" not in json.dumps(acts, ensure_ascii=False)


PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "coeduc.settings.prod",
    "SECRET_KEY": "un-essai-" * 8,
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portail.example.org",
    "PUBLIC_BASE_URL": "https://portail.example.org",
    "EMAIL_URL": "smtp://courriel.example.org:25",
    "DEFAULT_FROM_EMAIL": "portail@example.org",
}


def test_in_production_an_error_leaves_one_line(tmp_path):
    """As deployed: no database is needed for a line to be written."""
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "settings.STORAGES['staticfiles'] = {'BACKEND': '" + PLAIN + "'}\n"
        "from django.core.handlers.exception import response_for_exception\n"
        "from django.core.handlers.wsgi import WSGIHandler\n"
        "from django.test import RequestFactory\n"
        "WSGIHandler()\n"
        "request = RequestFactory().get('/agenda/cle-secrete.ics')\n"
        "try:\n"
        "    raise ValueError('13,37')\n"
        "except ValueError as error:\n"
        "    assert response_for_exception(request, error).status_code == 500\n"
    )
    words = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=os.environ | PRODUCTION,
        capture_output=True,
        text=True,
        check=True,
    ).stderr

    (line,) = [json.loads(one) for one in words.splitlines() if one.startswith("{")]
    assert (line["event"], line["level"]) == ("request failed", "error")
    assert line["errors"][0]["class"] == "builtins.ValueError"
    assert "13,37" not in words
    assert "cle-secrete" not in words


@pytest.mark.parametrize(
    ("route", "keys"),
    [
        ("homework:feed_calendar", {"secret": "canari"}),
        ("account_confirm_address", {"token": "canari"}),
        ("account_reset_password_from_key", {"uidb36": "1a", "key": "canari"}),
    ],
)
def test_no_address_that_is_a_key_is_written(route, keys):
    assert "canari" not in logs.without_keys(f"Not Found: {reverse(route, kwargs=keys)}")
