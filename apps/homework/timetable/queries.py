"""The calendar of a year: its closures, the letters of its weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from apps.homework.calendar import Calendar
from apps.schools.days import Span, days_of_spans
from apps.schools.models import SchoolYear, Teaching
from apps.schools.models.calendar import SchoolWeek, closed_spans
from coeduc.replay import Reading, padded


class WeekJson(TypedDict):
    """The letter of a week, as JSON of the database."""

    monday: str
    label: str


# Of a year: its key, its last day, its days without school, its weeks.
CalendarJson: TypeAlias = tuple[int, dt.date, list[Span], list[WeekJson]]


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
