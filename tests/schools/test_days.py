"""The days of a school, against counting them one by one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.schools.days import (
    USUAL_HALVES,
    half_days_between,
    half_of,
    halves_on,
    halves_taught,
    is_school_day,
    monday_of,
    school_days_after,
    school_days_between,
)
from apps.schools.enums import HalfDay
from coeduc.days import DAY

MORNING, AFTERNOON = HalfDay.MORNING, HalfDay.AFTERNOON

days = st.dates(dt.date(2026, 8, 1), dt.date(2027, 8, 1))
closed = st.frozensets(days, max_size=40)


@given(days, closed)
def test_no_school_day_is_closed_or_at_the_week_end(day, closed):
    for found in zip(range(10), school_days_after(day, closed), strict=False):
        assert found[1] > day
        assert found[1].weekday() < 5
        assert found[1] not in closed


@given(days, closed, st.integers(0, 60))
def test_the_count_is_that_of_the_days_that_follow(since, closed, distance):
    until = since + distance * DAY
    following = [day for day in school_days_after(since, closed) if day < until]

    assert school_days_between(since, until, closed) == len(following)


@given(days)
def test_the_monday_of_a_day_is_the_last_one_before_it_or_itself(day):
    monday = monday_of(day)

    assert monday.weekday() == 0
    assert dt.timedelta(0) <= day - monday < 7 * DAY


def test_a_holiday_and_a_saturday_are_no_school_days():
    armistice = dt.date(2026, 11, 11)

    assert is_school_day(armistice, ())
    assert not is_school_day(armistice, {armistice})
    assert not is_school_day(dt.date(2026, 11, 14), ())


# --- Half-days -----------------------------------------------------------------------------------

clocks = st.times()
lessons = st.lists(st.tuples(st.integers(0, 6), clocks), max_size=30)


@pytest.mark.parametrize(
    ("day", "halves"),
    [
        (dt.date(2026, 11, 17), (MORNING, AFTERNOON)),  # a Tuesday
        (dt.date(2026, 11, 18), (MORNING,)),  # a Wednesday
        (dt.date(2026, 11, 21), ()),  # a Saturday
    ],
)
def test_a_week_has_nine_half_days_unless_a_timetable_says_otherwise(day, halves):
    assert halves_on(day, ()) == halves
    assert len(USUAL_HALVES) == 9


def test_a_closed_day_has_no_half_day():
    tuesday = dt.date(2026, 11, 17)

    assert halves_on(tuesday, {tuesday}) == ()


@pytest.mark.parametrize(
    ("clock", "half"),
    [
        (dt.time(8), MORNING),
        (dt.time(11, 59), MORNING),
        (dt.time(12), AFTERNOON),
        (dt.time(13, 30), AFTERNOON),
    ],
)
def test_a_lesson_is_of_the_half_day_in_which_it_begins(clock, half):
    assert half_of(clock) == half


def test_a_timetable_with_lessons_on_wednesday_afternoon_opens_it():
    wednesday = dt.date(2026, 11, 18)
    taught = halves_taught([(2, dt.time(9)), (2, dt.time(14))])

    assert halves_on(wednesday, (), halves=taught) == (MORNING, AFTERNOON)
    assert halves_on(wednesday + DAY, (), halves=taught) == ()


def test_without_a_timetable_the_usual_half_days_are_supposed():
    assert halves_taught([]) == USUAL_HALVES


@given(days, st.integers(-3, 60), closed, lessons)
def test_half_days_are_those_of_school_days_in_order_and_once(first, distance, closed, lessons):
    last = first + distance * DAY
    taught = halves_taught(lessons)
    lines = list(half_days_between(first, last, closed, halves=taught))

    assert all(first <= day <= last and is_school_day(day, closed) for day, _half in lines)
    assert lines == [
        (first + n * DAY, half)
        for n in range(distance + 1)
        for half in (MORNING, AFTERNOON)
        if is_school_day(first + n * DAY, closed) and ((first + n * DAY).weekday(), half) in taught
    ]


@given(days, closed)
def test_a_school_day_has_a_half_day_and_no_other_day_has_one(day, closed):
    assert bool(halves_on(day, closed)) is is_school_day(day, closed)
