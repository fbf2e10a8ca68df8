"""What the notebook knows of days: the next lessons, and the families it reaches on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from apps.homework.calendar import HORIZON, WeeklySlot, next_lessons, usual_slots
from apps.homework.models import Lesson
from apps.homework.weeks.queries import calendar_of, weeks_known
from apps.schools.links import DAILY
from apps.schools.models import (
    Division,
    Enrolment,
    Guardianship,
    Student,
    Teaching,
)
from apps.schools.rosters import roster
from coeduc.days import DAY


def lessons_ahead(teaching: Teaching, *, after: dt.date) -> list[dt.date]:
    """The next lessons: from the timetable if there is one, else from the days already written;
    without those that an absence takes."""
    calendar = calendar_of(teaching)
    week = weeks_known([teaching.pk], first=after, last=after + HORIZON)[teaching.pk]
    slots: Sequence[WeeklySlot] = week.slots
    if not slots:
        past = Lesson.objects.filter(teaching=teaching, day__lt=after).order_by("-day")
        days = past.values_list("day", flat=True)[:60]
        slots = usual_slots([*days, after], on=after + DAY, calendar=calendar)
    return next_lessons(slots, after=after, calendar=calendar, missing=week.missing)


def paper_families(teaching: Teaching, *, at: dt.datetime) -> int:
    """How many pupils have no guardian with an account or an address: a count, never names."""
    return _on_paper(roster(teaching, at=at), at=at)


def paper_families_of_class(division: Division, *, at: dt.datetime) -> int:
    """How many families of the pupils of a class, today, are known to read on paper only."""
    return _on_paper(Enrolment.objects.in_force(at=at).filter(division=division), at=at)


def _on_paper(stays: Any, *, at: dt.datetime) -> int:
    links = Guardianship.objects.opening(DAILY, at=at).filter(student=OuterRef("pk"))
    reached = links.filter(Q(guardian__user__isnull=False) | ~Q(guardian__email=""))
    return (
        Student.objects.filter(Exists(stays.filter(student=OuterRef("pk"))), Exists(links))
        .exclude(Exists(reached))
        .count()
    )
