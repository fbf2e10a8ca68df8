"""The page of the rule, the same in the three spaces."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.publication import changes, sentences, services
from apps.publication.enums import Audience, DecisionBody
from apps.publication.lookups import school_to_decide
from apps.publication.models import OpeningVersion
from apps.publication.rule_pages import queries
from apps.publication.rule_pages.forms.decision import PREVIEW, OpeningForm
from apps.publication.rule_pages.presenters import rule
from apps.publication.rule_pages.presenters.charter import charter_lead, charter_of
from apps.publication.rule_pages.views.adopting import decided_words, recorded
from apps.schools.days import today_of
from apps.schools.people import queries as people_queries
from coeduc.access import Capacity
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

AUDIENCES: dict[Capacity | None, Audience] = {
    Capacity.FAMILY: Audience.GUARDIAN,
    Capacity.STUDENT: Audience.STUDENT,
}


@require_safe
def rule_list(request: Request) -> HttpResponse:
    """One charter a school: two children may be in two schools."""
    schools = list(people_queries.schools(request.reader))
    if not schools:
        raise Http404
    rules, openings = defaultdict(list), defaultdict(list)
    for version in queries.rules(request.reader):
        rules[version.school_id].append(version)
    for opening in queries.openings(request.reader):
        openings[opening.school_id].append(opening)
    moves = defaultdict(list)
    if request.reader.is_staff:
        for batch in changes.batches(request.reader, at=request.now):
            moves[batch.school_id].append(batch)
    reports = services.next_reports(schools, at=request.now)
    audience = AUDIENCES.get(request.reader.capacity)
    charters = [
        charter_of(
            school,
            rules[school.pk],
            openings[school.pk],
            audience=audience,
            at=request.now,
            reports_on=reports.get(school.pk),
            batches=moves[school.pk],
        )
        for school in schools
    ]
    return render(
        request,
        "publication/rule_list.html",
        {"charters": charters, "lead": charter_lead(audience)},
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def opening_edit(request: Request, public_id: Any) -> HttpResponse:
    """Open hours: what families will read is shown before it is adopted."""
    school = school_to_decide(request, public_id)
    current = queries.opening_now(request.reader, school)
    today = today_of(school, at=request.now)
    form = OpeningForm(
        request.POST or None,
        school=school,
        today=today,
        cancel_url=reverse("schools:settings"),
        kept=f"ouverture:{public_id}",
        initial=OpeningVersion.columns_of(current.as_hours(with_closures=False))
        | {"body": DecisionBody.HEAD, "decided_on": today},
    )
    preview: tuple[str, ...] = ()
    if form.is_valid():
        if PREVIEW not in request.POST and recorded(
            request, form, lambda **said: services.set_opening(school, form.hours, **said)
        ):
            return redirect("publication:staff_rules")
        moves = services.preview_hours(school, form.hours, at=request.now)
        preview = (
            *sentences.quiet_hours_sentences(form.hours),
            *rule.moves_sentences(moves),
        )
    return render(
        request,
        "publication/decide.html",
        {
            "title": _("Heures d’ouverture"),
            "form": form,
            "school": school,
            "preview": preview,
            "today": sentences.quiet_hours_sentences(current.as_hours(with_closures=False)),
            "decided": decided_words(request, current),
        },
    )
