"""Who reads the notebook, and from when."""

import datetime as dt

import pytest

from apps.homework.models import (
    Done,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.homework.reading.services import set_done
from tests.factories.schools import RestrictionFactory, StaffFactory
from tests.homework.conftest import TUESDAY, page, reader, work, write

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def sees(person, capacity, *, at=TUESDAY):
    who = reader(person, capacity, at)
    return {
        "lesson": Lesson.objects.visible_to(who, at=at).count(),
        "text": LessonVersion.objects.visible_to(who, at=at).count(),
        "work": Homework.objects.visible_to(who, at=at).count(),
        "to do": HomeworkVersion.objects.visible_to(who, at=at).count(),
    }


ALL = {"lesson": 1, "text": 1, "work": 1, "to do": 1}
NOTHING = dict.fromkeys(ALL, 0)


@pytest.mark.parametrize(
    ("person", "capacity", "expected"),
    [
        ("ines", "student", ALL),
        ("leo", "student", ALL),
        ("zoe", "student", NOTHING),
        ("mother", "family", ALL),
        ("father", "family", ALL),
        ("carer", "family", ALL),
        ("overseer", "family", NOTHING),
        ("contact", "family", NOTHING),
        ("mother_of_zoe", "family", NOTHING),
        ("teacher", "staff", ALL),
        ("lead", "staff", ALL),
        ("colleague", "staff", NOTHING),
        ("teacher", "family", NOTHING),
        ("mother", "staff", NOTHING),
    ],
)
def test_the_notebook_is_open_to_its_class_and_to_nobody_else(
    school_life, person, capacity, expected
):
    write(school_life, works=[work()])

    assert sees(getattr(school_life, person), capacity) == expected


def test_a_draft_exists_for_the_team_alone(school_life):
    write(school_life, works=[work()], is_draft=True)

    assert sees(school_life.teacher, "staff") == ALL
    assert sees(school_life.ines, "student") == NOTHING
    assert sees(school_life.mother, "family") == NOTHING


def test_a_lesson_scheduled_for_later_is_read_from_that_minute_on(school_life):
    write(school_life, works=[work()], show_from=TUESDAY + 3 * HOUR)

    assert sees(school_life.mother, "family", at=TUESDAY + 3 * HOUR - HOUR / 3600) == NOTHING
    assert sees(school_life.mother, "family", at=TUESDAY + 3 * HOUR) == ALL


def test_work_given_at_night_appears_in_the_morning(school_life):
    night = dt.datetime(2026, 11, 17, 21, 30, tzinfo=dt.UTC)
    morning = dt.datetime(2026, 11, 18, 6, tzinfo=dt.UTC)  # 7:00 in Paris

    write(school_life, works=[work()], at=night)

    assert sees(school_life.ines, "student", at=morning - HOUR / 3600) == NOTHING
    assert sees(school_life.ines, "student", at=morning) == ALL


def test_adapted_work_is_unknown_to_the_other_pupils(school_life):
    write(school_life, works=[work(text="Version aérée", students=(school_life.ines,))])

    for person, capacity in ((school_life.leo, "student"), (school_life.mother_of_leo, "family")):
        assert sees(person, capacity) == NOTHING | {"lesson": 1, "text": 1}
        who = reader(person, capacity)
        assert not HomeworkStudent.objects.visible_to(who, at=TUESDAY).exists()
    assert sees(school_life.ines, "student") == ALL
    assert sees(school_life.father, "family") == ALL


def test_a_correction_replaces_what_is_read_and_keeps_what_was(school_life):
    lesson = write(school_life, text="Fractions")
    later = TUESDAY + HOUR

    rewrite_lesson(
        lesson, page(text="Fractions, suite"), seen=1, by=school_life.teacher.user, at=later
    )

    who = reader(school_life.mother, "family", later)
    read = LessonVersion.objects.visible_to(who, at=later).values_list("n", "source")
    kept = LessonVersion.objects.order_by("n").values_list("source", flat=True)
    assert list(read) == [(2, "Fractions, suite")]
    assert list(kept) == ["Fractions", "Fractions, suite"]


def test_a_guardian_whose_access_is_cut_reads_nothing_at_once(school_life):
    write(school_life, works=[work()])
    guardian = school_life.mother.guardians.get()
    RestrictionFactory(student=school_life.ines, guardian=guardian)

    assert sees(school_life.mother, "family") == NOTHING
    assert sees(school_life.father, "family") == ALL


def test_a_tick_is_between_the_pupil_and_their_family(school_life):
    lesson = write(school_life, works=[work()])
    set_done(lesson.works.get(), school_life.ines, done=True, at=TUESDAY)

    def ticks(person, capacity):
        return Done.objects.visible_to(reader(person, capacity), at=TUESDAY).count()

    assert ticks(school_life.ines, "student") == 1
    assert ticks(school_life.mother, "family") == 1
    assert ticks(school_life.leo, "student") == 0
    assert ticks(school_life.mother_of_leo, "family") == 0
    assert ticks(school_life.teacher, "staff") == 0


def test_a_teacher_of_another_school_sees_nothing(school_life):
    write(school_life, works=[work()])

    assert sees(StaffFactory(), "staff") == NOTHING
