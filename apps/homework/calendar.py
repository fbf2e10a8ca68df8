"""When a class has its next lessons: from the timetable, or from the rhythm of the past. Pure.

Days are the school's own calendar days; ``closed`` holds its holidays and closures. Nothing here
decides anything: the page proposes, the teacher chooses.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from apps.schools.days import every_day, half_of, is_school_day, is_weekend, monday_of
from coeduc.days import DAY, WEEK

WEEKS_LEARNT = 6
PROPOSED = 4
HORIZON = dt.timedelta(days=70)
# Two hours of one class with no more between them are one lesson: it is written once.
BREAK = dt.timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """A lesson of the timetable; ``week`` is A, B or empty for every week.

    Learnt from the rhythm of the past, it has no hour.
    """

    weekday: int
    week: str = ""
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None


@dataclass(frozen=True, slots=True)
class ExpectedLesson:
    """A lesson of one day; no hour where none is known. ``is_missing``: its teacher is away."""

    day: dt.date
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    is_missing: bool = False

    @property
    def order(self) -> tuple[dt.date, dt.time]:
        """What has no hour comes after what has one."""
        return self.day, self.starts_at or dt.time.max


@dataclass(frozen=True, slots=True)
class MissingHour:
    """What an absence takes from a class: an hour, else a half-day."""

    day: dt.date
    half: str
    starts_at: dt.time | None = None

    def takes(self, lesson: ExpectedLesson) -> bool:
        """A half-day takes what begins in it; a lesson without an hour is taken with its day."""
        if lesson.day != self.day:
            return False
        if lesson.starts_at is None:
            return True
        if self.starts_at is None:
            return half_of(lesson.starts_at) == self.half
        return lesson.starts_at == self.starts_at


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
    slots: Collection[WeeklySlot],
    *,
    after: dt.date,
    calendar: Calendar,
    missing: Collection[MissingHour] = (),
    count: int = PROPOSED,
) -> list[dt.date]:
    """The first ``count`` open days after ``after`` on which the class has this lesson.

    Not those of which an absence takes every hour.
    """
    coming = lessons_between(
        slots, missing, first=after + DAY, last=after + HORIZON, calendar=calendar
    )
    return list(dict.fromkeys(one.day for one in coming if not one.is_missing))[:count]


def lessons_between(
    slots: Collection[WeeklySlot],
    missing: Collection[MissingHour],
    *,
    first: dt.date,
    last: dt.date,
    calendar: Calendar,
) -> list[ExpectedLesson]:
    """Every lesson of these days, in order, hours that follow each other as one."""
    found = []
    for day in every_day(first, min(last, calendar.last)):
        if not calendar.is_open(day):
            continue
        letter = calendar.letter(day)
        for slot in slots:
            if slot.weekday == day.weekday() and slot.week in ("", letter):
                lesson = ExpectedLesson(day, slot.starts_at, slot.ends_at)
                is_missing = any(one.takes(lesson) for one in missing)
                found.append(replace(lesson, is_missing=is_missing))
    return joined(sorted(found, key=lambda lesson: lesson.order))


def joined(lessons: Iterable[ExpectedLesson]) -> list[ExpectedLesson]:
    """Of one class, in order: hours of the same state with no more than a break between."""
    found: list[ExpectedLesson] = []
    for lesson in lessons:
        before = found[-1] if found else None
        if before and before.is_missing == lesson.is_missing and _follows(before, lesson):
            found[-1] = replace(before, ends_at=lesson.ends_at)
        else:
            found.append(lesson)
    return found


def placed(
    planned: Collection[ExpectedLesson], ranks: Collection[int]
) -> list[tuple[int, ExpectedLesson | None]]:
    """The lessons of one class on one day, in order: the rank under which each is written, and its
    place.

    ``ranks``: those already written; no place for what is written beside the timetable. What an
    absence takes keeps its rank: who is away may leave some work, and what is written already does
    not move. Of a lesson in two hours of which one is missing, the other has the rank.
    """
    places: dict[int, ExpectedLesson | None] = {}
    left: list[ExpectedLesson] = []
    for rank, parts in enumerate(_whole(planned), start=1):
        places[rank] = next((one for one in parts if not one.is_missing), parts[0])
        left += [one for one in parts if one is not places[rank]]
    for rank in sorted(ranks):
        if rank not in places:
            places[rank] = left.pop(0) if left else None
    first_left = max(places, default=0) + 1
    return [*places.items(), *enumerate(left, start=first_left)]


def _whole(planned: Iterable[ExpectedLesson]) -> list[list[ExpectedLesson]]:
    """The lessons as they are when nobody is away, each in its hours held and missing."""
    found: list[list[ExpectedLesson]] = []
    for lesson in planned:
        if (
            found
            and found[-1][-1].is_missing != lesson.is_missing
            and _follows(found[-1][-1], lesson)
        ):
            found[-1].append(lesson)
        else:
            found.append([lesson])
    return found


def _follows(before: ExpectedLesson, lesson: ExpectedLesson) -> bool:
    if before.day != lesson.day:
        return False
    if before.ends_at is None or lesson.starts_at is None:
        return before.starts_at is lesson.starts_at is None
    ends, starts = (
        dt.datetime.combine(lesson.day, one) for one in (before.ends_at, lesson.starts_at)
    )
    return starts - ends <= BREAK


def next_open_day(day: dt.date, *, calendar: Calendar) -> dt.date | None:
    """``day`` or the first open one after it; None when the year is over."""
    last = min(day + HORIZON, calendar.last)
    return next((other for other in every_day(day, last) if calendar.is_open(other)), None)


def week_at_hand(today: dt.date) -> dt.date:
    """Its Monday; on a week-end, the week to prepare."""
    return monday_of(today + WEEK if is_weekend(today) else today)
