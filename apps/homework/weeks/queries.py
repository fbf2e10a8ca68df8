"""When classes have their lessons: calendars, the week of each teaching, what absences take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from apps.homework.calendar import (
    WEEKS_LEARNT,
    Calendar,
    ExpectedLesson,
    MissingHour,
    WeeklySlot,
    lessons_between,
    usual_slots,
)
from apps.homework.models import CancelledLesson, Lesson, TimetableSlot
from apps.schools.days import Span, days_of_spans, monday_of
from apps.schools.models import SchoolYear, Teaching
from apps.schools.models.calendar import SchoolWeek, closed_spans
from coeduc.days import DAY, WEEK
from coeduc.replay import Reading, padded


class WeekJson(TypedDict):
    """The letter of a week, as JSON of the database."""

    monday: str
    label: str


class SlotJson(TypedDict):
    """A lesson of the timetable, as JSON of the database."""

    weekday: int
    week: str
    starts: str
    ends: str


class MissingJson(TypedDict):
    """What an absence takes, as JSON of the database; no hour where none is known."""

    day: str
    half: str
    starts: str | None


# Of a teaching: its key, its week, what it misses.
WeekJsons: TypeAlias = tuple[int, list[SlotJson], list[MissingJson]]
# Of a year: its key, its last day, its days without school, its weeks.
CalendarJson: TypeAlias = tuple[int, dt.date, list[Span], list[WeekJson]]


@dataclass(frozen=True, slots=True)
class TaughtWeek:
    """The ordinary week of a teaching, from its timetable (``is_known``), else from the days
    already written; what absences take from it."""

    slots: tuple[WeeklySlot, ...]
    missing: tuple[MissingHour, ...]
    is_known: bool


def lessons_planned(
    teachings: Iterable[Teaching], *, first: dt.date, last: dt.date, today: dt.date
) -> dict[int, list[ExpectedLesson]]:
    """The lessons of each teaching between two days, those that an absence takes included.

    Three statements, whatever the number of classes. ``year`` must have been fetched. The rhythm is
    learnt before the week of ``today``, or of ``first`` if sooner.
    """
    known = list(teachings)
    if not known:
        return {}
    calendars = calendars_of(known)
    weeks = weeks_of(known, calendars, first=first, last=last, today=today)
    return {
        teaching.pk: lessons_between(
            weeks[teaching.pk].slots,
            weeks[teaching.pk].missing,
            first=max(first, teaching.year.starts_on),
            last=last,
            calendar=calendars[teaching.year_id],
        )
        for teaching in known
    }


def weeks_of(
    teachings: Sequence[Teaching],
    calendars: dict[int, Calendar],
    *,
    first: dt.date,
    last: dt.date,
    today: dt.date,
) -> dict[int, TaughtWeek]:
    """Of each teaching; ``first`` and ``last``: the days whose absences are asked. Two statements,
    one where every timetable is known."""
    weeks = weeks_known([one.pk for one in teachings], first=first, last=last)
    learnt_on = monday_of(min(first, today))
    past = _days_written([one for one in teachings if not weeks[one.pk].slots], before=learnt_on)
    for teaching in teachings:
        if not (known := weeks[teaching.pk]).is_known:
            slots = usual_slots(
                past[teaching.pk], on=learnt_on, calendar=calendars[teaching.year_id]
            )
            weeks[teaching.pk] = replace(known, slots=tuple(slots))
    return weeks


def weeks_known(
    teachings: Sequence[int], *, first: dt.date, last: dt.date
) -> dict[int, TaughtWeek]:
    """Of each teaching, from its timetable alone: no slot where there is none. One statement."""
    return {
        key: TaughtWeek(tuple(map(_slot, slots)), tuple(map(_missing, missing)), bool(slots))
        for key, slots, missing in WEEKS.rows(padded(teachings), first, last)
    }


def _slot(row: SlotJson) -> WeeklySlot:
    starts, ends = map(dt.time.fromisoformat, (row["starts"], row["ends"]))
    return WeeklySlot(row["weekday"], row["week"], starts, ends)


def _missing(row: MissingJson) -> MissingHour:
    starts = dt.time.fromisoformat(row["starts"]) if row["starts"] else None
    return MissingHour(dt.date.fromisoformat(row["day"]), row["half"], starts)


def _days_written(teachings: list[Teaching], *, before: dt.date) -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = defaultdict(list)
    if not teachings:
        return found
    weeks = (before - WEEKS_LEARNT * WEEK, before - DAY)
    for teaching, day in PAST.rows(padded([one.pk for one in teachings]), weeks):
        found[teaching].append(day)
    return found


def _weeks(
    teachings: Sequence[int], first: dt.date, last: dt.date
) -> QuerySet[Teaching, WeekJsons]:
    slots = TimetableSlot.objects.standing().filter(teaching=OuterRef("pk"))
    missing = CancelledLesson.objects.not_held().filter(
        teaching=OuterRef("pk"), day__range=(first, last)
    )
    rows = (
        Teaching.objects.filter(pk__in=teachings)
        .annotate(
            json_slots=ArraySubquery(
                slots.order_by().values(
                    json=JSONObject(
                        weekday="weekday", week="week", starts="starts_at", ends="ends_at"
                    )
                )
            ),
            json_missing=ArraySubquery(
                missing.order_by().values(
                    json=JSONObject(day="day", half="half", starts="starts_at")
                )
            ),
        )
        .values_list("pk", "json_slots", "json_missing")
    )
    return cast("QuerySet[Teaching, WeekJsons]", rows)


def _past(
    teachings: Sequence[int], days: tuple[dt.date, dt.date]
) -> QuerySet[Lesson, tuple[int, dt.date]]:
    lessons = Lesson.objects.filter(teaching__in=teachings, day__range=days)
    return lessons.values_list("teaching", "day")


WEEKS, PAST = Reading(_weeks), Reading(_past)


def calendar_of(teaching: Teaching) -> Calendar:
    """The year of a teaching; one statement."""
    return calendars_of([teaching])[teaching.year_id]


def calendars_of(teachings: Iterable[Teaching]) -> dict[int, Calendar]:
    """By the key of their year, those of these teachings; one statement."""
    years = padded(list(dict.fromkeys(one.year_id for one in teachings)))
    return {
        year: Calendar(
            last=ends_on,
            closed=days_of_spans(closed),
            letters={dt.date.fromisoformat(one["monday"]): one["label"] for one in weeks},
        )
        for year, ends_on, closed, weeks in CALENDARS.rows(years)
    }


def _calendars(years: Sequence[int]) -> QuerySet[SchoolYear, CalendarJson]:
    weeks = SchoolWeek.objects.filter(school=OuterRef("school"))
    rows = (
        SchoolYear.objects.filter(pk__in=years)
        .annotate(
            closed=closed_spans(OuterRef("starts_on"), OuterRef("ends_on")),
            weeks=ArraySubquery(
                weeks.order_by().values(json=JSONObject(monday="monday", label="label"))
            ),
        )
        .values_list("pk", "ends_on", "closed", "weeks")
    )
    return cast("QuerySet[SchoolYear, CalendarJson]", rows)


CALENDARS = Reading(_calendars)
