"""The page of the rule, the same in the three spaces."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.publication import changes, services
from apps.publication.enums import Audience
from apps.publication.rule_pages import queries
from apps.publication.rule_pages.presenters.charter import charter_lead, charter_of
from apps.schools.people import queries as people_queries
from coeduc.access import Capacity
from coeduc.http import Request

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
