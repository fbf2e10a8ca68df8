"""What the notebook knows of days: the calendar, the next lessons, the load, paper families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from apps.homework.load.rules import Load, Work, loads
from apps.homework.models import (
    DailyCap,
    HomeworkVersion,
    Lesson,
    TimetableSlot,
)
from apps.homework.notebook.rules import Calendar, WeeklySlot, next_lessons, usual_slots
from apps.schools.links import DAILY
from apps.schools.models import (
    Closure,
    Division,
    Enrolment,
    Guardianship,
    Student,
    Teaching,
)
from apps.schools.models.calendar import SchoolWeek
from apps.schools.rosters import roster


def calendar_of(teaching: Teaching) -> Calendar:
    """The year of a teaching: two statements, for the closures and the letters of the weeks."""
    year = teaching.year
    letters = dict(
        SchoolWeek.objects.filter(school=teaching.school_id).values_list("monday", "label")
    )
    return Calendar(
        last=year.ends_on,
        closed=Closure.objects.of_year(year).days(),
        letters=letters,
    )


def lessons_ahead(teaching: Teaching, *, after: dt.date) -> list[dt.date]:
    """The next lessons: from the timetable if there is one, else from the days already written."""
    calendar = calendar_of(teaching)
    slots = [
        WeeklySlot(weekday, week)
        for weekday, week in TimetableSlot.objects.filter(teaching=teaching).values_list(
            "weekday", "week"
        )
    ]
    if not slots:
        past = Lesson.objects.filter(teaching=teaching, day__lt=after).order_by("-day")
        days = past.values_list("day", flat=True)[:60]
        slots = usual_slots([*days, after], on=after + dt.timedelta(days=1), calendar=calendar)
    return next_lessons(slots, after=after, calendar=calendar)


def works_of(
    division: Division, *, first: dt.date, last: dt.date, without: Lesson | None = None
) -> list[Work]:
    """What the class has to do between two days; ``without``: the lesson being written."""
    rows = HomeworkVersion.objects.weighing_on(division).filter(due_on__range=(first, last))
    if without is not None:
        rows = rows.exclude(homework__lesson=without)
    return [
        Work(*row)
        for row in rows.values_list("due_on", "minutes", "needs_screen", "homework__is_adapted")
    ]


def load_by_day(
    division: Division, days: Iterable[dt.date], *, without: Lesson | None = None
) -> list[Load]:
    """What colleagues have already given for each day, in one statement."""
    known = list(days)
    if not known:
        return []
    return loads(known, works_of(division, first=min(known), last=max(known), without=without))


def divisions_of(teaching: Teaching, *, at: dt.datetime) -> list[Division]:
    """The classes a work weighs on: the teaching's own, or those of the pupils of its group."""
    if teaching.division:
        return [teaching.division]
    stays = Enrolment.objects.in_force(at=at).filter(
        student__in=roster(teaching, at=at).values("student"), division=OuterRef("pk")
    )
    return list(Division.objects.filter(Exists(stays), year=teaching.year_id).order_by("code"))


@dataclass(frozen=True, slots=True)
class ClassLoad:
    """What a class already has for a day, with the minutes agreed for its level."""

    load: Load
    cap: int | None

    def is_over(self, own: int) -> bool:
        return self.cap is not None and bool(own) and self.load.minutes + own > self.cap


def fullest_class(
    teaching: Teaching,
    days: Iterable[dt.date],
    *,
    without: Lesson | None = None,
    at: dt.datetime,
) -> list[ClassLoad]:
    """For each day, of the classes that a work would weigh on, the one that has most already."""
    known = list(days)
    found: dict[dt.date, ClassLoad] = {}
    for division in divisions_of(teaching, at=at):
        cap = cap_of(division)
        for load in load_by_day(division, known, without=without):
            other = found.get(load.day)
            if other is None or load.minutes > other.load.minutes:
                found[load.day] = ClassLoad(load, cap)
    return [found.get(day, ClassLoad(Load(day), None)) for day in known]


def cap_of(division: Division) -> int | None:
    """Minutes a day agreed by the school for this level; None where it agreed nothing."""
    caps = DailyCap.objects.filter(school=division.school_id, level=division.level)
    return caps.values_list("minutes", flat=True).first()


def paper_families(teaching: Teaching, *, at: dt.datetime) -> int:
    """How many pupils have no guardian with an account or an address: a count, never names."""
    return _on_paper(roster(teaching, at=at), at=at)


def paper_families_of_class(division: Division, *, at: dt.datetime) -> int:
    return _on_paper(Enrolment.objects.in_force(at=at).filter(division=division), at=at)


def _on_paper(stays: Any, *, at: dt.datetime) -> int:
    links = Guardianship.objects.opening(DAILY, at=at).filter(student=OuterRef("pk"))
    reached = links.filter(Q(guardian__user__isnull=False) | ~Q(guardian__email=""))
    return (
        Student.objects.filter(Exists(stays.filter(student=OuterRef("pk"))), Exists(links))
        .exclude(Exists(reached))
        .count()
    )
