"""Choosing a rule made ready: read as families will, then adopted with who, when and why."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.publication.enums import ReadyMade
from apps.publication.models import RuleVersion
from apps.publication.opening import OpeningHours
from apps.schools.enums import Role
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import GuardianshipFactory, SchoolFactory, StaffFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
TYPED = {
    "name": ReadyMade.ONCE_A_WEEK,
    "body": "board",
    "decided_on": "2026-11-20",
    "reason": "Pour une semaine d’école sans surprise.",
}


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory()


def send(client, school, **change):
    client.force_login(StaffFactory(school=school, role=Role.DEPUTY).user)
    address = reverse("publication:rule_adopt", args=[school.public_id])
    return client.post(address, TYPED | change)


def test_a_deputy_reads_the_sentence_before_anything_is_adopted(client, school):
    response = send(client, school, apercu="1")

    assert "le vendredi à 17\u00a0h" in " ".join(response.context["preview"])
    assert response.context["form"]["reason"].value() == TYPED["reason"]
    assert not RuleVersion.objects.exists()


def test_families_read_the_rule_adopted_and_why(client, school):
    send(client, school)

    client.force_login(GuardianshipFactory(student__school=school).guardian.user)
    body = client.get(reverse("publication:family_rules")).content.decode()
    assert RuleVersion.objects.get(school=school).name == ReadyMade.ONCE_A_WEEK
    assert TYPED["reason"] in body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "les familles liront cette raison"),
        ({"decided_on": "2026-12-01"}, "ne peut pas être datée d’un jour à venir"),
        ({"name": ReadyMade.WITH_BULLETIN}, "Sélectionnez un choix valide"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_in_words(client, school, change, words):
    response = send(client, school, **change)

    assert words in response.content.decode()
    assert not RuleVersion.objects.exists()


def test_a_rule_that_the_open_hours_silence_is_refused(client, school):
    OpeningVersionFactory(school=school, hours=OpeningHours(school.time_zone, dt.time(16)))

    response = send(client, school)

    assert "tombe toujours pendant les heures de silence" in response.content.decode()
    assert not RuleVersion.objects.exists()
