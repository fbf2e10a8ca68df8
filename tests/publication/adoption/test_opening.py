"""Open hours: shown as families will read them, then adopted with who, when and why."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.publication.models import OpeningVersion
from apps.publication.rules import ONCE_A_WEEK
from apps.schools.enums import Role
from tests.factories.publication import RuleVersionFactory
from tests.factories.schools import SchoolFactory, StaffFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
TYPED = {
    "quiet_from": "19:00",
    "quiet_until": "07:30",
    "weekend_from_day": "4",
    "weekend_from_clock": "19:00",
    "weekend_until_day": "0",
    "weekend_until_clock": "07:30",
    "holidays_open": "on",
    "body": "board",
    "decided_on": "2026-11-20",
    "reason": "Pour des soirées calmes.",
}

# Every day from 7:30 to 8:00, but the week-end leaves Monday from 7:20 to 7:30 only.
ALWAYS_SILENT = {
    "quiet_from": "08:00",
    "weekend_from_day": "0",
    "weekend_from_clock": "07:30",
    "weekend_until_clock": "07:20",
}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory()


def send(client, school, **change):
    client.force_login(StaffFactory(school=school, role=Role.PRINCIPAL).user)
    address = reverse("publication:opening_edit", args=[school.public_id])
    return client.post(address, TYPED | change)


def test_a_principal_reads_what_families_will_read_before_anything_is_adopted(client, school):
    response = send(client, school, apercu="1")

    assert "de 19\u00a0h à 7\u00a0h\u00a030" in response.content.decode()
    assert response.context["form"]["reason"].value() == "Pour des soirées calmes."
    assert not OpeningVersion.objects.exists()


def test_a_principal_adopts_hours_that_say_who_when_and_why(client, school):
    send(client, school)

    version = OpeningVersion.objects.get(school=school)
    assert version.as_hours().quiet_from == dt.time(19)
    assert (version.body, version.decided_on, version.reason) == (
        "board",
        dt.date(2026, 11, 20),
        "Pour des soirées calmes.",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "les familles liront cette raison"),
        ({"decided_on": "2026-12-01"}, "ne peut pas être datée d’un jour à venir"),
        (ALWAYS_SILENT, "jamais publié"),
        ({"body": "ministry"}, "Sélectionnez un choix valide"),
        ({"quiet_from": "tard"}, "Écrivez une heure"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words_and_stay_typed(client, school, change, words):
    response = send(client, school, **change)

    assert words in response.content.decode()
    assert response.context["form"]["quiet_until"].value() == "07:30"
    assert not OpeningVersion.objects.exists()


def test_hours_that_would_silence_the_rule_in_force_are_refused(client, school):
    RuleVersionFactory(school=school, rule=ONCE_A_WEEK)  # Fridays at 17:00

    response = send(client, school, quiet_from="16:00", weekend_from_clock="16:00")

    assert "tombe toujours pendant les heures de silence" in response.content.decode()
    assert not OpeningVersion.objects.exists()
