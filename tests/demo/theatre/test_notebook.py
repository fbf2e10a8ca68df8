"""The notebook of the demo: two classes that a visitor opens first."""

import datetime as dt

import pytest

from apps.demo.school_files import stories
from apps.demo.theatre.notebook import CLASSES, WORDS, told_of
from apps.homework.load.rules import LONGEST
from apps.homework.models import Done, HomeworkVersion, Lesson, LessonVersion
from tests.demo.theatre.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("subject", WORDS)
def test_what_teachers_write_fits_the_notebook(subject):
    for told in told_of(subject):
        assert told.text
        assert len(told.question) <= 200
        assert 1 <= told.minutes <= LONGEST


def test_the_classes_of_the_two_children_have_lessons_up_to_today_and_no_others(demo):
    days = Lesson.objects.values_list("teaching__division__code", "day")

    assert {code for code, _day in days} == set(CLASSES)
    assert max(day for _code, day in days) == FRIDAY
    assert min(day for _code, day in days) < TODAY - dt.timedelta(days=14)


def test_there_is_something_to_ask_and_something_to_do_for_both(demo):
    for code in CLASSES:
        asked = LessonVersion.objects.filter(
            lesson__teaching__division__code=code, lesson__day=FRIDAY
        )
        due = HomeworkVersion.objects.filter(
            homework__teaching__division__code=code, due_on__gt=TODAY
        )
        assert asked.exclude(question="").exists()
        assert due.exists()


def test_only_the_two_children_have_ticked(demo):
    ticked = set(Done.objects.values_list("student__siecle_id", flat=True))

    assert ticked == {stories.INES, stories.MALIK}


def test_nothing_of_the_demo_needs_a_screen_without_another_way(demo):
    assert not HomeworkVersion.objects.filter(needs_screen=True, offline_way="").exists()
