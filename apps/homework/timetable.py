"""From the bytes of an iCalendar file to the lessons of an ordinary week. Pure.

Pronote, EDT and UnDeuxTEMPS write one event a lesson over the whole year; other calendars write
weekly recurrences. What happens most weeks is learnt from both, on the school's own calendar:
closures, and letters by Monday.

The file comes from outside. Lines are unfolded and sorted out here; the library only reads the few
properties that are kept, never a VTIMEZONE; only weekly rules are expanded, inside the school year.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from apps.homework.rhythm import DAY, SATURDAY, Calendar
from apps.homework.timetable_file import Course, Event, events_of, too_much

MOST_LESSONS = 20_000
WEEK = 7 * DAY
# What is learnt from: about two months, the fortnight's lessons seen four times.
WEEKS_READ = 8
# A counted rule that began long before the year is over by then.
LONGEST_COUNT = 53 * WEEK
LONGEST_LESSON = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of one day, at the school's own time."""

    course: Course
    day: dt.date
    starts_at: dt.time
    ends_at: dt.time
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A lesson of the ordinary week; ``week`` is A, B or empty for every week."""

    weekday: int
    week: str
    starts_at: dt.time
    ends_at: dt.time


@dataclass(frozen=True, slots=True)
class Learnt:
    """The ordinary week by key. ``odd``: lessons held once or moved; ``weeks``: how many told.

    ``on_week_ends``: how many weekly places fall on a day that the portal holds closed.
    """

    slots: dict[Any, tuple[Slot, ...]]
    odd: int
    weeks: int
    on_week_ends: int = 0


def lessons_of(content: bytes, *, zone: ZoneInfo, first: dt.date, last: dt.date) -> list[Lesson]:
    """Every lesson of the file between two days; raises ``TimetableError`` with a French sentence.

    Whole days (holidays), what lasts more than half a day and what cannot be read are left out.
    """
    events = events_of(content, zone=zone)
    replaced: dict[str, set[dt.date]] = defaultdict(set)
    for event in events:
        if event.replaces is not None:
            replaced[event.uid].add(event.replaces)
    found: list[Lesson] = []
    for event in events:
        length = event.ends - event.starts
        if (
            not dt.timedelta() < length <= LONGEST_LESSON
            or event.starts.date() != event.ends.date()
        ):
            continue
        gone = event.left_out | (replaced[event.uid] if event.replaces is None else set())
        for day in _days(event, first=first, last=last):
            if day not in gone:
                found.append(_lesson(event, day))
        if len(found) > MOST_LESSONS:
            raise too_much()
    return found


def learn(
    lessons: Iterable[Lesson],
    *,
    on: dt.date,
    calendar: Calendar,
    key_of: Callable[[Course], Hashable] = lambda course: course,
) -> Learnt:
    """The lessons held in half of the weeks at least, or in half of the weeks of one letter.

    The weeks that come are read first, so that a timetable changed in January is the one kept; a
    lesson cancelled once says nothing for or against.
    """
    held: dict[Any, set[dt.date]] = defaultdict(set)
    missed: dict[Any, set[dt.date]] = defaultdict(set)
    away = set()
    for lesson in lessons:
        place = (key_of(lesson.course), lesson.day.weekday(), lesson.starts_at, lesson.ends_at)
        if calendar.is_open(lesson.day):
            (missed if lesson.is_cancelled else held)[place].add(_monday(lesson.day))
        elif lesson.day.weekday() >= SATURDAY:
            away.add(place)
    told = {monday for mondays in held.values() for monday in mondays}
    weeks = _weeks_read(told, on=on, calendar=calendar)
    slots: dict[Any, list[Slot]] = defaultdict(list)
    odd = 0
    for place, mondays in held.items():
        key, weekday, starts_at, ends_at = place
        asked = [
            monday
            for monday in weeks
            if calendar.is_open(monday + weekday * DAY)
            and (monday in mondays or monday not in missed[place])
        ]
        week = _letter(mondays, asked, calendar)
        if week is None:
            odd += 1
        else:
            slots[key].append(Slot(weekday, week, starts_at, ends_at))
    ordinary = {key: tidy(found) for key, found in slots.items()}
    return Learnt(ordinary, odd, len(weeks), len(away))


def tidy(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """In the order of the week; two that start together are one, A and B are every week."""
    kept: dict[tuple[int, dt.time], Slot] = {}
    for slot in slots:
        place = (slot.weekday, slot.starts_at)
        other = kept.get(place, slot)
        week = slot.week if slot.week == other.week else ""
        ends_at = max(slot.ends_at, other.ends_at)
        kept[place] = replace(slot, week=week, ends_at=ends_at)
    return tuple(sorted(kept.values(), key=lambda slot: (slot.weekday, slot.starts_at)))


def _lesson(event: Event, day: dt.date) -> Lesson:
    return Lesson(event.course, day, event.starts.time(), event.ends.time(), event.is_cancelled)


def _days(event: Event, *, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days of an event inside the year: one, or those of its weekly rule."""
    start = event.starts.date()
    if event.rule is None:
        if first <= start <= last:
            yield start
        return
    rule = event.rule
    last = min(last, rule.until or last)
    monday, left = _monday(start), rule.count
    if left is not None and start < first - LONGEST_COUNT:
        return
    if left is None and monday < first:
        # Straight to the year: an endless rule may have started long ago.
        turn = rule.every * WEEK
        monday += (_monday(first) - monday) // turn * turn
    while monday <= last and (left is None or left > 0):
        for weekday in rule.weekdays:
            day = monday + weekday * DAY
            if start <= day <= last and (left is None or left > 0):
                left = left if left is None else left - 1
                if day >= first:
                    yield day
        monday += rule.every * WEEK


def _weeks_read(told: set[dt.date], *, on: dt.date, calendar: Calendar) -> list[dt.date]:
    """The weeks of school from the first told to the last: one without a lesson says so too."""
    monday, weeks = min(told, default=on), []
    while told and monday <= max(told):
        if any(calendar.is_open(monday + n * DAY) for n in range(SATURDAY)):
            weeks.append(monday)
        monday += WEEK
    coming = [monday for monday in weeks if monday >= _monday(on)]
    return coming[:WEEKS_READ] if len(coming) > 1 else weeks[-WEEKS_READ:]


def _letter(held: set[dt.date], asked: list[dt.date], calendar: Calendar) -> str | None:
    """A, B, empty for every week, None for what is not a habit."""
    by_letter: dict[str, list[bool]] = defaultdict(list)
    for monday in asked:
        by_letter[calendar.letter(monday)].append(monday in held)
    often = {
        letter for letter, weeks in by_letter.items() if any(weeks) and sum(weeks) * 2 >= len(weeks)
    }
    lettered = set(by_letter) - {""}
    if len(lettered) > 1 and len(often & lettered) == 1:
        return (often & lettered).pop()
    return "" if often else None


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY
