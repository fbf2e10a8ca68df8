"""The page of the rule, the same in the three spaces."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.publication.charter import charter_of
from apps.publication.enums import Audience
from apps.publication.models import OpeningVersion, RuleVersion
from apps.schools.models import School
from coeduc.access import Capacity, visible
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


def _lead(audience: Audience | None) -> str:
    match audience:
        case Audience.GUARDIAN:
            return _("Quand un résultat apparaît ici, qui l’a décidé, et pourquoi.")
        case Audience.STUDENT:
            return _("Quand tu vois tes résultats, qui l’a décidé, et pourquoi.")
    return _("Ce que les familles et les élèves lisent sur la règle du collège.")
