"""The notebook of the demo: two classes that a visitor opens first, then all the others."""

import datetime as dt

import pytest

from apps.demo.school_files import stories
from apps.demo.school_files.plan import LEVELS
from apps.demo.theatre.load import at_of
from apps.demo.theatre.notebook import CLASSES, WORDS, lessons_written
from apps.demo.theatre.notebook_words import ordinary_lesson
from apps.demo.theatre.words import TABLES
from apps.homework.load.queries import cap_of, load_by_day
from apps.homework.load.rules import LONGEST
from apps.homework.models import Done, HomeworkVersion, Lesson, LessonVersion
from apps.schools.models import Division, TeachingStaff
from tests.demo.theatre.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
FRIDAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize("subject", WORDS)
def test_what_teachers_write_fits_the_notebook(subject):
    for one in lessons_written(subject):
        assert one.text
        assert len(one.question) <= 200
        assert 1 <= one.minutes <= LONGEST


def test_the_classes_of_the_two_children_have_lessons_up_to_today(demo):
    days = Lesson.objects.values_list("teaching__division__code", "day")
    mine = [(code, day) for code, day in days if code in CLASSES]

    assert {code for code, _day in mine} == set(CLASSES)
    assert max(day for _code, day in mine) == FRIDAY
    assert min(day for _code, day in mine) < TODAY - dt.timedelta(days=14)


def test_tests_are_announced_to_the_two_children_and_in_every_class(demo):
    announced = HomeworkVersion.objects.latest().filter(is_test=True)
    codes = set(announced.values_list("homework__teaching__division__code", flat=True)) - {None}
    to_come = announced.filter(due_on__gt=TODAY)

    assert codes == set(
        Lesson.objects.exclude(teaching__division=None).values_list(
            "teaching__division__code", flat=True
        )
    )
    assert set(CLASSES) <= set(to_come.values_list("homework__teaching__division__code", flat=True))


def test_every_teacher_and_every_class_has_a_full_week(demo):
    """Whoever is at work and teaches something wrote the lessons of it, each work for a day of
    lessons; nobody wrote twice.
    """
    week = (FRIDAY - dt.timedelta(days=4), FRIDAY)
    written = Lesson.objects.filter(day__range=week)
    teaching = TeachingStaff.objects.in_force(at=at_of(TODAY)).filter(staff__user__isnull=False)
    alone = {
        link.staff_id
        for link in teaching
        if not teaching.filter(teaching=link.teaching_id).exclude(pk=link.pk).exists()
    }
    given = set(teaching.values_list("teaching__division__code", "teaching__group__code"))

    assert alone <= set(written.values_list("author", flat=True))
    assert given == set(written.values_list("teaching__division__code", "teaching__group__code"))
    due = HomeworkVersion.objects.filter(homework__lesson__in=written)
    assert due.count() > written.count() / 4
    assert all(day.isoweekday() <= 5 for day in due.values_list("due_on", flat=True))


def test_no_day_asks_for_more_than_the_school_agreed(demo):
    for division in Division.objects.all():
        days = HomeworkVersion.objects.weighing_on(division).values_list("due_on", flat=True)
        over = [load for load in load_by_day(division, set(days)) if load.is_over(cap_of(division))]
        assert over == [], division


def test_what_is_written_in_bulk_is_shown_in_open_hours(demo):
    """And entered by its author, at the end of the lesson."""
    for version in LessonVersion.objects.select_related("lesson__author", "school"):
        local = version.visible_at.astimezone(version.school.time_zone)
        assert dt.time(7) <= local.time() < dt.time(20)
        assert local.date() == version.lesson.day
        assert version.by_id == version.lesson.author.user_id
        assert "$" not in version.html


@pytest.mark.parametrize("level", LEVELS)
def test_what_every_subject_says_of_an_ordinary_lesson_fits_its_column(level):
    for subject in TABLES:
        for number in range(60):
            words = ordinary_lesson(1, f"{level}A", subject, level, number=number)
            assert words.text
            assert len(words.question) <= 200
            assert bool(words.work) == bool(words.minutes)
            assert "{" not in words.text + words.question + words.work


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
