"""From the bytes of an iCalendar file to the lessons of an ordinary week. Pure.

Pronote, EDT and UnDeuxTEMPS write one event a lesson over the whole year; other calendars write
weekly recurrences. What happens most weeks is learnt from both, on the school's own calendar:
closures, and letters by Monday.

The file comes from outside. Lines are unfolded and sorted out here; the library only reads the few
properties that are kept, never a VTIMEZONE; rules are followed inside the school year only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from apps.homework.calendar import Calendar
from apps.homework.timetable.rules.calendar_file import (
    Event,
    Unread,
    day_of,
    events_of,
    too_much,
)
from apps.homework.timetable.rules.courses import Course
from apps.homework.timetable.rules.recurrence import RecurrenceRule, days_of
from apps.schools.days import LESSON_DAYS, is_weekend, monday_of
from coeduc.days import DAY, WEEK

MOST_LESSONS = 20_000
MOST_STEPS = 600_000  # two thousand rules over a whole year
# What is learnt from: about two months, the fortnight's lessons seen four times.
WEEKS_READ = 8
# A counted rule that began long before the year is over by then.
LONGEST_COUNT = 53 * WEEK
LONGEST_LESSON = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class TimetableLesson:
    """One lesson of one day, at the school's own time."""

    course: Course
    day: dt.date
    starts_at: dt.time
    ends_at: dt.time
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class LearntSlot:
    """A lesson of the ordinary week; ``week`` is A, B or empty for every week."""

    weekday: int
    week: str
    starts_at: dt.time
    ends_at: dt.time


@dataclass(frozen=True, slots=True)
class Odd:
    """What is no habit: the first day and the hour it was held, its words, how many times."""

    day: dt.date
    clock: dt.time
    label: str
    times: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """The ordinary week by key. ``odd``: lessons held once or moved; ``weeks``: how many told.

    ``on_week_ends``: how many weekly places fall on a day that the portal holds closed.
    """

    slots: dict[Any, tuple[LearntSlot, ...]]
    odd_ones: tuple[Odd, ...]
    weeks: int
    on_week_ends: int = 0

    @property
    def odd(self) -> int:
        return len(self.odd_ones)


@dataclass(frozen=True, slots=True)
class TimetableContent:
    """What a file says: its lessons, what of it could not be understood, and what has no hour."""

    lessons: list[TimetableLesson]
    unread: list[Unread]
    whole_days: list[Unread]


def lessons_of(
    content: bytes, *, zone: ZoneInfo, first: dt.date, last: dt.date
) -> TimetableContent:
    """Every lesson of the file between two days; raises ``TimetableError`` with a French sentence.

    What lasts no time, past midnight or more than half a day is no lesson: told apart.
    """
    read = events_of(content, zone=zone)
    series = _Series(read.events, first=first, last=last, zone=zone)
    found: list[TimetableLesson] = []
    for event in read.events:
        length = event.ends - event.starts
        for starts in series.moments(event):
            if not first <= starts.date() <= last:
                continue
            ends = starts + length
            if dt.timedelta() < length <= LONGEST_LESSON and starts.date() == ends.date():
                lesson = TimetableLesson(
                    event.course, starts.date(), starts.time(), ends.time(), event.is_cancelled
                )
                found.append(lesson)
            elif not event.is_cancelled:
                read.unread.append(Unread(starts.date(), starts.time(), event.course.label))
                break  # once, whatever its rule
        if len(found) > MOST_LESSONS:
            raise too_much()
    unread, whole_days = (
        [one for one in some if one.day is None or first <= one.day <= last]
        for some in ([*read.unread, *series.doubts], read.whole_days)
    )
    return TimetableContent(found, unread, whole_days)


class _Series:
    """The moments of each event, knowing those of its series that another event moves or ends.

    ``doubts``: what is said not to be held, on a day of several lessons, at the hour of none.
    """

    def __init__(
        self, events: Iterable[Event], *, first: dt.date, last: dt.date, zone: ZoneInfo
    ) -> None:
        self.first, self.last, self.zone = first, last, zone
        self.left = MOST_STEPS
        self.doubts: list[Unread] = []
        self.known: dict[Any, tuple[dt.date, ...]] = {}
        self.clocks: dict[str, set[dt.time]] = defaultdict(set)
        self.replaced: dict[str, set[dt.date]] = defaultdict(set)
        self.followed: dict[str, list[Event]] = defaultdict(list)
        self.masters: dict[str, Event] = {}
        self.cancelled: set[tuple[str, dt.datetime]] = set()
        self.newest: dict[str, int] = defaultdict(int)
        for event in events:
            if not event.uid:
                continue  # of no series
            if event.replaces is None:
                self.newest[event.uid] = max(self.newest[event.uid], event.sequence)
                self.masters.setdefault(event.uid, event)
                self.clocks[event.uid] |= _clocks(event)
                if event.is_cancelled:
                    self.cancelled.add((event.uid, event.starts))
            elif event.and_after:
                self.followed[event.uid].append(event)
            else:
                self.replaced[event.uid].add(event.replaces)
        for followers in self.followed.values():
            followers.sort(key=lambda event: day_of(event.replaces or dt.date.min))

    def moments(self, event: Event) -> Iterator[dt.datetime]:
        """When each of its lessons starts, at the school."""
        if event.replaces is None:
            if not event.is_cancelled and (event.uid, event.starts) in self.cancelled:
                return  # another version of the same event takes it back
            if event.uid and event.sequence < self.newest[event.uid]:
                return  # sent again since, in another state
            until = self._next(event.uid, after=dt.date.min)
            for starts in self._held(event, self.replaced[event.uid]):
                if starts.date() < until:
                    yield starts
            return
        master = self.masters.get(event.uid)
        if not event.and_after or event.rules or master is None:
            yield from self._held(event, set())
            return
        if event.is_cancelled:
            return  # the series ends there
        self._spend(len(self.followed[event.uid]) + (self.last - self.first).days)
        since = day_of(event.replaces)
        until = self._next(event.uid, after=since)
        shift = event.starts.date() - since
        for moved in self._held(master, self.replaced[event.uid]):
            if since <= moved.date() < until:
                yield dt.datetime.combine(moved.date() + shift, event.starts.time())

    def _held(self, event: Event, replaced: set[dt.date]) -> list[dt.datetime]:
        """The moments of the event alone, but for those that are left out or told elsewhere.

        A moment is left out at its hour; at the hour of no lesson of the series, the only one of
        that day is meant.
        """
        moments = list(self._all(event))
        clocks = self.clocks[event.uid] if event.uid else _clocks(event)
        days = Counter(one.date() for one in moments)
        gone = set()
        for named in event.left_out | replaced:
            if isinstance(named, dt.datetime) and named.time() not in clocks:
                if days[named.date()] > 1:
                    self.doubts.append(Unread(named.date(), named.time(), event.course.label))
                    continue
                named = named.date()
            gone.add(named)
        return [one for one in moments if one not in gone and one.date() not in gone]

    def _next(self, uid: str, *, after: dt.date) -> dt.date:
        """The day from which another event tells the rest of the series."""
        days = [day_of(event.replaces) for event in self.followed[uid] if event.replaces]
        return min((day for day in days if day > after), default=dt.date.max)

    def _all(self, event: Event) -> Iterator[dt.datetime]:
        """Those of the event alone: the day it begins, its rules', and the days added to it."""
        if not event.rules:
            yield event.starts
        seen = {event.starts} if not event.rules else set()
        for rule in event.rules:
            for day in self._days(rule, event.own.date()):
                starts = event.on(day, self.zone)
                if starts not in seen:
                    seen.add(starts)
                    yield starts
        yield from (one for one in dict.fromkeys(event.added) if one not in seen)

    def _days(self, rule: RecurrenceRule, start: dt.date) -> tuple[dt.date, ...]:
        """What it costs is counted: a hostile file is refused, an ordinary one never is."""
        if rule.count is not None and start < self.first - LONGEST_COUNT:
            return ()
        key = (rule, start)
        if key not in self.known:
            since = start if rule.count is not None else max(start, self.first)
            self._spend(max(0, (self.last - since).days) + 1)
            first, last = self.first - DAY, self.last + DAY
            self.known[key] = tuple(days_of(rule, start, first=first, last=last))
        return self.known[key]

    def _spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise too_much()


def _clocks(event: Event) -> set[dt.time]:
    return {event.starts.time(), *(one.time() for one in event.added)}


def learn(
    lessons: Iterable[TimetableLesson],
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
    labels: dict[Any, str] = {}
    for lesson in lessons:
        place = (key_of(lesson.course), lesson.day.weekday(), lesson.starts_at, lesson.ends_at)
        labels.setdefault(place, lesson.course.label)
        if calendar.is_open(lesson.day):
            (missed if lesson.is_cancelled else held)[place].add(monday_of(lesson.day))
        elif is_weekend(lesson.day):
            away.add(place)
    mondays_held = {monday for mondays in held.values() for monday in mondays}
    weeks = _weeks_read(mondays_held, on=on, calendar=calendar)
    slots: dict[Any, list[LearntSlot]] = defaultdict(list)
    odd = []
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
            first = min(mondays) + weekday * DAY
            odd.append(Odd(first, starts_at, labels[place], len(mondays)))
        else:
            slots[key].append(LearntSlot(weekday, week, starts_at, ends_at))
    ordinary = {key: tidy(found) for key, found in slots.items()}
    odd.sort(key=lambda one: (one.day, one.clock))
    return Learnt(ordinary, tuple(odd), len(weeks), len(away))


def tidy(slots: Iterable[LearntSlot]) -> tuple[LearntSlot, ...]:
    """In the order of the week; two that start together are one, A and B are every week."""
    kept: dict[tuple[int, dt.time], LearntSlot] = {}
    for slot in slots:
        place = (slot.weekday, slot.starts_at)
        other = kept.get(place, slot)
        week = slot.week if slot.week == other.week else ""
        ends_at = max(slot.ends_at, other.ends_at)
        kept[place] = replace(slot, week=week, ends_at=ends_at)
    return tuple(sorted(kept.values(), key=lambda slot: (slot.weekday, slot.starts_at)))


def _weeks_read(mondays_held: set[dt.date], *, on: dt.date, calendar: Calendar) -> list[dt.date]:
    """The weeks of school from the first told to the last: one without a lesson says so too."""
    monday, weeks = min(mondays_held, default=on), []
    while mondays_held and monday <= max(mondays_held):
        if any(calendar.is_open(monday + n * DAY) for n in range(LESSON_DAYS)):
            weeks.append(monday)
        monday += WEEK
    coming = [monday for monday in weeks if monday >= monday_of(on)]
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
