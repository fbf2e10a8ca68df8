"""The ordinary week, as families and pupils read it where the school set a timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.homework.calendar import Calendar
from apps.homework.lookups import (
    children_around,
    chosen_child,
    class_of,
    pupil_or_404,
    remember_child,
)
from apps.homework.teacher_absences.queries import missing_between
from apps.homework.teacher_absences.rules import SHOWN_AHEAD
from apps.homework.timetable.presenters.ordinary_week import ordinary_week
from apps.homework.timetable.queries import teachings_read
from apps.homework.weeks.queries import calendars_of
from apps.schools.days import today_of
from apps.schools.links import DAILY, children_of
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.homework.timetable.queries import TaughtRow


@require_safe
def family_timetable(request: Request) -> HttpResponse:
    """One child at a time, as the notebook; not of whom this guardian does not follow the daily
    life."""
    at = request.now
    links = children_of(request.reader, at=at)
    if not links:
        raise Http404
    mine = DAILY.among(links, at)
    link = chosen_child(request, links, first=(mine or links)[0])
    context: dict[str, object] = {
        "children": children_around(links, link, address=reverse("homework:family_timetable")),
        "office": link.school_id,
    }
    if link in mine:
        taught = teachings_read(request.reader, at=at).get(link.student_id, [])
        today = today_of(link.school, at=at)
        context["week"] = ordinary_week(
            taught,
            missing_between(request.reader, today, today + SHOWN_AHEAD, at=at) if taught else [],
            name=link.student.first_name,
            class_name=class_of(link, links),
            cover=links.index(link) % 6 + 1,
            calendar=_calendar(taught, calendars_of(taught)),
            at=at,
            zone=link.school.time_zone,
        )
    else:
        context["closed_to"] = link.student.first_name
    response = render(request, "homework/family_timetable.html", context)
    remember_child(request, response)
    return response


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
