"""What each page asks of the database: the same with one row and with three."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from tests.factories.results import enter
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    StudentFactory,
)
from tests.queries import statements
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
BEFORE = STUDENT_AT - dt.timedelta(minutes=1)


@pytest.fixture
def world():
    return build_world()


def grow(world):
    """Three of everything: two more children, assessments and classmates."""
    teacher = world.people["teacher"]
    guardian = world.people["guardian"].guardians.get()
    code = world.teaching.division.code
    for n in (2, 3):
        child = StudentFactory(school=world.school, first_name=f"Cadet{n}")
        division = DivisionFactory(school=world.school, year=world.teaching.year, code=f"{code}{n}")
        EnrolmentFactory(division=division, student=child)
        GuardianshipFactory(student=child, guardian=guardian)
        EnrolmentFactory(
            division=world.teaching.division, student=StudentFactory(school=world.school)
        )
    for n in (2, 3):
        more = assessments.create_assessment(
            world.teaching,
            author=world.assessment.author,
            at=HANDED_BACK_AT - dt.timedelta(days=4),
            title=f"Fractions {n}",
            held_on=world.assessment.held_on,
            progress="Refaire l’exercice 4.",
        )
        enter(more, {world.student: "12"}, by=teacher, at=HANDED_BACK_AT - dt.timedelta(days=1))
        hand_backs_services.hand_back(more, by=teacher, at=HANDED_BACK_AT)
    world.assessment, world.result = more, more.results.get(student=world.student)


def cost(client, world, who, name, **arguments):
    client.force_login(world.people[who])
    url = reverse(name, kwargs=arguments)
    with statements() as asked:
        response = client.get(url)
    assert response.status_code == 200
    return len(asked)


# READ ONLY, session and person, then what the page reads, then the frame of the page (1).
READING = {
    "home:family_home": ("guardian", 8),
    "results:family_results": ("guardian", 7),
    "home:student_home": ("pupil", 8),
    "results:student_results": ("pupil", 7),
}
DETAIL = {
    "results:family_result_detail": ("guardian", 7),
    "results:student_result_detail": ("pupil", 8),
}
WAITING = {
    "results:family_result_detail": ("guardian", 8),
    "results:student_result_detail": ("pupil", 7),
}
TEACHING = {
    "home:staff_home": 11,
    "results:assessment_list": 6,
    "results:assessment_create": 6,
}
ASSESSMENT = {
    "results:assessment_detail": 10,
    "results:assessment_edit": 7,
    "results:assessment_marks": 8,
    "results:assessment_hand_back": 8,
}


def test_no_page_of_a_family_asks_more_than_eight_things():
    budgets = [*READING.values(), *DETAIL.values(), *WAITING.values()]

    assert max(statements for _who, statements in budgets) <= 8


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("route", READING)
def test_a_family_or_a_pupil_reads_at_the_same_cost_whatever_there_is(client, world, route, rows):
    who, expected = READING[route]
    if rows == 3:
        grow(world)

    with time_machine.travel(LONG_AFTER, tick=False):
        assert cost(client, world, who, route) == expected


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("pages", "at"), [(DETAIL, GUARDIAN_AT), (WAITING, BEFORE)], ids=["released", "waiting"]
)
@pytest.mark.parametrize("route", DETAIL)
def test_a_result_is_read_at_the_same_cost_whatever_there_is(client, world, route, pages, at, rows):
    who, expected = pages[route]
    if rows == 3:
        grow(world)

    with time_machine.travel(at, tick=False):
        assert cost(client, world, who, route, public_id=world.result.public_id) == expected


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("route", [*TEACHING, *ASSESSMENT])
def test_a_teacher_works_at_the_same_cost_whatever_there_is(client, world, route, rows):
    if rows == 3:
        grow(world)
    arguments = {"public_id": world.assessment.public_id} if route in ASSESSMENT else {}

    with time_machine.travel(LONG_AFTER, tick=False):
        found = cost(client, world, "teacher", route, **arguments)

    assert found == {**TEACHING, **ASSESSMENT}[route]
