"""The days of a school, said once: today, with lessons or without, counted, their Monday.

Pure: ``closed`` is the set of days without school (holidays, public holidays, local closures), read
in one statement. Wednesday and the days of half a school day count as whole ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol
from zoneinfo import ZoneInfo

from coeduc.days import day_of

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
LESSON_DAYS = SATURDAY = 5  # Monday to Friday
HORIZON = dt.timedelta(days=120)


class Somewhere(Protocol):
    """A school, or what keeps its clock."""

    @property
    def time_zone(self) -> ZoneInfo: ...


def today_of(school: Somewhere, *, at: dt.datetime) -> dt.date:
    """The day that it is at this school: never that of Greenwich, nor of a neighbour overseas."""
    return day_of(at, school.time_zone)


def every_day(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Both included; none when ``last`` comes before."""
    return (first + n * DAY for n in range((last - first).days + 1))


def days_of_spans(spans: Iterable[Mapping[str, str]]) -> frozenset[dt.date]:
    """Every day of closures told as JSON (``closed_spans``), both ends included."""
    return frozenset(
        day
        for span in spans
        for day in every_day(
            dt.date.fromisoformat(span["first"]), dt.date.fromisoformat(span["last"])
        )
    )


def is_weekend(day: dt.date) -> bool:
    return day.weekday() >= SATURDAY


def is_school_day(day: dt.date, closed: Collection[dt.date]) -> bool:
    return not is_weekend(day) and day not in closed


def school_days_after(
    day: dt.date, closed: Collection[dt.date], *, within: dt.timedelta = HORIZON
) -> Iterator[dt.date]:
    """The school days that follow ``day``, within a third of a year unless told otherwise."""
    return (found for found in every_day(day + DAY, day + within) if is_school_day(found, closed))


def school_days_between(since: dt.date, until: dt.date, closed: Collection[dt.date]) -> int:
    """Whole days of lessons between two days, neither of them counted."""
    between = every_day(since + DAY, until - DAY)
    return sum(is_school_day(day, closed) for day in between)


def monday_of(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY
