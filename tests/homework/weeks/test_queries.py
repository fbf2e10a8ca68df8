"""When classes have their lessons: from a timetable, else from what was written; then absences."""

import datetime as dt

import pytest

from apps.homework.models import TimetableSlot
from apps.homework.weeks.presenters import half_in_words, hours_in_words
from apps.homework.weeks.queries import calendar_of, lessons_planned, weeks_known
from apps.schools.enums import HalfDay
from apps.schools.models import Closure, Teaching
from coeduc.days import WEEK
from tests.homework.absences import NINE, TEN, away, hour, with_office
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, write
from tests.queries import statements

pytestmark = pytest.mark.django_db
LAST = THURSDAY + WEEK


def planned(*teachings, first=TODAY, last=LAST):
    known = Teaching.objects.select_related("year").filter(pk__in=[one.pk for one in teachings])
    return lessons_planned(known, first=first, last=last, today=TODAY)


def days(lessons):
    return [(one.day, one.starts_at) for one in lessons]


def test_a_timetable_says_the_lessons_of_two_weeks(school_life):
    hour(school_life.teaching)
    hour(school_life.elsewhere, 0)  # of another class

    [lessons] = planned(school_life.teaching).values()

    assert days(lessons) == [(THURSDAY, NINE), (LAST, NINE)]


def test_an_hour_that_is_over_is_of_no_week(school_life):
    hour(school_life.teaching, 1)
    over = TimetableSlot.objects.get()
    TimetableSlot.objects.update(during=(over.during.lower, TUESDAY))

    [week] = weeks_known([school_life.teaching.pk], first=TODAY, last=LAST).values()

    assert (week.slots, week.is_known) == ((), False)


def test_without_a_timetable_the_days_written_say_the_rhythm(school_life):
    for n in range(1, 4):
        write(school_life, day=THURSDAY - n * WEEK, at=TUESDAY)

    [lessons] = planned(school_life.teaching).values()

    assert days(lessons) == [(THURSDAY, None), (LAST, None)]


def test_no_lesson_is_planned_on_a_day_of_closure(school_life):
    hour(school_life.teaching)
    Closure.objects.create(
        school=school_life.school, label="Pont", starts_on=THURSDAY, ends_on=THURSDAY
    )

    [lessons] = planned(school_life.teaching).values()

    assert days(lessons) == [(LAST, NINE)]
    assert not calendar_of(school_life.teaching).is_open(THURSDAY)


def test_a_lesson_that_an_absence_takes_is_planned_and_missing(school_life):
    cast = with_office(school_life)
    away(cast)

    [lessons] = planned(cast.teaching).values()

    assert [(one.day, one.is_missing) for one in lessons] == [(THURSDAY, True), (LAST, False)]


@pytest.mark.parametrize("classes", [1, 2])
def test_the_lessons_of_every_class_cost_three_statements(school_life, classes):
    asked = [school_life.teaching, school_life.elsewhere][:classes]
    known = list(Teaching.objects.select_related("year").filter(pk__in=[one.pk for one in asked]))

    with statements() as seen:
        lessons_planned(known, first=TODAY, last=LAST, today=TODAY)

    assert len(seen) == 3, seen.listed()


def test_hours_are_said_as_people_say_them():
    assert hours_in_words(NINE, dt.time(10, 30)) == "9 h–10 h 30".replace(" ", "\xa0")
    assert hours_in_words(NINE, None) == hours_in_words(None, TEN) == ""
    assert half_in_words(HalfDay.MORNING) == "matin"
