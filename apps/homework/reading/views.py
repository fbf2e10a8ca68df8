"""The notebook as families and pupils read it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.homework.lookups import pupil_or_404
from apps.homework.reading import queries as reading_queries
from apps.homework.reading.presenters import notebook
from apps.homework.reading.presenters.days import (
    AHEAD,
    ASKED,
    BEHIND,
    Days,
    days_by_child,
    last_lesson_days,
    to_come,
    weeks_around,
)
from apps.homework.reading.services import set_done
from apps.schools.links import DAILY, children_of
from coeduc.http import Request


@require_safe
def family_notebook(request: Request) -> HttpResponse:
    """All the children on one page: tonight first, then the week."""
    links = children_of(request.reader, at=request.now)
    if not links:
        raise Http404
    at = request.now
    mine = DAILY.among(links, at)
    caps = reading_queries.caps_of_pupils(request.reader, at=at)
    days = days_by_child(mine, at=at, asked=request.GET.get(ASKED, ""))
    first = days[mine[0].student_id] if mine else Days.of(at, links[0].school.time_zone)
    known = [*days.values(), first]
    works = list(reading_queries.works_to_do(request.reader, first.week, to_come(known), at=at))
    lately = last_lesson_days(known)
    lessons = list(reading_queries.readable_lessons(request.reader, first.week, lately, at=at))
    notebooks = [
        notebook.child_notebook(
            link,
            works,
            lessons,
            days[link.student_id],
            cover=position % 6 + 1,
            cap=caps.get(link.student_id),
            class_name=link.class_code or "",  # type: ignore[attr-defined] # annotated by links_of
        )
        for position, link in enumerate(links)
        if link in mine
    ]
    return render(
        request,
        "homework/family_notebook.html",
        {
            "notebooks": notebooks,
            "file_route": "homework:family_file",
            "closed_to": [link.student.first_name for link in links if link not in mine],
            "weeks": weeks_around(first),
            "monday": first.monday,
            "week_title": first.title,
        },
    )


@require_safe
def student_notebook(request: Request) -> HttpResponse:
    """What is due, by day; the days that are over stay at hand, folded, and reproach nothing."""
    student = pupil_or_404(request)
    at = request.now
    closed = reading_queries.closed_days(student, at=at)
    days = Days.of(at, student.school.time_zone, closed=closed)
    span = (days.today - BEHIND, days.ahead + AHEAD)
    works = list(reading_queries.works_to_do(request.reader, span, at=at))
    lessons = list(reading_queries.readable_lessons(request.reader, span, at=at))
    dates = {version.due_on for version in works} | {version.lesson.day for version in lessons}
    by_day = {
        day: notebook.day_of_work(day, works, lessons, student.pk, days) for day in sorted(dates)
    }
    return render(
        request,
        "homework/student_notebook.html",
        {
            "file_route": "homework:student_file",
            "ahead": notebook.ahead_of(works, student.pk, days),
            "days": [shown for day, shown in by_day.items() if day > days.today and shown.works],
            "today": by_day.get(days.today),
            "past": [shown for day, shown in reversed(by_day.items()) if day < days.today],
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
    return redirect(f"{reverse('homework:student_notebook')}#travail-{public_id}")
