"""The page of the rule, the same in the three spaces."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.publication import policies, sentences, services
from apps.publication.charter import charter_of
from apps.publication.enums import Audience, DecisionBody
from apps.publication.forms import PREVIEW, OpeningForm
from apps.publication.models import OpeningVersion, RuleVersion
from apps.publication.opening import OpeningError
from apps.schools.models import School
from coeduc.access import Capacity, require, visible
from coeduc.http import Request

AUDIENCES: dict[Capacity | None, Audience] = {
    Capacity.FAMILY: Audience.GUARDIAN,
    Capacity.STUDENT: Audience.STUDENT,
}


@require_safe
def rule_list(request: Request) -> HttpResponse:
    """One charter a school: two children may be in two schools."""
    schools = list(visible(request, School).order_by("name", "pk"))
    if not schools:
        raise Http404
    versions = defaultdict(list)
    for version in visible(request, RuleVersion).order_by("-during"):
        versions[version.school_id].append(version)
    openings = {
        opening.school_id: opening
        for opening in visible(request, OpeningVersion)
        .filter(during__contains=request.now)
        .select_related("school")
    }
    audience = AUDIENCES.get(request.reader.capacity)
    charters = [
        charter_of(
            school,
            versions[school.pk],
            openings.get(school.pk),
            audience=audience,
            at=request.now,
        )
        for school in schools
    ]
    return render(
        request, "publication/rule_list.html", {"charters": charters, "lead": _lead(audience)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opening_edit(request: Request, public_id: Any) -> HttpResponse:
    """Open hours: what families will read is shown before it is adopted."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_adopt(request.reader, school))
    current = visible(request, OpeningVersion).for_school(school, at=request.now)
    today = request.now.astimezone(school.time_zone).date()
    form = OpeningForm(
        request.POST or None,
        school=school,
        cancel_url=reverse("schools:settings"),
        initial=OpeningVersion.columns_of(current.as_hours())
        | {"body": DecisionBody.HEAD, "decided_on": today},
    )
    preview: tuple[str, ...] = ()
    if form.is_valid():
        preview = sentences.quiet_hours_sentences(form.hours)
        if PREVIEW not in request.POST and _adopted(request, school, form):
            messages.success(request, _("C’est adopté. Les familles le lisent dès maintenant."))
            return redirect("publication:staff_rules")
    return render(
        request,
        "publication/opening_edit.html",
        {
            "form": form,
            "school": school,
            "preview": preview,
            "today": sentences.quiet_hours_sentences(current.as_hours()),
            "decided": sentences.decided_sentence(
                body=current.body,
                decided_on=current.decided_on,
                at=request.now,
                zone=school.time_zone,
            ),
        },
    )


def _adopted(request: Request, school: School, form: OpeningForm) -> bool:
    """Adopt what the form says; False when a rule in force would never open again."""
    try:
        services.set_opening(school, form.hours, by=request.user, at=request.now, **form.decision)
    except (services.AdoptionError, OpeningError) as error:
        form.add_error(None, str(error))
        return False
    return True


def _lead(audience: Audience | None) -> str:
    match audience:
        case Audience.GUARDIAN:
            return _("Quand un résultat apparaît ici, qui l’a décidé, et pourquoi.")
        case Audience.STUDENT:
            return _("Quand tu vois tes résultats, qui l’a décidé, et pourquoi.")
    return _("Ce que les familles et les élèves lisent sur la règle du collège.")
