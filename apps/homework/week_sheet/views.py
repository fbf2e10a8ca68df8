"""The week of the notebook on one page of A4: at home on the fridge, or copied by the school."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.homework.notebook.queries.days import paper_families_of_class
from apps.homework.reading import queries as reading_queries
from apps.homework.reading.presenters import notebook
from apps.homework.reading.presenters.days import ASKED, Days, days_by_child
from apps.homework.week_sheet import presenters as week_sheet_presenters
from apps.homework.week_sheet import queries as week_sheet_queries
from apps.homework.week_sheet.presenters import ClassWeek, PrintedWeek
from apps.schools.links import CHILD, DAILY, children_of
from coeduc.days import WEEK
from coeduc.documents import DocumentError
from coeduc.http import Request


@require_safe
def family_week(request: Request) -> HttpResponse:
    """One page a child whose notebook this guardian opens; or that of the child asked."""
    at, asked = request.now, request.GET.get(CHILD, "")
    mine = DAILY.among(children_of(request.reader, at=at), at)
    if asked:
        mine = [link for link in mine if str(link.student.public_id) == asked]
    if not mine:
        raise Http404
    days = days_by_child(mine, at=at, asked=request.GET.get(ASKED, ""))
    week = days[mine[0].student_id].week
    works = list(reading_queries.works_to_do(request.reader, week, at=at))
    lessons = list(reading_queries.readable_lessons(request.reader, week, at=at))
    pages = [
        week_sheet_presenters.printed_week(
            " · ".join(filter(None, (link.student.first_name, link.class_code))),  # type: ignore[attr-defined] # annotated by links_of
            notebook.mine(works, link.student_id),
            notebook.mine(lessons, link.student_id),
            days[link.student_id],
            student=link.student_id,
            closed=link.closed_days,
            footer=week_sheet_presenters.whom_to_call(link.school),
        )
        for link in mine
    ]
    return _printed(request, pages, week[0], back=reverse("homework:family_notebook"))


@require_safe
def student_week(request: Request) -> HttpResponse:
    student = week_sheet_queries.pupil(request.reader)
    if student is None:
        raise Http404
    at = request.now
    closed = reading_queries.closed_days(student, at=at)
    days = Days.of(at, student.school.time_zone, asked=request.GET.get(ASKED, ""), closed=closed)
    page = week_sheet_presenters.printed_week(
        student.first_name,
        list(reading_queries.works_to_do(request.reader, days.week, at=at)),
        list(reading_queries.readable_lessons(request.reader, days.week, at=at)),
        days,
        student=student.pk,
        closed=closed,
        footer=week_sheet_presenters.whom_to_call(student.school),
        for_pupil=True,
    )
    return _printed(request, [page], days.monday, back=reverse("homework:student_notebook"))


@require_safe
def class_week(request: Request, public_id: UUID) -> HttpResponse:
    """The page before it is printed, and how many families of the class need it."""
    week = _class_week(request, public_id)
    days, division = week.days, week.division
    families = paper_families_of_class(division, at=request.now)
    return render(
        request,
        "homework/staff_paper.html",
        {
            "page": week.printed,
            "division_id": division.public_id,
            "code": division.code,
            "families": week_sheet_presenters.families_sentence(families),
            "monday": days.monday,
            "previous": days.monday - WEEK,
            "next": days.monday + WEEK,
            "at_hand": "" if days.monday == days.at_hand else days.at_hand_label,
        },
    )


@require_safe
def class_week_pdf(request: Request, public_id: UUID) -> HttpResponse:
    week = _class_week(request, public_id)
    back = reverse("homework:class_week", args=[week.division.public_id])
    return _printed(request, [week.printed], week.days.monday, back=back)


def _class_week(request: Request, public_id: UUID) -> ClassWeek:
    """For those who teach the class or lead it, the CPE, the heads: whoever sees the class."""
    division = get_object_or_404(week_sheet_queries.classes(request.reader), public_id=public_id)
    closed = reading_queries.closed_days(division, at=request.now)
    days = Days.of(
        request.now, division.school.time_zone, asked=request.GET.get(ASKED, ""), closed=closed
    )
    page = week_sheet_presenters.printed_class_week(
        division,
        week_sheet_queries.works_of_class(division, days.week, at=request.now),
        week_sheet_queries.lessons_of_class(division, days.week, at=request.now),
        days,
        closed=closed,
    )
    return ClassWeek(division, days, page)


def _printed(
    request: Request, pages: list[PrintedWeek], monday: dt.date, *, back: str
) -> HttpResponse:
    """Opened in the page: a phone shows it, a computer prints it."""
    try:
        pdf = week_sheet_presenters.week_pdf(pages)
    except DocumentError as problem:
        messages.error(request, str(problem))
        return redirect(f"{back}?{ASKED}={monday.isoformat()}")
    answer = HttpResponse(pdf.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="semaine-du-{monday.isoformat()}.pdf"'
    return answer
