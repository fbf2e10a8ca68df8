"""The patience of a class, counted in school days: closures and week-ends do not count."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import Trigger
from apps.publication.rules import COPY_FIRST
from apps.results.release.rules.patience import Patience, patience_of
from apps.schools.days import school_days_between

HELD_ON = dt.date(2026, 11, 12)  # a Thursday
DAY = dt.timedelta(days=1)
HOLIDAYS = frozenset(dt.date(2026, 11, 16) + n * DAY for n in range(5))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-26", Patience.KEPT),  # the tenth day of lessons is not over
        ("2026-11-27", Patience.TEACHER),
        ("2026-12-10", Patience.TEACHER),
        ("2026-12-11", Patience.HEAD),
    ],
)
def test_the_teacher_is_told_after_ten_days_of_lessons_and_the_head_after_twenty(today, expected):
    day = dt.date.fromisoformat(today)

    assert patience_of(HELD_ON, COPY_FIRST, today=day, closed=()) == expected


def test_a_week_of_holidays_is_not_counted():
    eve, day = dt.date(2026, 12, 3), dt.date(2026, 12, 4)

    assert patience_of(HELD_ON, COPY_FIRST, today=eve, closed=HOLIDAYS) == Patience.KEPT
    assert patience_of(HELD_ON, COPY_FIRST, today=day, closed=HOLIDAYS) == Patience.TEACHER


@pytest.mark.parametrize("trigger", [t for t in Trigger if t != Trigger.AFTER_HANDBACK])
def test_where_the_copy_starts_no_clock_nobody_is_told(trigger):
    rule = replace(COPY_FIRST, trigger=trigger)

    long_after = HELD_ON + 300 * DAY

    assert patience_of(HELD_ON, rule, today=long_after, closed=()) == Patience.KEPT


DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2027, 7, 4))


@given(since=DAYS, until=DAYS, closed=st.frozensets(DAYS, max_size=40))
def test_a_day_more_never_gives_patience_back(since, until, closed):
    count = school_days_between(since, until, closed)

    assert 0 <= count <= max(0, (until - since).days)
    assert count <= school_days_between(since, until + DAY, closed) <= count + 1
