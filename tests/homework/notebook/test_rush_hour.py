"""At 17:00 twenty teachers save at once: nothing is lost, nothing is written twice."""

from functools import partial

import pytest

from apps.homework.errors import StaleLessonError
from apps.homework.models import Homework, Lesson, LessonVersion
from apps.homework.notebook.services.writing import rewrite_lesson, write_lesson
from tests.at_once import numbered, problems_at_once
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import (
    DivisionFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.homework.conftest import TODAY, TUESDAY, page, work

pytestmark = pytest.mark.django_db(transaction=True)
TEACHERS = 20


@pytest.fixture
def staff_room():
    """Twenty teachers of one school, each with their teaching of the same class."""
    school = SchoolFactory()
    OpeningVersionFactory(school=school)
    year = SchoolYearFactory(school=school)
    division = DivisionFactory(school=school, year=year)
    teachings = [
        TeachingFactory(school=school, year=year, division=division) for _ in range(TEACHERS)
    ]
    return [
        TeachingStaffFactory(teaching=teaching, staff=StaffFactory(school=school))
        for teaching in teachings
    ]


def write(link, text="Fractions"):
    return write_lesson(
        link.teaching, page(text=text, works=[work(minutes=20)]), day=TODAY, by=link.staff.user,
        at=TUESDAY,
    )  # fmt: skip


def test_twenty_teachers_saving_together_lose_nothing(staff_room):
    outcomes = problems_at_once(*(partial(write, link) for link in staff_room))

    assert outcomes == [None] * TEACHERS
    assert Lesson.objects.count() == TEACHERS
    assert Homework.objects.count() == TEACHERS


def test_twenty_tabs_writing_one_lesson_keep_exactly_one_and_tell_the_others(staff_room):
    link = staff_room[0]

    outcomes = problems_at_once(*numbered(lambda n: write(link, text=f"Onglet {n}"), TEACHERS))

    found = [outcome for outcome in outcomes if isinstance(outcome, StaleLessonError)]
    assert len(found) == TEACHERS - 1
    assert outcomes.count(None) == 1
    assert LessonVersion.objects.count() == Homework.objects.count() == 1


def test_two_corrections_at_once_never_overwrite_each_other(staff_room):
    link = staff_room[0]
    lesson = write(link)

    def correct(text):
        rewrite_lesson(lesson, page(text=text), seen=1, by=link.staff.user, at=TUESDAY)

    outcomes = problems_at_once(partial(correct, "Décimaux"), partial(correct, "Angles"))

    assert sum(isinstance(outcome, StaleLessonError) for outcome in outcomes) == 1
    assert LessonVersion.objects.count() == 2
