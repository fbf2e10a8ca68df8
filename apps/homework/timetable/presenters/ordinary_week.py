"""The ordinary week of a pupil, day by day, and what the days to come change in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.homework.calendar import BREAK, Calendar, next_open_day
from apps.homework.teacher_absences.presenters.lessons import Gap, gap_sentence, gaps_of, pieces_of
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.days import LESSON_DAYS, half_of
from apps.schools.enums import WeekLabel
from coeduc import french
from coeduc.days import day_of
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.homework.teacher_absences.queries import LessonRow
    from apps.homework.timetable.queries import TaughtRow


@dataclass(frozen=True, slots=True)
class WeekHour:
    """«8 h–9 h 55 · Mathématiques»; ``week``: empty for every week.

    ``change``: not held, on that day of those at hand; empty where it is.
    """

    hours: str
    subject: str
    week: str
    change: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """``gist``: from when to when, and what changes, for the fold; ``is_open``: the day at hand."""

    label: str
    gist: str
    hours: tuple[WeekHour, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class OrdinaryWeek:
    """Of one pupil; no ``days`` where no timetable is known.

    ``letter``: which week it is, where weeks have letters. ``unknown``: of what the hours are not
    known. ``changes``: what is missing in the days to come.
    """

    name: str
    class_name: str
    cover: int
    days: tuple[WeekDay, ...]
    letter: str
    unknown: str
    changes: tuple[str, ...]


def ordinary_week(
    taught: Sequence[TaughtRow],
    missing: Iterable[LessonRow],
    *,
    name: str,
    class_name: str,
    cover: int,
    calendar: Calendar | None,
    at: dt.datetime,
    zone: ZoneInfo,
) -> OrdinaryWeek:
    by_day: dict[int, list[_Hour]] = defaultdict(list)
    for teaching in taught:
        for slot in teaching.json_slots:
            starts, ends = map(dt.time.fromisoformat, (slot["starts"], slot["ends"]))
            by_day[slot["weekday"]].append(
                _Hour(starts, ends, teaching.subject.label, slot["week"])
            )
    keys = {teaching.pk for teaching in taught}
    gaps = gaps_of(pieces_of(row for row in missing if row.teaching_id in keys))
    said = _Changes(gaps, calendar, at, zone)
    opened = _day_at_hand(calendar, at=at, zone=zone)
    days = tuple(
        _day(
            weekday,
            _joined(sorted(by_day.get(weekday, ()))),
            said,
            is_open=weekday == opened,
        )
        for weekday in range(LESSON_DAYS + 1)
        if weekday in by_day or weekday < LESSON_DAYS
    )
    has_letters = any(one.week for hours in by_day.values() for one in hours)
    return OrdinaryWeek(
        name=name,
        class_name=class_name,
        cover=cover,
        days=days if by_day else (),
        letter=_letter(calendar, at=at, zone=zone) if has_letters and calendar else "",
        unknown=_unknown(taught) if by_day else "",
        changes=tuple(
            gap_sentence(gap, at=at, zone=zone) for gap in gaps if not gap.is_over(at, zone)
        ),
    )


@dataclass(frozen=True, slots=True, order=True)
class _Hour:
    starts: dt.time
    ends: dt.time
    subject: str
    week: str


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is missing in the days at hand, asked hour by hour."""

    gaps: Sequence[Gap]
    calendar: Calendar | None
    at: dt.datetime
    zone: ZoneInfo

    def in_words(self, weekday: int, hour: _Hour) -> str:
        """«Pas de cours jeudi», with the hours where only some of it is missing."""
        said = [
            self._of_gap(gap, hour)
            for gap in self.gaps
            if gap.day.weekday() == weekday
            and gap.subject == hour.subject
            and not (gap.is_back or gap.is_over(self.at, self.zone))
            and self._is_of_the_week(gap.day, hour)
            and self._takes(gap, hour)
        ]
        return typeset(" ".join(said))

    def _of_gap(self, gap: Gap, hour: _Hour) -> str:
        day = french.near_day(gap.day, at=self.at, zone=self.zone)
        taken = [one for one in gap.hours if one[0] < hour.ends and hour.starts < one[1]]
        left = _minutes(hour.ends) - _minutes(hour.starts)
        missing = sum((_minutes(ends) - _minutes(starts) for starts, ends in taken), dt.timedelta())
        if not taken or left - missing <= BREAK:
            return _("Pas de cours %(day)s.") % {"day": day}
        hours = french.and_list([hours_in_words(*one) for one in taken])
        return _("Pas de cours %(day)s, %(hours)s.") % {"day": day, "hours": hours}

    def _is_of_the_week(self, day: dt.date, hour: _Hour) -> bool:
        return not hour.week or (
            self.calendar is not None and self.calendar.letter(day) == hour.week
        )

    def _takes(self, gap: Gap, hour: _Hour) -> bool:
        if gap.hours:
            return any(one[0] < hour.ends and hour.starts < one[1] for one in gap.hours)
        return half_of(hour.starts) in gap.halves


def _day(weekday: int, hours: Sequence[_Hour], said: _Changes, *, is_open: bool) -> WeekDay:
    lines = tuple(
        WeekHour(
            hours_in_words(one.starts, one.ends),
            one.subject,
            str(WeekLabel(one.week).label) if one.week else "",
            said.in_words(weekday, one),
        )
        for one in hours
    )
    gist = ""
    if hours:
        gist = hours_in_words(hours[0].starts, max(one.ends for one in hours))
        if any(one.change for one in lines):
            gist = _("%(hours)s · un changement") % {"hours": gist}
    return WeekDay(french.weekday(weekday).capitalize(), gist, lines, is_open)


def _day_at_hand(calendar: Calendar | None, *, at: dt.datetime, zone: ZoneInfo) -> int:
    """Today, else the next day of school."""
    today = day_of(at, zone)
    day = next_open_day(today, calendar=calendar or Calendar(last=dt.date.max))
    return (day or today).weekday()


def _joined(hours: Iterable[_Hour]) -> list[_Hour]:
    """Two hours of one subject with no more than a break between are one."""
    found: list[_Hour] = []
    for one in hours:
        before = found[-1] if found else None
        if (
            before
            and (before.subject, before.week) == (one.subject, one.week)
            and _minutes(one.starts) - _minutes(before.ends) <= BREAK
        ):
            found[-1] = _Hour(before.starts, max(before.ends, one.ends), one.subject, one.week)
        else:
            found.append(one)
    return found


def _minutes(clock: dt.time) -> dt.timedelta:
    return dt.timedelta(hours=clock.hour, minutes=clock.minute)


def _letter(calendar: Calendar, *, at: dt.datetime, zone: ZoneInfo) -> str:
    letter = calendar.letter(day_of(at, zone))
    if not letter:
        return ""
    return _("Cette semaine est une %(week)s.") % {"week": WeekLabel(letter).label}


def _unknown(taught: Iterable[TaughtRow]) -> str:
    """A timetable may be half known: what is not there is said, never left out in silence."""
    subjects = sorted({one.subject.label for one in taught if not one.json_slots})
    known = {one.subject.label for one in taught if one.json_slots}
    left = [one for one in subjects if one not in known]
    if not left:
        return ""
    return typeset(
        _("Le portail ne connaît pas les heures de : %(subjects)s.")
        % {"subjects": french.and_list(left)}
    )
