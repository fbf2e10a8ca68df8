"""One world for all the sweeps of a process; whatever a request writes is rolled back."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Result, TalkRequest
from coeduc.ways_back import above, opens
from tests.access.actors import ANONYMOUS
from tests.access.archive_table import plant_exports
from tests.access.cases import (
    ADAPTED,
    ASKED,
    CUT,
    DRAFT,
    DRAFT_WORK,
    DUE,
    FILE,
    FRESH,
    GIVEN,
    HELD,
    HIDDEN_FILE,
    INES,
    LATER,
    LEO,
    PRIVATE_FILE,
    SIGN_IN,
    Answer,
    Case,
)
from tests.access.feed_table import plant_feeds
from tests.access.files_table import plant_files
from tests.access.notebook_readers_table import plant_works
from tests.access.notebook_table import plant_lessons
from tests.access.timetable_table import plant_absence, plant_slots
from tests.bodies import text_of
from tests.factories.imports import ImportLineFactory
from tests.factories.invitations import LetterFileFactory
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import HoldFactory, enter
from tests.factories.schools import GuardianshipFactory, RestrictionFactory, StaffFactory
from tests.factories.support import HelpDeviceFactory
from tests.world import LONG_AFTER, build_world

DRAFT_HELD_ON = dt.date(2026, 11, 24)
SPELLINGS = {
    INES: ("13,37", "13.37"),
    LEO: ("17,29", "17.29"),
    DRAFT: ("8,41", "8.41"),
    FRESH: ("9,73", "9.73"),
    CUT: ("Décision de justice",),
    HELD: ("Voir la tante de Léo",),
    ASKED: ("Peur de la punition",),
    DUE: ("Plan de la gare",),
    ADAPTED: ("Rose des sables",),
    LATER: ("Marée de demain",),
    FILE: ("galet-blanc",),
    PRIVATE_FILE: ("galet-rond",),
    HIDDEN_FILE: ("galet-noir",),
    GIVEN: ("galet-plat",),
    DRAFT_WORK: ("Sentier du nord",),
}
# What Django draws anew in each page.
TOKEN = re.compile(r'((?:name="csrfmiddlewaretoken" value=|"X-CSRFToken": )")\w+')


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once, in a transaction that is never committed; each test then has a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = build_world()
        made.draft = _draft(made)
        RuleVersionFactory(school=made.school, kind="quiz", kind_label="les interrogations")
        made.draft_result = Result.objects.get(assessment=made.draft, student=made.student)
        made.fresh_result = _fresh_result(made)
        made.missed = _missed(made)
        made.missed_result = Result.objects.get(assessment=made.missed, student=made.other_student)
        made.overdue = _overdue(made)
        made.help = HelpDeviceFactory(school=made.school, name="Groupe de besoins")
        made.closed_help = HelpDeviceFactory(
            school=made.school, name="Atelier d’écriture", closed_on=DRAFT_HELD_ON
        )
        made.asked = _asked_back(made)
        made.held_result = Result.objects.get(assessment=made.draft, student=made.other_student)
        made.hold = HoldFactory(
            result=made.held_result,
            since=LONG_AFTER - dt.timedelta(hours=1),
            until=LONG_AFTER + dt.timedelta(days=2),
            reason="Voir la tante de Léo d’abord.",
        )
        made.talk_request = _talk_request(made)
        plant_lessons(made)
        plant_works(made)
        plant_files(made)
        plant_exports(made)
        plant_slots(made)
        plant_absence(made)
        plant_feeds(made)
        made.school.logo.save("logo.png", ContentFile(b"a picture"))
        made.imported = ImportLineFactory(batch__school=made.school).batch
        made.letters = LetterFileFactory(batch__school=made.school, failed=True)
        made.invited = _invited(made)
        made.newcomer = StaffFactory(school=made.school, user=None, email="pas.encore@lieu.example")
        made.mail_folder = tmp_path_factory.mktemp("mails")
        made.mail_file = _mail(made.mail_folder)
        yield made
        transaction.set_rollback(True)


def _draft(world):
    """A second assessment, marked, whose copies nobody has handed back."""
    teacher = world.people["teacher"].staff_links.get()
    before = LONG_AFTER - dt.timedelta(hours=20)
    draft = assessments.create_assessment(
        world.teaching,
        author=teacher,
        at=before,
        title="Volumes",
        held_on=DRAFT_HELD_ON,
        progress="Refaire l’exercice 4.",
    )
    enter(draft, {world.student: "8.41"}, by=teacher.user, at=before)
    return draft


def _fresh_result(world):
    """Copies handed back this morning: the pupils read already, their parents tomorrow.

    A help of the school is proposed with the older result, which guardians may answer.
    """
    teacher = world.people["teacher"].staff_links.get()
    this_morning = LONG_AFTER - dt.timedelta(hours=3)
    fresh = assessments.create_assessment(
        world.teaching,
        author=teacher,
        at=this_morning - dt.timedelta(days=1),
        title="Périmètres",
        held_on=DRAFT_HELD_ON,
        progress="Refaire l’exercice 5.",
    )
    enter(fresh, {world.student: "9.73"}, by=teacher.user, at=this_morning)
    hand_backs_services.hand_back(fresh, by=teacher.user, at=this_morning)
    world.assessment.device = HelpDeviceFactory(school=world.school)
    world.assessment.save(update_fields=["device"])
    return Result.objects.get(assessment=fresh, student=world.student)


def _missed(world):
    """A third one, handed back while Léo was away; nothing was marked."""
    teacher = world.people["teacher"].staff_links.get()
    before = LONG_AFTER - dt.timedelta(hours=3)
    missed = assessments.create_assessment(
        world.teaching,
        author=teacher,
        at=before,
        title="Aires",
        held_on=DRAFT_HELD_ON,
        progress="Refaire l’exercice 5.",
    )
    away = Result.objects.get(assessment=missed, student=world.other_student)
    hand_backs_services.hand_back(missed, by=teacher.user, at=before, later=[away.pk])
    return missed


def _talk_request(world):
    """Inès asks the CPE to talk with her parents before they read a result."""
    return TalkRequest.objects.create(
        school=world.school,
        student=world.student,
        result=world.draft_result,
        at=LONG_AFTER - dt.timedelta(hours=1),
        words="Peur de la punition.",
    )


def _overdue(world):
    """A fourth one, of October: neither marked nor handed back."""
    return assessments.create_assessment(
        world.teaching,
        author=world.people["teacher"].staff_links.get(),
        at=LONG_AFTER - dt.timedelta(days=50),
        title="Périmètres",
        held_on=dt.date(2026, 10, 12),
        progress="Refaire l’exercice 6.",
    )


def _asked_back(world):
    """A cut access of somebody without an account, that the principal asked to give back."""
    return RestrictionFactory(
        student=world.student,
        guardian__user=None,
        lifted_by=world.people["principal"],
        lift_asked_at=LONG_AFTER - dt.timedelta(hours=20),
        lift_reason="Jugement levé.",
    )


def _invited(world):
    """A guardian of Inès who has no account yet, and a postal address."""
    link = GuardianshipFactory(
        student=world.student, guardian__user=None, guardian__address="1 rue des Lilas\n93999 Lieu"
    )
    return link.guardian


def _mail(folder):
    with get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=folder
    ) as door:
        EmailMessage(
            "Un résultat",
            "Bonjour.",
            to=["a@example.org"],
            connection=door,
            # One drawn at random may hold the digits of a canary mark.
            headers={"Message-ID": "<un-resultat@example.org>"},
        ).send()
    return next(folder.glob("*.log")).stem


@pytest.fixture(autouse=True)
def _fresh(db, monkeypatch, request):
    """Rate limits of allauth are counted in the cache; mails are those of this world."""
    cache.clear()
    if "world" in request.fixturenames:
        folder = request.getfixturevalue("world").mail_folder
        monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(folder))


class Writes:
    """Whether a statement changed a row, sessions excepted."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE") and '"django_session"' not in sql:
            self.seen = True
        return execute(sql, params, many, context)


def address(case: Case, world) -> str:
    query = urlencode(case.query(world))
    return reverse(case.route, kwargs=case.arguments(world)) + (f"?{query}" if query else "")


@contextmanager
def signed_in(world, actor):
    """A browser of this person; its session lasts as long as the block."""
    with transaction.atomic():
        client = Client()
        if actor != ANONYMOUS:
            client.force_login(world.people[actor])
        yield client
        transaction.set_rollback(True)


def ask(client, world, case: Case, method: str) -> Answer:
    """Send one request, forget what it wrote, and say all that the person could learn."""
    url = address(case, world)
    writes = Writes()
    cookies = client.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(writes):
        data = case.data(world) if method == "POST" else None
        response = client.generic(
            method,
            url,
            urlencode(data or {}, doseq=True),
            content_type="application/x-www-form-urlencoded",
        )
        transaction.set_rollback(True)
    client.cookies = cookies  # one of the addresses signs out
    return Answer(
        response.status_code,
        to=_target(response, url),
        shows=marks_in(response),
        writes=writes.seen,
    )


def _target(response, url) -> str:
    location = response.headers.get("Location", "")
    if not location:
        return ""
    # Back to a page: an address that only takes posts is none.
    back = urlencode({"next": url if opens(url) else above(url)}, safe="/")
    if location == f"{reverse('account_login')}?{back}":
        return SIGN_IN.to
    return resolve(urlsplit(location).path).view_name


def marks_in(response) -> frozenset[str]:
    """Which marks stand anywhere in the body, the headers or the cookies."""
    text = text_of(response) + str(response.headers) + response.cookies.output()
    return frozenset(
        name for name, spellings in SPELLINGS.items() if any(word in text for word in spellings)
    )


@pytest.fixture
def in_november():
    with time_machine.travel(LONG_AFTER, tick=False):
        yield
