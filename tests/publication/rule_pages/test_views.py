"""The page of the rule, for each of those who may read it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.publication.enums import DecisionBody
from apps.schools.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import (
    RENTREE,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    StaffFactory,
    StudentFactory,
    since,
)
from tests.typography import loose

pytestmark = pytest.mark.django_db

OCTOBER = dt.datetime(2026, 10, 5, 6, tzinfo=dt.UTC)
NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
REASON = "Pour que l’enfant parle lui-même de sa copie."
CANARY = "Raison du collège voisin."


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


def page(client, user, name):
    client.force_login(user)
    return client.get(reverse(f"publication:{name}"))


def school_with_a_rule(**rule):
    RuleVersionFactory(reason=CANARY)
    return RuleVersionFactory(reason=REASON, **rule).school


READERS = {
    "family_rules": lambda school: GuardianshipFactory(student__school=school).guardian.user,
    "student_rules": lambda school: StudentFactory(school=school, with_account=True).user,
    "staff_rules": lambda school: StaffFactory(school=school).user,
}


@pytest.mark.parametrize("name", READERS)
def test_whoever_belongs_to_the_school_reads_its_rule_and_no_other(client, name):
    school = school_with_a_rule()

    response = page(client, READERS[name](school), name)

    body = response.content.decode()
    assert response.status_code == 200
    assert body.count("l’élève voit son résultat dix minutes après") == 1
    assert body.count(REASON) == 1
    assert CANARY not in body


@pytest.mark.parametrize("name", READERS)
def test_no_line_of_the_rule_breaks_before_a_double_sign(client, name):
    school = school_with_a_rule()

    assert loose(page(client, READERS[name](school), name).content.decode()) == []


def test_no_line_of_the_page_of_who_decides_breaks_before_a_double_sign(client):
    school = school_with_a_rule()
    client.force_login(StaffFactory(school=school, role=Role.PRINCIPAL).user)

    response = client.get(reverse("publication:rule_adopt", args=[school.public_id]))

    assert response.status_code == 200
    assert loose(response.content.decode()) == []


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("other", [*READERS, "stranger"])
def test_nobody_reads_the_rule_in_a_space_that_is_not_theirs(client, name, other):
    school = school_with_a_rule()
    user = UserFactory() if other == "stranger" else READERS[other](school)

    response = page(client, user, name)

    assert response.status_code == (200 if other == name else 404)


def test_a_visitor_is_asked_to_sign_in(client):
    address = reverse("publication:family_rules")

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={address}"


def test_a_family_with_children_in_two_schools_reads_both_rules(client):
    user = UserFactory()
    for body in (DecisionBody.BOARD, DecisionBody.HEAD):
        school = RuleVersionFactory(body=body).school
        GuardianshipFactory(
            student__school=school, guardian=GuardianFactory(school=school, user=user)
        )

    text = page(client, user, "family_rules").content.decode()

    assert text.count("Décidé en conseil d’administration le 1er septembre.") == 1
    assert text.count("Décidé par la direction du collège le 1er septembre.") == 1


def test_a_family_of_a_school_that_decided_nothing_reads_the_frame(client):
    user = GuardianshipFactory().guardian.user

    text = page(client, user, "family_rules").content.decode()

    assert "C’est le cadre du ministère, publié le 10 juillet 2025." in text


def test_the_page_writes_nothing_and_refuses_a_post(client):
    user = GuardianshipFactory().guardian.user
    client.force_login(user)

    assert client.post(reverse("publication:family_rules")).status_code == 405


@pytest.mark.parametrize("version_count", [1, 3])
def test_the_page_costs_the_same_whatever_the_history(
    client, django_assert_num_queries, version_count
):
    school = SchoolFactory()
    bounds = [RENTREE + dt.timedelta(weeks=n) for n in range(version_count)]
    for begun, ended in zip(bounds, [*bounds[1:], None], strict=True):
        RuleVersionFactory(school=school, during=since(begun, ended))
    OpeningVersionFactory(school=school)
    user = GuardianshipFactory(student__school=school).guardian.user
    client.force_login(user)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(reverse("publication:family_rules"))


# READ ONLY and its savepoint, session, person, links, schools, rules, hours, terms, the frame.
PAGE_QUERIES = 11
