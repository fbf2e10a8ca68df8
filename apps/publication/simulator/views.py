"""A rule tried on last term's facts, before anybody adopts it; on screen and on one sheet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from apps.publication.enums import ReadyMade
from apps.publication.rule_pages.presenters.rule import RULE
from apps.publication.rule_pages.views.adopting import desk_of
from apps.publication.rules import READY_MADE, Rule, ready_made_name
from apps.publication.simulator.forms import TrialForm
from apps.publication.simulator.presenters.comparison import Trial, compare
from apps.publication.sources import last_term
from coeduc import french
from coeduc.documents import DocumentError, render_pdf
from coeduc.frame import Link
from coeduc.http import Request

NAME = "name"


@require_safe
def simulator(request: Request, public_id: Any) -> HttpResponse:
    """The rule of today and another one, over the same facts."""
    trial, form = _trial(request, public_id)
    tried = ready_made_name(form.rule) if form.rule else None
    decide = reverse("publication:rule_adopt", args=[public_id])
    return render(
        request,
        "publication/simulator.html",
        {
            "school": trial.desk.school,
            "form": form,
            "comparison": trial.comparison,
            "has_facts": trial.has_facts,
            "opens_fine": form.is_fine_wrong,
            "trials": [
                Link(
                    capfirst(str(name.label)), f"?{urlencode({NAME: name})}", current=name == tried
                )
                for name in READY_MADE
            ],
            "query": request.GET.urlencode(),
            "rules_url": decide,
            "decide_url": f"{decide}?{urlencode({RULE: tried})}#decision" if tried else decide,
        },
    )


@require_safe
def simulator_pdf(request: Request, public_id: Any) -> HttpResponse:
    """One A4 sheet for the conseil pédagogique."""
    trial, _form = _trial(request, public_id)
    if trial.comparison is None:
        raise Http404
    context = {
        "school": trial.desk.school,
        "comparison": trial.comparison,
        "printed_on": french.day_in_words(trial.desk.today),
    }
    try:
        pdf = render_pdf("print/simulator.html", context)
    except DocumentError as problem:
        messages.error(request, str(problem))
        page = reverse("publication:simulator", args=[public_id])
        return redirect(f"{page}?{request.GET.urlencode()}")
    answer = HttpResponse(pdf.content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="simulation.pdf"'
    return answer


def _trial(request: Request, public_id: Any) -> tuple[Trial, TrialForm]:
    desk = desk_of(request, public_id)
    today = desk.rule.as_rule()
    form = TrialForm(request.GET, base=_base(request, today), hours=desk.hours, today=desk.today)
    term = last_term(desk.school, at=request.now)
    if not form.is_valid() or form.rule is None or term is None:
        return Trial(desk, term is not None, None), form
    comparison = compare(
        term,
        today,
        form.rule,
        desk.hours,
        at=request.now,
        exceptions=desk.exceptions,
        bulletin=desk.bulletin,
    )
    return Trial(desk, True, comparison), form


def _base(request: Request, today: Rule) -> Rule:
    """The rule made ready that the address names; at first, one that is not today's."""
    once_a_week = READY_MADE[ReadyMade.ONCE_A_WEEK]
    if not request.GET:
        return READY_MADE[ReadyMade.COPY_FIRST] if today == once_a_week else once_a_week
    return READY_MADE.get(request.GET.get(NAME, ""), today)  # type: ignore[call-overload]
