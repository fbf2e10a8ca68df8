"""From the half-days when a teacher is away to the lessons that this touches. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from apps.homework.calendar import Calendar, WeeklySlot
from apps.schools.days import NOON, every_day, half_of, halves_on, is_school_day, school_days_after
from apps.schools.enums import HalfDay
from coeduc.days import DAY, day_of, midnight

# Of one absence; a longer one is written again, or is a substitute's business.
LONGEST = 60 * DAY
# On the first pages: what is not of the days at hand is read in the agenda and in the week.
SHOWN_AHEAD = dt.timedelta(days=7)
MOST_SHOWN = 6
# Of lessons to tick: from then on, what keeps them is at the head of the page too.
MANY = 8
# In the list of the office.
REMEMBERED = dt.timedelta(days=30)


# Nothing more of a morning is told from then on.
MORNING_IS_OVER = dt.time(13)


class TimedLesson(Protocol):
    """An hour of a day, else a half of it."""

    day: dt.date
    half: str
    ends_at: dt.time | None


def is_over(lesson: TimedLesson, *, at: dt.datetime, zone: ZoneInfo) -> bool:
    """Its hour is past, or its half-day: whoever missed it has missed it."""
    today, clock = day_of(at, zone), at.astimezone(zone).time()
    if lesson.day != today:
        return lesson.day < today
    if lesson.ends_at is not None:
        return lesson.ends_at <= clock
    return lesson.half == HalfDay.MORNING and clock >= MORNING_IS_OVER


@dataclass(frozen=True, slots=True)
class AbsenceSpan:
    """From a half-day to another, both included."""

    first: dt.date
    first_half: HalfDay
    last: dt.date
    last_half: HalfDay

    @property
    def is_in_order(self) -> bool:
        return _order(self.first, self.first_half) <= _order(self.last, self.last_half)

    @property
    def is_whole(self) -> bool:
        """Of whole days."""
        return (self.first_half, self.last_half) == (HalfDay.MORNING, HalfDay.AFTERNOON)

    @property
    def is_of_a_half(self) -> bool:
        return self.first == self.last and self.first_half == self.last_half

    def covers(self, day: dt.date, half: str) -> bool:
        here = _order(day, HalfDay(half))
        return _order(self.first, self.first_half) <= here <= _order(self.last, self.last_half)

    def instants(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Half-open, on the clock of the school: noon parts the two halves of a day."""
        starts = dt.datetime.combine(self.first, NOON, zone)
        ends = dt.datetime.combine(self.last, NOON, zone)
        if self.first_half == HalfDay.MORNING:
            starts = midnight(self.first, zone)
        if self.last_half == HalfDay.AFTERNOON:
            ends = midnight(self.last + DAY, zone)
        return starts, ends

    @classmethod
    def between(cls, starts: dt.datetime, ends: dt.datetime, zone: ZoneInfo) -> AbsenceSpan:
        """``instants`` read back."""
        last = ends - dt.timedelta(minutes=1)
        return cls(
            day_of(starts, zone),
            half_of(starts.astimezone(zone).time()),
            day_of(last, zone),
            half_of(last.astimezone(zone).time()),
        )


@dataclass(frozen=True, slots=True)
class TouchedLesson:
    """A lesson of an absent teacher: an hour, else the half-day in which it may be."""

    day: dt.date
    half: HalfDay
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None


def lessons_touched(
    span: AbsenceSpan, slots: Collection[WeeklySlot], *, calendar: Calendar
) -> Iterator[TouchedLesson]:
    """In order. Without a timetable, every half-day of the days on which the class usually has this
    lesson; of every day, where nothing is known of it."""
    for day in every_day(span.first, min(span.last, calendar.last)):
        if not calendar.is_open(day):
            continue
        letter = calendar.letter(day)
        today = [
            slot for slot in slots if slot.weekday == day.weekday() and slot.week in ("", letter)
        ]
        hours = sorted(
            (slot.starts_at, slot.ends_at) for slot in today if slot.starts_at and slot.ends_at
        )
        for starts, ends in hours:
            if span.covers(day, half_of(starts)):
                yield TouchedLesson(day, half_of(starts), starts, ends)
        if not hours and (today or not slots):
            for half in halves_on(day, calendar.closed):
                if span.covers(day, half):
                    yield TouchedLesson(day, half)


def is_begun(lesson: TouchedLesson, *, today: dt.date, clock: dt.time) -> bool:
    """On the day that it is: its hour has struck, or its half-day is the one before. What is of a
    day before is not begun: it was held or it was not."""
    if lesson.day != today:
        return False
    if lesson.starts_at is not None:
        return lesson.starts_at <= clock
    return lesson.half == HalfDay.MORNING and clock >= NOON


def first_day_proposed(
    today: dt.date, *, is_afternoon: bool, closed: Collection[dt.date]
) -> dt.date:
    """Today in the morning, else the next day with lessons, after holidays too."""
    if not is_afternoon and is_school_day(today, closed):
        return today
    return next(school_days_after(today, closed), today + DAY)


def _order(day: dt.date, half: HalfDay) -> tuple[dt.date, int]:
    return day, list(HalfDay).index(half)
