"""What somebody may read at this instant, by period: a page to print, a document to keep."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from apps.results.reading.presenters.periods import (
    ALL,
    PrintedPeriod,
    period_choices,
    printed_periods,
)
from apps.results.reading.views.shared import moment_of, readings_of, rules_of
from apps.schools.models import Student
from coeduc.days import day_of
from coeduc.documents import DocumentError, render_pdf
from coeduc.french import clock, of_name, weekday_in_words
from coeduc.http import Request
from coeduc.ui import Link

# In the address: which period.
PERIOD = "periode"
NO_PDF = gettext_lazy(
    "Le portail ne fabrique pas de PDF en ce moment. Le menu du navigateur, puis « Imprimer », "
    "permet d’imprimer cette page ou de la garder en PDF."
)
logger = logging.getLogger(__name__)


def print_context(request: Request, student: Student) -> dict[str, Any]:
    """Released results only, for paper: what waits is not there, not even as a line.

    One period, the newest unless another is asked; all of them for who asks so.
    """
    moment = moment_of(request, student.school)
    periods = printed_periods(
        [reading for reading in readings_of(request, student) if reading.shown],
        averages=rules_of(request, student.school).rule_for("").shows.running_average,
        moment=moment,
    )
    asked = request.GET.get(PERIOD, "")
    chosen = [one for one in periods if one.key == asked] or list(periods[:1])
    if asked == ALL:
        chosen = list(periods)
    return {
        "of_student": of_name(student.first_name),
        "name": str(student),
        "school": student.school.name,
        "day": weekday_in_words(day_of(request.now, moment.zone)),
        "hour": clock(request.now.astimezone(moment.zone)),
        "periods": chosen,
        "choices": _choices(request, periods, chosen),
        "pdf_query": f"?{request.GET.urlencode()}" if request.GET else "",
        "no_pdf": NO_PDF,
    }


def _choices(
    request: Request, periods: Sequence[PrintedPeriod], chosen: list[PrintedPeriod]
) -> list[Link]:
    """A page for each period, and one for all."""
    here = _key_of(chosen)
    links = []
    for key, name in period_choices(periods):
        query = request.GET.copy()
        query[PERIOD] = key
        links.append(Link(name, f"?{query.urlencode()}", key == here))
    return links


def _key_of(chosen: Sequence[PrintedPeriod]) -> str:
    return chosen[0].key if len(chosen) == 1 else ALL


def results_pdf(request: Request, student: Student, *, back: str) -> HttpResponse:
    """The same page as a document that one keeps; where none can be made, the page says so."""
    context = print_context(request, student)
    if not context["periods"]:
        raise Http404
    try:
        pdf = render_pdf("print/results.html", context)
    except DocumentError:
        logger.exception("results could not be printed")
        messages.error(request, NO_PDF)
        return redirect(f"{back}{context['pdf_query']}")
    answer = HttpResponse(pdf.content, content_type="application/pdf")
    key = _key_of(context["periods"])
    answer["Content-Disposition"] = f'inline; filename="resultats-{key}.pdf"'
    return answer
