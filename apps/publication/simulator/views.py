"""A rule tried on last term's facts, before anybody adopts it; on screen and on one page."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from apps.publication.enums import ReadyMade
from apps.publication.lookups import school_rules_of, school_to_decide
from apps.publication.rule_pages.presenters.school_rules import RULE
from apps.publication.rules import READY_MADE, Rule, ready_made_name
from apps.publication.simulator import queries as simulator_queries
from apps.publication.simulator import services as simulator_services
from apps.publication.simulator.forms import TrialForm
from apps.publication.simulator.presenters.comparison import Trial, Tried, compare, works_of
from apps.publication.simulator.presenters.freshness import ask_url, freshness_of
from apps.publication.simulator.presenters.summary import term_label
from apps.publication.sources import named
from coeduc import french
from coeduc.chapters import Link
from coeduc.documents import DocumentError, render_pdf
from coeduc.http import Request

NAME = "name"
TODAY, TRIED = "today", "tried"


@require_safe
def simulator(request: Request, public_id: UUID) -> HttpResponse:
    """The rule of today and another one, over the same facts."""
    trial, form = _trial(request, public_id)
    tried = ready_made_name(form.rule) if form.rule else None
    decide = reverse("publication:rule_adopt", args=[public_id])
    return render(
        request,
        "publication/simulator.html",
        {
            "school": trial.school_rules.school,
            "form": form,
            "comparison": trial.comparison,
            "has_facts": trial.has_facts,
            "freshness": trial.freshness,
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
def simulator_pdf(request: Request, public_id: UUID) -> HttpResponse:
    """One A4 page for the conseil pédagogique."""
    trial, _form = _trial(request, public_id)
    if trial.comparison is None:
        raise Http404
    context = {
        "school": trial.school_rules.school,
        "comparison": trial.comparison,
        "freshness": trial.freshness.sentences[0],
        "printed_on": french.day_in_words(trial.school_rules.today),
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


@require_POST
def simulator_refresh(request: Request, public_id: UUID) -> HttpResponse:
    """Figures of now, please; back to the page that asked, with the rule that it tried."""
    school = school_to_decide(request, public_id)
    simulator_services.ask(school, at=request.now)
    name = "rule_adopt" if RULE in request.GET else "simulator"
    page = reverse(f"publication:{name}", args=[public_id])
    return redirect(f"{page}?{request.GET.urlencode()}")


def _trial(request: Request, public_id: UUID) -> tuple[Trial, TrialForm]:
    school_rules = school_rules_of(request, public_id)
    today = school_rules.rule.as_rule()
    form = TrialForm(
        request.GET, base=_base(request, today), hours=school_rules.hours, today=school_rules.today
    )
    tried = form.rule if form.is_valid() else None
    figures = simulator_queries.figures_of(
        school_rules.school,
        {TODAY: today} if tried is None else {TODAY: today, TRIED: tried},
        school_rules.hours,
        exceptions=school_rules.exceptions,
        at=request.now,
    )
    freshness = freshness_of(
        figures.kept,
        at=request.now,
        zone=school_rules.school.time_zone,
        here=request.get_full_path(),
        ask_url=ask_url(public_id, request.GET.dict()),
    )
    if tried is None or figures.term is None:
        is_known = figures.kept.computed_at is not None
        return Trial(school_rules, figures.term is not None or not is_known, None, freshness), form
    now, then = Tried(today, figures.replays[TODAY]), Tried(tried, figures.replays[TRIED])
    comparison = compare(
        term_label(figures.term, school_rules.school, at=request.now),
        now,
        then,
        school_rules.hours,
        at=request.now,
        names=named(school_rules.school, works_of(then.replay)),
        exceptions=school_rules.exceptions,
        bulletin=school_rules.bulletin,
    )
    return Trial(school_rules, True, comparison, freshness), form


def _base(request: Request, today: Rule) -> Rule:
    """The rule made ready that the address names; at first, one that is not today's."""
    once_a_week = READY_MADE[ReadyMade.ONCE_A_WEEK]
    if not request.GET:
        return READY_MADE[ReadyMade.COPY_FIRST] if today == once_a_week else once_a_week
    return READY_MADE.get(request.GET.get(NAME, ""), today)  # type: ignore[call-overload]
