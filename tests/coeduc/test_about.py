"""The foot of every page: reachable by anybody, true, and silent on what nobody named."""

import html
import re

import pytest
from django.test import Client

from apps.schools.enums import Role
from coeduc import about, portal
from coeduc.about_kinds import kinds
from coeduc.processing import RESULTS, Processing, lastings
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    StaffFactory,
    StudentFactory,
)
from tests.queries import statements
from tests.typography import loose

pytestmark = pytest.mark.django_db

PAGES = ("/vos-donnees/", "/accessibilite/", "/mentions/")
PHONE = "01 99 00 41 12"


def text_of(response):
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def main_of(response):
    body = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body[body.index("<main") :])).split())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def named(settings):
    settings.LEGAL_PUBLISHER = "Collège des Essais, 1 rue des Essais"
    settings.LEGAL_DIRECTOR = "Mme Navarre"
    settings.LEGAL_HOST = "Hébergeur d’essai, 2 rue"
    settings.DPO_CONTACT = "dpo@example.org"
    settings.ACCESSIBILITY_CONTACT = "lire@example.org"
    settings.SOURCE_URL = "https://code.example.org/coeduc"


def guardian():
    student = StudentFactory(school__school_life_phone=PHONE)
    guardian = GuardianFactory(school=student.school, user=UserFactory())
    GuardianshipFactory(student=student, guardian=guardian)
    return guardian.user


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_open_signed_in_and_out(path):
    for client in (Client(), signed_in(guardian()), signed_in(UserFactory())):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("start", ["/compte/connexion/", "/confort/", *PAGES])
def test_each_page_leads_to_the_three(start):
    body = Client().get(start).content.decode()
    foot = body[body.index("<footer") :]

    assert [path for path in PAGES if f'href="{path}"' not in foot] == []
    assert "Accessibilité\N{NO-BREAK SPACE}: non conforme" in html.unescape(foot)


def test_they_ask_nothing_of_the_database_for_a_visitor():
    for path in PAGES:
        with statements() as seen:
            Client().get(path)

        assert [sql for sql in seen if "SELECT" in sql] == [], path


@pytest.mark.parametrize("path", PAGES)
def test_what_nobody_named_is_asked_of_the_school_and_never_invented(path):
    words = main_of(signed_in(guardian()).get(path))

    assert PHONE in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "example" not in words
    assert "LEGAL_" not in words


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/mentions/", ("1 rue des Essais", "Mme Navarre", "Hébergeur d’essai")),
        ("/vos-donnees/", ("dpo@example.org",)),
        ("/accessibilite/", ("lire@example.org",)),
    ],
)
def test_what_is_named_is_said(named, path, said):
    words = text_of(Client().get(path))

    assert [one for one in said if one not in words] == []
    assert "Demandez-le" not in words


def test_the_source_of_a_changed_portal_is_one_tap_away(named):
    assert 'href="https://code.example.org/coeduc"' in Client().get("/mentions/").content.decode()


@pytest.mark.parametrize(
    ("role", "is_said"),
    [
        (Role.PRINCIPAL, True),
        (Role.DEPUTY, True),
        (Role.DIGITAL_REFERENT, True),
        (Role.CPE, False),
        (Role.TEACHER, False),
        (Role.SECRETARY, False),
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_what_is_missing_is_told_to_who_sets_the_portal_up(role, is_said, path):
    words = text_of(signed_in(StaffFactory(role=role).user).get(path))

    assert ("LEGAL_HOST" in words) is is_said


def test_what_is_missing_is_told_to_who_operates_and_to_no_family():
    assert "LEGAL_HOST" in text_of(signed_in(UserFactory(is_superuser=True)).get("/mentions/"))
    assert "LEGAL_HOST" not in text_of(signed_in(guardian()).get("/mentions/"))


def test_once_all_is_named_nobody_is_asked_for_anything(named):
    principal = StaffFactory(role=Role.PRINCIPAL).user

    assert about.missing() == []
    assert "À compléter" not in text_of(signed_in(principal).get("/mentions/"))


def test_the_register_is_read_whole():
    words = text_of(Client().get("/vos-donnees/"))

    register = portal.answers().register
    assert register
    said = {one.model: " ".join(str(one.purpose).split()) in words for one in register}
    assert [model for model, is_read in said.items() if not is_read] == [
        one.model for one in register if one.is_empty
    ]


def test_four_kinds_come_first_and_the_register_waits_under_one_fold():
    body = Client().get("/vos-donnees/").content.decode()
    main = body[body.index("<main") :]
    kinds_found = kinds(portal.answers().register)

    assert len(kinds_found) == 4
    assert [len(kind.sentences) for kind in kinds_found] == [3] * 4
    at = [html.unescape(main).index(kind.title) for kind in kinds_found]
    fold = html.unescape(main).index("Le registre complet, pour qui veut tout lire")
    assert [*at, fold] == sorted([*at, fold])
    assert main[: main.index("Le registre complet")].count("<details") == 1


def entry(words, **more):
    said = {"model": "x.Y", "purpose": "p", "ground": "g", "readers": "r"}
    return Processing(**said, kept="Un an.", erased="e", in_family_notice=words, **more)


def test_a_kind_is_said_to_last_only_where_every_part_of_it_is_erased():
    [kept] = kinds([entry(RESULTS, by="a.b")])
    [part] = kinds([entry(RESULTS, by="a.b"), entry(RESULTS, by="a.b", in_part=True)])

    assert kept.sentences[2].replace("\N{NO-BREAK SPACE}", " ") == "Gardé : Un an."
    assert part.sentences[2] == "Le portail n’efface pas encore tout cela de lui-même."


def test_a_pupil_reads_tu_and_a_parent_vous():
    pupil = StudentFactory(user=UserFactory())
    EnrolmentFactory(student=pupil, division__school=pupil.school)

    to_pupil = main_of(signed_in(pupil.user).get("/vos-donnees/"))
    to_parent = main_of(signed_in(guardian()).get("/vos-donnees/"))

    shown = to_pupil[: to_pupil.index("Le registre complet")]
    assert "Tes données" in shown
    assert not re.search(r"\b[Vv](?:ous|otre|os)\b|\bÉcrivez\b", shown)
    assert "Ton nom" not in to_parent


def test_what_is_not_erased_yet_is_said_as_long_as_it_is_not():
    left = [one.what for one in lastings(portal.answers().register) if not one.kept]
    words = text_of(Client().get("/vos-donnees/"))

    assert left
    assert f"n’efface pas encore de lui-même {about.not_erased()}" in words
    assert about.not_erased(register=()) == ""


@pytest.mark.parametrize("path", PAGES)
def test_no_line_breaks_before_a_double_sign(path):
    for client in (Client(), signed_in(guardian()), signed_in(StaffFactory().user)):
        assert loose(client.get(path).content.decode()) == []


def test_a_loose_sign_is_seen_wherever_it_stands():
    assert loose("<p>Rien : « oui\N{NO-BREAK SPACE}»</p><p>Qui ?</p>") == [
        "Rien :",
        "« oui",
        "Qui ?",
    ]
    assert loose("<p>Rien\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}oui\N{NO-BREAK SPACE}»</p>") == []


def test_no_conformity_is_claimed():
    words = text_of(Client().get("/accessibilite/"))

    assert "Aucun audit n’a encore été fait" in words
    assert "RGAA 4.1" in words
    assert not re.search(r"(?<!non )(?:totalement |partiellement )?\bconforme\b(?! au)", words)
