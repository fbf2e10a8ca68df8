"""What the notebook knows of days: the calendar, the next lessons, the load, paper families."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from apps.homework.load import Load, Work, loads
from apps.homework.models import (
    DailyCap,
    Homework,
    HomeworkVersion,
    Lesson,
    TimetableSlot,
)
from apps.homework.models.notebook import SCOPES
from apps.homework.rhythm import Calendar, WeeklySlot, next_lessons, usual_slots
from apps.schools.models import (
    Closure,
    Division,
    Enrolment,
    GroupMembership,
    Guardianship,
    Student,
    Teaching,
)
from apps.schools.models.calendar import SchoolWeek


def calendar_of(teaching: Teaching) -> Calendar:
    """The year of a teaching: two statements, for the closures and the letters of the weeks."""
    year = teaching.year
    closed = frozenset(
        day
        for closure in Closure.objects.filter(
            school=teaching.school_id, ends_on__gte=year.starts_on, starts_on__lte=year.ends_on
        )
        for day in closure.days
    )
    letters = dict(
        SchoolWeek.objects.filter(school=teaching.school_id).values_list("monday", "label")
    )
    return Calendar(last=year.ends_on, closed=closed, letters=letters)


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


def works_of(division: Division, *, first: dt.date, last: dt.date) -> list[Work]:
    """What the class has to do between two days, drafts left out; groups count with its pupils.

    Scheduled works count as soon as they are written: colleagues agree before, not after.
    """
    members = GroupMembership.objects.filter(
        group=OuterRef("homework__teaching__group"), student__enrolments__division=division
    )
    rows = (
        HomeworkVersion.objects.filter(
            Q(homework__teaching__division=division) | Exists(members),
            school=division.school_id,
            due_on__range=(first, last),
            is_cancelled=False,
        )
        .given()
        .values_list("due_on", "minutes", "needs_screen", "homework__is_adapted")
    )
    return [Work(*row) for row in rows]


def load_by_day(division: Division, days: Iterable[dt.date]) -> list[Load]:
    known = list(days)
    return loads(known, works_of(division, first=min(known), last=max(known)))


def load_on(
    division: Division, day: dt.date, *, without: Lesson | None = None, at: dt.datetime
) -> Load:
    """What colleagues have already given for a day, the works of ``without`` left out."""
    (found,) = load_by_day(division, [day])
    if without is None:
        return found
    own = HomeworkVersion.objects.filter(
        homework__in=Homework.objects.filter(lesson=without), due_on=day, is_cancelled=False
    )
    mine = [
        Work(*row)
        for row in own.given().values_list(
            "due_on", "minutes", "needs_screen", "homework__is_adapted"
        )
    ]
    (already,) = loads([day], mine)
    return Load(
        day=day,
        minutes=found.minutes - already.minutes,
        works=found.works - already.works,
        unstated=found.unstated - already.unstated,
        on_screen=found.on_screen - already.on_screen,
    )


def cap_of(division: Division) -> int | None:
    """Minutes a day agreed by the school for this level; None where it agreed nothing."""
    caps = DailyCap.objects.filter(school=division.school_id, level=division.level)
    return caps.values_list("minutes", flat=True).first()


def paper_families(teaching: Teaching, *, at: dt.datetime) -> int:
    """How many pupils have no guardian with an account or an address: a count, never names."""
    links = Guardianship.objects.in_force(at=at).filter(student=OuterRef("pk"), scope__in=SCOPES)
    reached = links.filter(Q(guardian__user__isnull=False) | ~Q(guardian__email=""))
    return (
        Student.objects.filter(Exists(_roster(teaching, at=at)), Exists(links))
        .exclude(Exists(reached))
        .count()
    )


def _roster(teaching: Teaching, *, at: dt.datetime) -> Any:
    if teaching.division_id:
        rows = Enrolment.objects.in_force(at=at).filter(division=teaching.division_id)
    else:
        rows = GroupMembership.objects.in_force(at=at).filter(group=teaching.group_id)
    return rows.filter(student=OuterRef("pk"))
