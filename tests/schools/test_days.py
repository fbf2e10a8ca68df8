"""The days of a school, against counting them one by one."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from apps.schools.days import (
    DAY,
    is_school_day,
    monday_of,
    school_days_after,
    school_days_between,
)

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
