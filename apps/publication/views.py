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
from apps.publication.forms import PREVIEW, DecisionForm, OpeningForm, RuleForm
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
def rule_adopt(request: Request, public_id: Any) -> HttpResponse:
    """One of the rules made ready: what families will read, then who decided and why."""
    school = _school_to_decide(request, public_id)
    current = visible(request, RuleVersion).for_kind(school, at=request.now)
    hours = visible(request, OpeningVersion).for_school(school, at=request.now).as_hours()
    form = RuleForm(
        request.POST or None,
        cancel_url=reverse("schools:settings"),
        initial={**_initial(request, school), "name": current.name},
    )
    preview: tuple[str, ...] = ()
    if form.is_valid():
        preview = (sentences.rule_sentence(form.rule, hours),)
        if PREVIEW not in request.POST and _adopted(
            request, form, services.adopt_rule, school, form.rule
        ):
            return redirect("publication:staff_rules")
    return render(
        request,
        "publication/decide.html",
        {
            "title": _("Choisir la règle"),
            "form": form,
            "school": school,
            "preview": preview,
            "today": (sentences.rule_sentence(current.as_rule(), hours),),
            "decided": _decided(request, school, current),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opening_edit(request: Request, public_id: Any) -> HttpResponse:
    """Open hours: what families will read is shown before it is adopted."""
    school = _school_to_decide(request, public_id)
    current = visible(request, OpeningVersion).for_school(school, at=request.now)
    form = OpeningForm(
        request.POST or None,
        school=school,
        cancel_url=reverse("schools:settings"),
        initial=OpeningVersion.columns_of(current.as_hours()) | _initial(request, school),
    )
    preview: tuple[str, ...] = ()
    if form.is_valid():
        preview = sentences.quiet_hours_sentences(form.hours)
        if PREVIEW not in request.POST and _adopted(
            request, form, services.set_opening, school, form.hours
        ):
            return redirect("publication:staff_rules")
    return render(
        request,
        "publication/decide.html",
        {
            "title": _("Heures d’ouverture"),
            "form": form,
            "school": school,
            "preview": preview,
            "today": sentences.quiet_hours_sentences(current.as_hours()),
            "decided": _decided(request, school, current),
        },
    )


def _school_to_decide(request: Request, public_id: Any) -> School:
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_adopt(request.reader, school))
    return school


def _initial(request: Request, school: School) -> dict[str, Any]:
    today = request.now.astimezone(school.time_zone).date()
    return {"body": DecisionBody.HEAD, "decided_on": today}


def _decided(request: Request, school: School, version: RuleVersion | OpeningVersion) -> str:
    return sentences.decided_sentence(
        body=version.body, decided_on=version.decided_on, at=request.now, zone=school.time_zone
    )


def _adopted(request: Request, form: DecisionForm, act: Any, school: School, choice: Any) -> bool:
    """Record the decision; False when rule and hours together would never open again."""
    try:
        act(school, choice, by=request.user, at=request.now, **form.decision)
    except (services.AdoptionError, OpeningError) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("C’est adopté. Les familles le lisent dès maintenant."))
    return True


def _lead(audience: Audience | None) -> str:
    match audience:
        case Audience.GUARDIAN:
            return _("Quand un résultat apparaît ici, qui l’a décidé, et pourquoi.")
        case Audience.STUDENT:
            return _("Quand tu vois tes résultats, qui l’a décidé, et pourquoi.")
    return _("Ce que les familles et les élèves lisent sur la règle du collège.")
