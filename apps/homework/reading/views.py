"""The notebook as families and pupils read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.homework.lookups import (
    children_around,
    chosen_child,
    class_of,
    pupil_or_404,
    remember_child,
)
from apps.homework.reading import queries as reading_queries
from apps.homework.reading.presenters import notebook
from apps.homework.reading.presenters.days import (
    AHEAD,
    ASKED,
    BEHIND,
    OPENED,
    Days,
    is_week_asked,
    weeks_around,
)
from apps.homework.reading.presenters.works import tests_ahead
from apps.homework.reading.services import set_done
from apps.schools.links import DAILY, children_of
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.schools.links import ChildLink


@require_safe
def family_notebook(request: Request) -> HttpResponse:
    """One child at a time: tonight, then the days that come; or one week, if it is asked.

    The child asked, else the last one asked in this browser, else the first.
    """
    links = children_of(request.reader, at=request.now)
    if not links:
        raise Http404
    mine = DAILY.among(links, request.now)
    link = chosen_child(request, links, first=(mine or links)[0])
    context: dict[str, object] = {
        "children": children_around(links, link, address=reverse("homework:family_notebook")),
        "file_route": "homework:family_file",
        "office": link.school_id,
    }
    if link in mine:
        class_name = class_of(link, links)
        context |= _of_child(request, link, cover=links.index(link) % 6 + 1, class_name=class_name)
    else:
        context["closed_to"] = link.student.first_name
    response = render(request, "homework/family_notebook.html", context)
    remember_child(request, response)
    return response


def _of_child(
    request: Request, link: ChildLink, *, cover: int, class_name: str
) -> dict[str, object]:
    at, asked = request.now, request.GET.get(ASKED, "")
    days = Days.of(at, link.school.time_zone, asked=asked, closed=link.closed_days)
    is_week = is_week_asked(asked, days)
    caps = reading_queries.caps_of_pupils(request.reader, at=at)
    spans = (days.week, days.week) if is_week else ((days.today, days.to_come[1]), days.last_day)
    works = list(reading_queries.works_to_do(request.reader, spans[0], at=at))
    lessons = list(reading_queries.readable_lessons(request.reader, spans[1], at=at))
    shown = (notebook.child_week if is_week else notebook.child_notebook)(
        link,
        works,
        lessons,
        days,
        cover=cover,
        cap=caps.get(link.student_id),
        class_name=class_name,
    )
    return {
        "week" if is_week else "notebook": shown,
        "weeks": weeks_around(days, child=link.student.public_id, shown=is_week),
        "monday": days.monday,
        "child": link.student.public_id,
    }


@require_safe
def student_notebook(request: Request) -> HttpResponse:
    """What is due, by day, each folded but the next; what is over reproaches nothing."""
    student = pupil_or_404(request)
    at = request.now
    closed = reading_queries.closed_days(student, at=at)
    days = Days.of(at, student.school.time_zone, closed=closed)
    span = (days.today - BEHIND, days.ahead + AHEAD)
    works = list(reading_queries.works_to_do(request.reader, span, at=at))
    lessons = list(reading_queries.readable_lessons(request.reader, span, at=at))
    coming = [version for version in works if version.due_on >= days.today]
    near, farther = notebook.days_to_come(coming, student.pk, days)
    over = {version.due_on for version in works} | {version.lesson.day for version in lessons}
    past = [
        notebook.day_of_work(day, works, lessons, student.pk, days)
        for day in sorted(over, reverse=True)
        if day < days.today
    ]
    return render(
        request,
        "homework/student_notebook.html",
        {
            "file_route": "homework:student_file",
            "ahead": notebook.ahead_of(works, student.pk, days),
            "tests": tests_ahead(coming, student.pk, days),
            "days": near,
            "farther": farther,
            "opened": request.GET.get(OPENED, ""),
            "today": notebook.day_of_work(days.today, (), lessons, student.pk, days),
            "past": past,
        },
    )


@require_POST
def student_work_done(request: Request, public_id: UUID) -> HttpResponse:
    """«C’est fait», or taken back; ``done`` says which, so that two taps are one."""
    student = pupil_or_404(request)
    state = get_object_or_404(
        reading_queries.states_of_works(request.reader),
        homework__public_id=public_id,
        is_cancelled=False,
    )
    set_done(state.homework, student, done=request.POST.get("done") == "1", at=request.now)
    address = f"{reverse('homework:student_notebook')}?{OPENED}={state.due_on.isoformat()}"
    return redirect(f"{address}#travail-{public_id}")
