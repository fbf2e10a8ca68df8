"""Choosing the rule of a school, its exceptions and their end; read first, then adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.publication import changes, sentences, services
from apps.publication.adoption import presenters as adoption_presenters
from apps.publication.enums import DecisionBody, ReadyMade
from apps.publication.errors import AdoptionError
from apps.publication.lookups import school_rules_of
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningError
from apps.publication.rule_pages.forms.decision import DecisionForm
from apps.publication.rule_pages.forms.rule import RuleForm, mark_of
from apps.publication.rule_pages.presenters.school_rules import RULE, SchoolRules
from apps.publication.rules import COPY_FIRST, READY_MADE, Rule
from apps.publication.simulator import queries as simulator_queries
from apps.publication.simulator.presenters.freshness import ask_url, freshness_of
from apps.publication.simulator.presenters.summary import no_summary, summaries
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

ADOPT = "adopter"
# The settings were changed after the sentence was written.
READ_AGAIN = gettext_lazy(
    "Les réglages ont changé : relisez ce que liront les familles, puis adoptez."
)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def rule_adopt(request: Request, public_id: UUID) -> HttpResponse:
    """The sentence, three cards, fine settings, the decision, what families will read, adopt."""
    school_rules = school_rules_of(request, public_id)
    current = school_rules.rule
    chosen, context = _choice(request, school_rules, current.as_rule(), kind="")
    if context is None:
        return redirect("publication:staff_rules")
    figures = simulator_queries.figures_of(
        school_rules.school,
        READY_MADE,
        school_rules.hours,
        exceptions=school_rules.exceptions,
        at=request.now,
    )
    by_kind = summaries(figures, school_rules.school, at=request.now)
    lines = adoption_presenters.exception_lines(
        school_rules.school,
        school_rules.versions,
        school_rules.hours,
        bulletin=school_rules.bulletin,
        at=request.now,
    )
    return render(
        request,
        "publication/rule.html",
        context
        | {
            "title": _("La règle du collège"),
            "back_url": reverse("schools:settings"),
            "back_label": _("Réglages"),
            "sentence": school_rules.sentence(current.as_rule()),
            "decided": decided_words(request, current),
            "cards": _cards(
                request,
                school_rules,
                chosen,
                current.as_rule(),
                by_kind,
                absent=no_summary(figures),
            ),
            "basis": next((summary.basis for summary in by_kind.values()), ""),
            "freshness": freshness_of(
                figures.kept,
                at=request.now,
                zone=school_rules.school.time_zone,
                here=request.get_full_path(),
                ask_url=ask_url(public_id, {RULE: request.GET.get(RULE, "")}),
            ),
            "exceptions": lines,
            "exceptions_count": adoption_presenters.exceptions_count(len(lines)),
            "too_many": adoption_presenters.too_many(len(lines)),
            "kinds": adoption_presenters.kinds_to_add(
                school_rules.school, changes.kinds(), school_rules.versions
            ),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def exception(request: Request, public_id: UUID, kind: str) -> HttpResponse:
    """The rule of one kind of assessment: added or changed on the same page as the school's."""
    school_rules = school_rules_of(request, public_id)
    known = _kind_or_404(kind)
    standing = school_rules.exception(kind)
    current = (standing or school_rules.rule).as_rule()
    chosen, context = _choice(request, school_rules, current, kind=kind, kind_label=known.label)
    if context is None:
        return redirect("publication:rule_adopt", public_id)
    count = len(school_rules.exceptions) + (standing is None)
    today = _("Aujourd’hui, pour %(scope)s") % {"scope": known.label}
    return render(
        request,
        "publication/rule.html",
        context
        | {
            "title": _("Une règle pour %(scope)s") % {"scope": known.label},
            "back_url": reverse("publication:rule_adopt", args=[public_id]),
            "back_label": _("La règle du collège"),
            "sentence": school_rules.sentence(current, start=today),
            "decided": decided_words(request, standing or school_rules.rule),
            "cards": _cards(request, school_rules, chosen, current, None),
            "too_many": adoption_presenters.too_many(count),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def exception_end(request: Request, public_id: UUID, kind: str) -> HttpResponse:
    """«Revenir à la règle du collège»: a decision as any other."""
    school_rules = school_rules_of(request, public_id)
    standing = school_rules.exception(kind)
    if standing is None:
        raise Http404
    form = DecisionForm(
        request.POST or None, today=school_rules.today, initial=_initial(school_rules)
    )
    if form.is_valid() and recorded(
        request, form, lambda **said: services.end_exception(school_rules.school, kind, **said)
    ):
        return redirect("publication:rule_adopt", public_id)
    scope = standing.kind_label
    moves = _moves(request, school_rules, None, kind)
    return render(
        request,
        "publication/exception_end.html",
        {
            "title": _("Revenir à la règle du collège"),
            "school": school_rules.school,
            "form": form,
            "draft": f"regle:{public_id}:{kind}:fin",
            "is_typed": form.is_bound,
            "back_url": reverse("publication:rule_adopt", args=[public_id]),
            "sentence": school_rules.sentence(standing.as_rule(), scope=scope),
            "preview": [school_rules.sentence(school_rules.rule.as_rule(), scope=scope, span=True)],
            "moves": adoption_presenters.moves_sentences(moves),
        },
    )


def _choice(
    request: Request, school_rules: SchoolRules, current: Rule, *, kind: str, kind_label: str = ""
) -> tuple[Rule, dict[str, Any] | None]:
    """The rule in the form, else the card chosen in the address, else today's; and what is shown.

    Nothing is shown of a rule that has just been adopted.
    """
    base = READY_MADE.get(request.GET.get(RULE, ""), current)  # type: ignore[call-overload]
    form = RuleForm(
        request.POST or None,
        base=base,
        hours=school_rules.hours,
        today=school_rules.today,
        decides=ADOPT in request.POST,
        initial=_initial(school_rules),
    )
    is_valid = form.is_bound and form.is_valid()
    chosen = form.rule if form.is_bound else base
    has_read = chosen is not None and request.POST.get("seen") == mark_of(chosen)
    wants = ADOPT in request.POST and is_valid
    if (
        wants
        and has_read
        and recorded(request, form, _adoption(school_rules, chosen, kind, kind_label))
    ):
        return base, None
    context = {
        "school": school_rules.school,
        "form": form,
        "address": request.path,
        "draft": _draft(request, school_rules, kind),
        "is_typed": form.is_bound,
        "opens_fine": chosen not in READY_MADE.values() or form.is_fine_wrong,
        "read_again": READ_AGAIN if wants and not has_read else "",
    }
    if chosen is not None:
        context |= _preview(request, school_rules, chosen, kind=kind, kind_label=kind_label)
    return chosen or base, context


def _draft(request: Request, school_rules: SchoolRules, kind: str) -> str:
    """By card: what was typed about one is not put over another that is looked at."""
    card = request.GET.get(RULE, "")
    key = f"regle:{school_rules.school.public_id}:{kind}"
    return f"{key}/{card}" if card in READY_MADE else key


def _adoption(
    school_rules: SchoolRules, chosen: Rule | None, kind: str, kind_label: str
) -> Callable[..., RuleVersion]:
    return lambda **said: services.adopt_rule(
        school_rules.school, chosen or COPY_FIRST, kind=kind, kind_label=kind_label, **said
    )


def _preview(
    request: Request, school_rules: SchoolRules, chosen: Rule, *, kind: str, kind_label: str
) -> dict[str, Any]:
    """What families will read, and how many waiting results would move."""
    moves = _moves(request, school_rules, chosen, kind)
    return {
        "preview": adoption_presenters.preview_sentences(school_rules, chosen, scope=kind_label),
        "cares": adoption_presenters.cares(chosen),
        "moves": adoption_presenters.moves_sentences(moves),
        "seen": mark_of(chosen),
    }


def _moves(
    request: Request, school_rules: SchoolRules, chosen: Rule | None, kind: str
) -> changes.Moves:
    return services.preview_rule(
        school_rules.school,
        chosen,
        rules=school_rules.rules,
        hours=school_rules.hours,
        kind=kind,
        at=request.now,
    )


def _cards(
    request: Request,
    school_rules: SchoolRules,
    chosen: Rule,
    current: Rule,
    summaries: dict[ReadyMade, Any] | None,
    *,
    absent: str = "",
) -> list[adoption_presenters.Card]:
    return adoption_presenters.cards(
        school_rules.school,
        address=request.path,
        current=current,
        chosen=chosen,
        bulletin=school_rules.bulletin,
        summaries=summaries,
        absent=absent,
    )


def _kind_or_404(slug: str) -> changes.ExceptionKind:
    for kind in changes.kinds():
        if kind.slug == slug:
            return kind
    raise Http404


def _initial(school_rules: SchoolRules) -> dict[str, Any]:
    return {"body": DecisionBody.HEAD, "decided_on": school_rules.today}


def decided_words(request: Request, version: RuleVersion | OpeningVersion) -> str:
    zone = version.school.time_zone
    return sentences.decided_sentence(
        body=version.body, decided_on=version.decided_on, at=request.now, zone=zone
    )


def recorded(request: Request, form: DecisionForm, act: Callable[..., Any]) -> bool:
    """Record the decision; False when rule and hours together would never open again."""
    try:
        act(by=request.user, at=request.now, **form.decision)
    except (AdoptionError, OpeningError) as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request, _("C’est adopté. Les familles lisent cette décision et sa raison dès maintenant.")
    )
    return True
