"""The hours at which a school publishes: read first, then adopted."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.publication import sentences, services
from apps.publication.adoption import presenters as adoption_presenters
from apps.publication.adoption.views.rule import decided_words, recorded
from apps.publication.enums import DecisionBody
from apps.publication.lookups import school_to_decide
from apps.publication.models import OpeningVersion
from apps.publication.rule_pages import queries
from apps.publication.rule_pages.forms.decision import PREVIEW, OpeningForm
from apps.schools.days import today_of
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def opening_edit(request: Request, public_id: UUID) -> HttpResponse:
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
            *adoption_presenters.moves_sentences(moves),
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
