"""The days of a school, said once: today, with lessons or without, counted, their Monday.

Pure: ``closed`` is the set of days without school (holidays, public holidays, local closures), read
in one statement. Counted in days, Wednesday is a whole one; its half-days are said apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol, TypedDict
from zoneinfo import ZoneInfo

from apps.schools.enums import HalfDay
from coeduc.days import DAY, day_of

LESSON_DAYS = SATURDAY = 5  # Monday to Friday
WEDNESDAY = 2
HORIZON = dt.timedelta(days=120)
# From today to the day whose week a page may be asked: farther is as if nothing was asked.
FARTHEST_ASKED = dt.timedelta(days=400)
NOON = dt.time(12)
# Of each weekday. No setting says them: without a timetable, every half-day but Wednesday's second.
Halves = frozenset[tuple[int, HalfDay]]
USUAL_HALVES: Halves = frozenset(
    (weekday, half) for weekday in range(LESSON_DAYS) for half in HalfDay
) - {(WEDNESDAY, HalfDay.AFTERNOON)}


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


class Span(TypedDict):
    """Days without school as JSON of the database: two days, both included."""

    first: str
    last: str


def days_of_spans(spans: Iterable[Span]) -> frozenset[dt.date]:
    """Every day of closures told as JSON (``closed_spans``), both ends included."""
    return frozenset(
        day
        for span in spans
        for day in every_day(
            dt.date.fromisoformat(span["first"]), dt.date.fromisoformat(span["last"])
        )
    )


def is_weekend(day: dt.date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def is_school_day(day: dt.date, closed: Collection[dt.date]) -> bool:
    """Monday to Friday, but for the holidays and the days ``closed``."""
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
    """The Monday of its week (ISO 8601)."""
    return day - day.weekday() * DAY


# --- Half-days -----------------------------------------------------------------------------------


def half_of(clock: dt.time) -> HalfDay:
    """Of the hour at which a lesson begins, on the school's clock; noon is of the afternoon."""
    return HalfDay.MORNING if clock < NOON else HalfDay.AFTERNOON


def halves_taught(lessons: Iterable[tuple[int, dt.time]]) -> Halves:
    """The half-days in which a timetable has a lesson (weekday, beginning); the usual ones if none.

    A class without a timetable is not a class without lessons.
    """
    taught = frozenset((weekday, half_of(begins)) for weekday, begins in lessons)
    return taught or USUAL_HALVES


def halves_on(
    day: dt.date, closed: Collection[dt.date], *, halves: Halves = USUAL_HALVES
) -> tuple[HalfDay, ...]:
    """The half-days of school of this day, in order; none where it is no school day."""
    if not is_school_day(day, closed):
        return ()
    return tuple(half for half in HalfDay if (day.weekday(), half) in halves)


def half_days_between(
    first: dt.date, last: dt.date, closed: Collection[dt.date], *, halves: Halves = USUAL_HALVES
) -> Iterator[tuple[dt.date, HalfDay]]:
    """Every half-day of school between two days, both included, in order."""
    return (
        (day, half)
        for day in every_day(first, last)
        for half in halves_on(day, closed, halves=halves)
    )
