"""The ordinary week, as families and pupils read it where the school set a timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.homework.calendar import Calendar
from apps.homework.lookups import pupil_or_404
from apps.homework.teacher_absences.queries import missing_between
from apps.homework.teacher_absences.rules import SHOWN_AHEAD
from apps.homework.timetable.presenters.ordinary_week import ordinary_week
from apps.homework.timetable.queries import teachings_read
from apps.homework.weeks.queries import calendars_of
from apps.schools.days import today_of
from apps.schools.links import DAILY, children_of
from coeduc.days import days_anywhere
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.homework.timetable.queries import TaughtRow


@require_safe
def family_timetable(request: Request) -> HttpResponse:
    """A child after the other; not of whom this guardian does not follow the daily life."""
    at = request.now
    links = children_of(request.reader, at=at)
    if not links:
        raise Http404
    mine = DAILY.among(links, at)
    taught = teachings_read(request.reader, at=at)
    first, last = days_anywhere(at)
    missing = missing_between(request.reader, first, last + SHOWN_AHEAD, at=at) if taught else []
    calendars = calendars_of([row for rows in taught.values() for row in rows])
    weeks = [
        ordinary_week(
            taught.get(link.student_id, []),
            missing,
            name=link.student.first_name,
            class_name=link.class_code or "",
            cover=position % 6 + 1,
            calendar=_calendar(taught.get(link.student_id, []), calendars),
            at=at,
            zone=link.school.time_zone,
        )
        for position, link in enumerate(links)
        if link in mine
    ]
    return render(
        request,
        "homework/family_timetable.html",
        {
            "weeks": weeks,
            "closed_to": [link.student.first_name for link in links if link not in mine],
        },
    )


@require_safe
def student_timetable(request: Request) -> HttpResponse:
    student = pupil_or_404(request)
    at = request.now
    taught = teachings_read(request.reader, at=at).get(student.pk, [])
    today = today_of(student.school, at=at)
    week = ordinary_week(
        taught,
        missing_between(request.reader, today, today + SHOWN_AHEAD, at=at),
        name=student.first_name,
        class_name="",
        cover=1,
        calendar=_calendar(taught, calendars_of(taught)),
        at=at,
        zone=student.school.time_zone,
    )
    return render(request, "homework/student_timetable.html", {"week": week})


def _calendar(taught: list[TaughtRow], calendars: dict[int, Calendar]) -> Calendar | None:
    return calendars[taught[0].year_id] if taught else None
