"""The days of a school, said once: with lessons or without, counted, the next one, their Monday.

Pure: ``closed`` is the set of days without school (holidays, public holidays, local closures), read
in one statement. Wednesday and the days of half a school day count as whole ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

DAY = dt.timedelta(days=1)
LESSON_DAYS = 5  # Monday to Friday
HORIZON = dt.timedelta(days=120)


def is_school_day(day: dt.date, closed: Collection[dt.date]) -> bool:
    return day.weekday() < LESSON_DAYS and day not in closed


def school_days_after(day: dt.date, closed: Collection[dt.date]) -> Iterator[dt.date]:
    """The school days that follow ``day``, within a third of a year."""
    found = day
    while (found := found + DAY) <= day + HORIZON:
        if is_school_day(found, closed):
            yield found


def school_days_between(since: dt.date, until: dt.date, closed: Collection[dt.date]) -> int:
    """Whole days of lessons between two days, neither of them counted."""
    between = (since + n * DAY for n in range(1, (until - since).days))
    return sum(is_school_day(day, closed) for day in between)


def monday_of(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY
