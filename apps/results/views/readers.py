"""Results as families and pupils read them: same door, same page, two ways of speaking."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.publication.services import to_read
from apps.results.models import ClassFigures, Result, ResultVersion
from apps.results.presenters import (
    Frame,
    Roster,
    family_result,
    monday_of,
    roster_row,
    waiting_page,
)
from apps.schools.models import Guardianship, School, Student
from apps.schools.names import of_name
from coeduc.access import visible
from coeduc.http import Request
from coeduc.ui import COVERS, Link

PAGE = 40


@require_safe
def family_results(request: Request) -> HttpResponse:
    """The assessments of one child; tabs change child."""
    children = list(visible(request, Student).select_related("school").order_by("birth_date", "pk"))
    if not children:
        raise Http404
    child = _chosen(children, request.GET.get("enfant"))
    address = reverse("results:family_results")
    tabs = [
        Link(other.first_name, f"{address}?enfant={other.public_id}", other == child)
        for other in children
    ]
    return _list(request, child, "results/family_results.html", tabs=tabs)


@require_safe
def student_results(request: Request) -> HttpResponse:
    student = get_object_or_404(visible(request, Student).select_related("school"))
    return _list(request, student, "results/student_results.html")


@require_safe
def family_result_detail(request: Request, public_id: Any) -> HttpResponse:
    return _detail(request, public_id, "results/family_result_detail.html")


@require_safe
def student_result_detail(request: Request, public_id: Any) -> HttpResponse:
    return _detail(request, public_id, "results/student_result_detail.html")


def _chosen(children: list[Student], public_id: str | None) -> Student:
    if public_id is None:
        return children[0]
    for child in children:
        if str(child.public_id) == public_id:
            return child
    raise Http404


def _list(request: Request, student: Student, template: str, **context: Any) -> HttpResponse:
    """Most recent first by the day it took place: an order by release would tell something."""
    page = _page_number(request)
    rows = (
        visible(request, Result)
        .filter(student=student)
        .with_release(request.reader, at=request.now)
        .with_hand_back()
        .select_related("assessment__school", "assessment__teaching__subject")
        .order_by("-assessment__held_on", "-assessment__pk")
    )
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    frame = _frame(request, student.school)
    return render(
        request,
        template,
        {
            "of_student": of_name(student.first_name),
            "roster": Roster.of(
                (
                    roster_row(row, frame, reader=request.reader, at=request.now)
                    for row in found[:PAGE]
                ),
                since=monday_of(request.now, student.school.time_zone),
            ),
            "is_empty": not found,
            "older_page": page + 1 if len(found) > PAGE else None,
            "newer_page": page - 1 if page > 1 else None,
            "student_id": student.public_id,
            "office": student.school_id,
            **context,
        },
    )


def _detail(request: Request, public_id: Any, template: str) -> HttpResponse:
    row = _row_or_404(request, public_id)
    version = (
        visible(request, ResultVersion)
        .filter(result=row)
        .with_correction(request.reader, at=request.now)
        .select_related("rule", "opening")
        .first()
    )
    frame = None if version else _frame(request, row.assessment.school)
    context = {
        "of_student": of_name(row.student.first_name),
        "title": row.assessment.title,
        "talk_to": _("Parler à %(teacher)s") % {"teacher": row.assessment.author.polite_name},
        "result": None,
        "office": row.student.school_id,
        "cover": COVERS[(row.elders or 0) % len(COVERS)],
    }
    if version is None:
        told = waiting_page(row, frame, reader=request.reader, at=request.now)
        context |= {"waiting": told.waiting, "lead": told.lead, "why": told.why}
    else:
        result = family_result(
            row,
            version,
            figures=_figures(request, row, version),
            reader=request.reader,
            at=request.now,
        )
        context |= {"result": result, "lead": result.lead, "why": result.why}
    return render(request, template, context | _back(request, row))


def _back(request: Request, row: Result) -> dict[str, str]:
    if request.reader.is_student:
        return {"back_url": reverse("results:student_results"), "back_label": _("Tes résultats")}
    address = reverse("results:family_results")
    return {
        "back_url": f"{address}?enfant={row.student.public_id}",
        "back_label": _("Résultats %(of_name)s") % {"of_name": of_name(row.student.first_name)},
    }


def _row_or_404(request: Request, public_id: Any) -> Result:
    rows = (
        visible(request, Result)
        .with_release(request.reader, at=request.now)
        .with_hand_back()
        .annotate(elders=_elders(request))
        .select_related(
            "student",
            "division",
            "assessment__school",
            "assessment__teaching__subject",
            "assessment__author",
        )
    )
    return get_object_or_404(rows, public_id=public_id)


def _elders(request: Request) -> Subquery:
    """How many children of this family come before on its first page: the colour of the cover."""
    born = "student__birth_date"
    before = Q(**{f"{born}__lt": OuterRef(born)}) | Q(
        **{born: OuterRef(born), "student__lt": OuterRef("student")}
    )
    links = visible(request, Guardianship).filter(before).order_by()
    counted = links.values("guardian__user").annotate(n=Count("student", distinct=True))
    return Subquery(counted.values("n")[:1])


def _figures(request: Request, row: Result, version: ResultVersion) -> ClassFigures | None:
    shows = version.rule.as_rule().shows
    if not (shows.class_average or shows.extremes):
        return None
    return visible(request, ClassFigures).filter(assessment=row.assessment_id).first()


def _frame(request: Request, school: School) -> Frame:
    """The rules and hours under which what waits is explained."""
    rules, opening = to_read(school, at=request.now)
    return Frame.of(rules, opening)


def _page_number(request: Request) -> int:
    """A page that makes no sense is the first one: addresses are typed by people."""
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
