"""When a class has its next lessons: from the timetable, or from the rhythm of the past. Pure.

Days are the school's own calendar days; ``closed`` holds its holidays and closures. Nothing here
decides anything: the page proposes, the teacher chooses.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from apps.schools.days import every_day, is_school_day, is_weekend, monday_of
from coeduc.days import DAY, WEEK

WEEKS_LEARNT = 6
PROPOSED = 4
HORIZON = dt.timedelta(days=70)


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """A lesson of the timetable; ``week`` is A, B or empty for every week."""

    weekday: int
    week: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the school's days are like: the last day of its year, closures, letters by Monday."""

    last: dt.date
    closed: Collection[dt.date] = frozenset()
    letters: Mapping[dt.date, str] | None = None

    def is_open(self, day: dt.date) -> bool:
        return is_school_day(day, self.closed) and day <= self.last

    def letter(self, day: dt.date) -> str:
        return (self.letters or {}).get(monday_of(day), "")


def usual_slots(past: Iterable[dt.date], *, on: dt.date, calendar: Calendar) -> list[WeeklySlot]:
    """The weekdays on which lessons were written, in half of the last weeks at least.

    A weekday seen only in weeks of one letter, twice or more, is a fortnight's lesson.
    """
    first = monday_of(on) - WEEKS_LEARNT * WEEK
    days = sorted({day for day in past if first <= day < on})
    weeks = {monday_of(day) for day in days}
    seen = Counter(day.weekday() for day in days)
    slots = []
    for weekday, times in sorted(seen.items()):
        letters = {calendar.letter(day) for day in days if day.weekday() == weekday}
        alone = len(letters) == 1 and times >= 2 and len(weeks) >= 3
        letter = letters.pop() if alone else ""
        if letter and times < len(weeks):
            slots.append(WeeklySlot(weekday, letter))
        elif times * 2 >= len(weeks):
            slots.append(WeeklySlot(weekday))
    return slots


def next_lessons(
    slots: Collection[WeeklySlot], *, after: dt.date, calendar: Calendar, count: int = PROPOSED
) -> list[dt.date]:
    """The first ``count`` open days after ``after`` on which the class has this lesson."""
    found: list[dt.date] = []
    for day in every_day(after + DAY, min(after + HORIZON, calendar.last)):
        if len(found) == count:
            break
        letter = calendar.letter(day)
        if calendar.is_open(day) and any(
            slot.weekday == day.weekday() and slot.week in ("", letter) for slot in slots
        ):
            found.append(day)
    return found


def next_open_day(day: dt.date, *, calendar: Calendar) -> dt.date | None:
    """``day`` or the first open one after it; None when the year is over."""
    last = min(day + HORIZON, calendar.last)
    return next((other for other in every_day(day, last) if calendar.is_open(other)), None)


def week_at_hand(today: dt.date) -> dt.date:
    """Its Monday; on a week-end, the week to prepare."""
    return monday_of(today + WEEK if is_weekend(today) else today)
