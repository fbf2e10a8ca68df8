"""Which lessons a week should hold, for all the classes of a teacher at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from apps.homework.models import Lesson, TimetableSlot
from apps.homework.notebook.queries.days import calendar_of
from apps.homework.notebook.rules import (
    WEEKS_LEARNT,
    Calendar,
    WeeklySlot,
    next_lessons,
    usual_slots,
)
from apps.schools.days import DAY, WEEK, is_weekend, monday_of
from apps.schools.models import Teaching

MOST = 40


def lessons_expected(
    teachings: Iterable[Teaching], *, first: dt.date, last: dt.date, today: dt.date
) -> dict[int, list[dt.date]]:
    """The days of each teaching between two days: its timetable, else its rhythm of the past.

    Two statements and two more a school year, whatever the number of classes. ``year`` must have
    been fetched. The rhythm is learnt before the week of ``today``, or of ``first`` if sooner.
    """
    known = list(teachings)
    slots: dict[int, list[WeeklySlot]] = defaultdict(list)
    timetable = TimetableSlot.objects.filter(teaching__in=known)
    for key, weekday, week in timetable.values_list("teaching", "weekday", "week"):
        slots[key].append(WeeklySlot(weekday, week))
    learnt_on = monday_of(min(first, today))
    past = _days_written([one for one in known if one.pk not in slots], before=learnt_on)
    calendars: dict[tuple[int, int], Calendar] = {}
    expected = {}
    for teaching in known:
        year = (teaching.school_id, teaching.year_id)
        calendar = calendars.get(year) or calendars.setdefault(year, calendar_of(teaching))
        usual = slots.get(teaching.pk) or usual_slots(
            past[teaching.pk], on=learnt_on, calendar=calendar
        )
        days = next_lessons(usual, after=first - DAY, calendar=calendar, count=MOST)
        expected[teaching.pk] = [
            day for day in days if teaching.year.starts_on <= day and day <= last
        ]
    return expected


def week_at_hand(today: dt.date) -> dt.date:
    """Its Monday; on a week-end, the week to prepare."""
    return monday_of(today + WEEK if is_weekend(today) else today)


def _days_written(teachings: list[Teaching], *, before: dt.date) -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = defaultdict(list)
    if not teachings:
        return found
    weeks = (before - WEEKS_LEARNT * 7 * DAY, before - DAY)
    lessons: Any = Lesson.objects.filter(teaching__in=teachings, day__range=weeks)
    for teaching, day in lessons.values_list("teaching", "day"):
        found[teaching].append(day)
    return found
