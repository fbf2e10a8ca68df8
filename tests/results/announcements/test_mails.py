"""What leaves for a mailbox, and to whom at that very moment."""

import datetime as dt

import pytest
from django.core import mail

from apps.notices.enums import CancelReason
from apps.notices.models import Notice
from apps.results.announcements.services import announce
from apps.schools.models import Guardianship
from tests.factories.results import enter
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
    since,
)
from tests.results.families import drain, informed_one, released
from tests.world import CANARY_TEXT, GUARDIAN_AT, build_world

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 11, 18, 21, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 19, 6, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return build_world()


def test_the_mail_holds_a_link_and_neither_a_value_nor_a_name(world, settings):
    settings.PUBLIC_BASE_URL = "https://portail.example.org"
    announce(at=GUARDIAN_AT)

    drain(GUARDIAN_AT)

    assert len(mail.outbox) == 5
    secrets = [CANARY_TEXT, "13.37", "17,29", "17.29", "Inès", "Léo", "DIALLO", "Diallo", "MARTIN",
               "Martin", "Fractions", "4eB", "Mathématiques", str(world.student.public_id),
               str(world.result.public_id)]  # fmt: skip
    for message in mail.outbox:
        html = message.alternatives[0].content
        source = message.message().as_string()
        for text in (message.subject, message.body, html):
            assert [secret for secret in secrets if secret in text] == []
        assert str(world.student.public_id) not in source
        assert "https://portail.example.org/famille/" in message.body
        assert 'href="https://portail.example.org/famille/"' in html


def test_the_mail_says_who_writes_why_and_whom_to_call(world):
    announce(at=GUARDIAN_AT)

    drain(GUARDIAN_AT)

    message = mail.outbox[0]
    assert message.subject == "Un nouveau résultat à lire avec votre enfant"
    assert message.from_email.endswith("<ne-pas-repondre@example.org>")
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert message.message()["Date"] == "Wed, 18 Nov 2026 16:00:00 +0000"
    assert "Collège Simone-Exemple" in message.body
    assert "01\u00a099\u00a000\u00a000\u00a000" in message.body
    assert "Vous recevez ce message parce que" in message.body
    assert "&" not in message.body


@pytest.mark.parametrize(
    ("children", "results", "subject"),
    [
        (1, 1, "Un nouveau résultat à lire avec votre enfant"),
        (1, 2, "De nouveaux résultats à lire avec votre enfant"),
        (2, 1, "De nouveaux résultats à lire avec vos enfants"),
    ],
)
def test_the_subject_agrees_in_number(children, results, subject):
    guardian = GuardianFactory()
    for __ in range(children):
        student = StudentFactory(school=guardian.school)
        GuardianshipFactory(guardian=guardian, student=student)
        for __ in range(results):
            released(student)
    announce(at=GUARDIAN_AT)

    drain(GUARDIAN_AT)

    assert [message.subject for message in mail.outbox] == [subject]


def test_a_guardian_blocked_between_the_tick_and_the_sending_gets_nothing():
    guardian, version = informed_one()
    announce(at=GUARDIAN_AT)
    RestrictionFactory(
        student=version.student, guardian=guardian, school=guardian.school,
        during=since(GUARDIAN_AT + SECOND),
    )  # fmt: skip

    drain(GUARDIAN_AT + 60 * SECOND)

    assert mail.outbox == []
    assert Notice.objects.get().cancelled_because == CancelReason.NOT_ALLOWED


def test_a_guardian_whose_link_ended_between_the_tick_and_the_sending_gets_nothing():
    guardian, __ = informed_one()
    announce(at=GUARDIAN_AT)
    Guardianship.objects.filter(guardian=guardian).update(during=since(end=GUARDIAN_AT + SECOND))

    drain(GUARDIAN_AT + 60 * SECOND)

    assert mail.outbox == []


def test_a_guardian_blocked_for_one_child_is_still_told_about_the_other():
    guardian, version = informed_one()
    sibling = StudentFactory(school=guardian.school)
    GuardianshipFactory(guardian=guardian, student=sibling)
    released(sibling)
    announce(at=GUARDIAN_AT)
    RestrictionFactory(student=version.student, guardian=guardian, school=guardian.school)

    drain(GUARDIAN_AT)

    assert [message.subject for message in mail.outbox] == [
        "Un nouveau résultat à lire avec votre enfant"
    ]


def test_a_tick_that_comes_late_in_the_evening_leaves_the_mail_for_the_morning(world):
    announce(at=NIGHT)
    drain(NIGHT)
    drain(MORNING - SECOND)
    at_night = len(mail.outbox)

    drain(MORNING)

    assert (at_night, len(mail.outbox)) == (0, 5)


def test_a_correction_made_late_in_the_evening_is_told_in_the_morning_or_later(world):
    announce(at=GUARDIAN_AT)
    drain(GUARDIAN_AT)
    mail.outbox.clear()
    enter(
        world.assessment,
        {world.student: "13.38"},
        by=world.people["teacher"],
        at=NIGHT,
        reason="Erreur de report.",
    )

    for at in (NIGHT, NIGHT + 60 * 60 * SECOND, MORNING - SECOND):
        announce(at=at)
        drain(at)

    assert mail.outbox == []
