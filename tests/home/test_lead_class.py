"""«Ma 5eC»: the pupils, how to reach their families, and never a rank."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.schools.enums import Scope
from tests.factories.results import AssessmentFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
)

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
PAGE_QUERIES = 15


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def division():
    return DivisionFactory(code="5eC")


@pytest.fixture
def lead(division):
    return LeadTeacherFactory(division=division).staff


def pupil(division, last_name, *guardians):
    """A pupil with one guardian a dict: ``account``, ``mobile``, ``scope``."""
    student = StudentFactory(school=division.school, first_name="Léa", last_name=last_name)
    EnrolmentFactory(division=division, student=student)
    for rank, facts in enumerate(guardians):
        more = {} if facts.get("account", True) else {"user": None}
        guardian = GuardianFactory(
            school=division.school,
            last_name=f"{last_name}{rank}",
            mobile=facts.get("mobile", ""),
            **more,
        )
        GuardianshipFactory(
            student=student, guardian=guardian, scope=facts.get("scope", Scope.FULL)
        )
    return student


def page(client, staff, division):
    client.force_login(staff.user)
    return client.get(reverse("home:lead_class", args=[division.public_id]))


@pytest.mark.parametrize(
    ("guardians", "status"),
    [
        ([{}, {}], "Joignable"),
        ([{}, {"account": False, "mobile": "+33639980001"}], "En partie"),
        ([{"account": False, "mobile": "+33639980001"}], "Par téléphone"),
        ([{"account": False}], "À joindre"),
        ([], "À joindre"),
        ([{"scope": Scope.CONTACT}], "À joindre"),
    ],
)
def test_a_lead_teacher_reads_whether_a_family_can_be_reached(
    client, division, lead, guardians, status
):
    pupil(division, "DURAND", *guardians)

    [line] = page(client, lead, division).context["pupils"]

    assert line.status == status


def test_pupils_come_in_the_order_of_their_names_whatever_their_marks(client, division, lead):
    for name in ("ZOLA", "ÉLUARD", "DURAND"):
        pupil(division, name, {})

    lines = page(client, lead, division).context["pupils"]

    assert [line.name for line in lines] == ["Durand Léa", "Éluard Léa", "Zola Léa"]


def test_a_cut_person_is_not_among_those_to_reach(client, division, lead):
    student = pupil(division, "DURAND", {}, {})
    cut = student.guardianships.first().guardian
    RestrictionFactory(student=student, guardian=cut)

    [line] = page(client, lead, division).context["pupils"]

    assert cut.display_last_name not in line.guardians


def test_a_lead_teacher_reads_the_assessments_of_every_subject_of_the_class(client, division, lead):
    for label in ("Mathématiques", "Français"):
        subject = SubjectFactory(school=division.school, label=label)
        teaching = TeachingFactory(school=division.school, division=division, subject=subject)
        AssessmentFactory(teaching=teaching)
    AssessmentFactory(teaching__school=division.school)  # of another class

    parts = page(client, lead, division).context["parts"]
    lines = next(part.card.lines for part in parts if "assessments" in part.template)

    assert {line.subject for line in lines} == {"Mathématiques", "Français"}


def test_the_menu_of_a_lead_teacher_leads_to_the_class_and_nobody_elses_does(
    client, division, lead
):
    colleague = StaffFactory(school=division.school)
    seen = {}
    for staff in (lead, colleague):
        client.force_login(staff.user)
        seen[staff] = "Ma 5eC" in client.get("/equipe/eleves/").content.decode()

    assert seen == {lead: True, colleague: False}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_of_the_database_for_one_pupil_as_for_three(
    client, django_assert_num_queries, division, lead, count
):
    TeachingFactory(school=division.school, division=division)  # else nothing is asked of works
    for rank in range(count):
        pupil(division, f"DURAND{rank}", {}, {})
    client.force_login(lead.user)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(reverse("home:lead_class", args=[division.public_id]))
