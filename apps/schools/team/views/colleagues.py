"""The page of a colleague: their job, what this reader sees of what they teach, their posts."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.schools import policies
from apps.schools.models import Staff
from apps.schools.people import queries as people_queries
from apps.schools.people.presenters import colleague_page
from apps.schools.team import queries
from apps.schools.team.presenters.class_team import class_team
from apps.schools.team.presenters.colleagues import ColleagueTeam, colleague_team
from apps.schools.team.presenters.same_person import twin_rows
from apps.schools.team.services.ends import ended_by_last
from coeduc import portal
from coeduc.http import Request
from coeduc.visits import ColleagueVisit


@require_safe
def colleague(request: Request, public_id: UUID) -> HttpResponse:
    person = get_object_or_404(queries.colleagues(request.reader), public_id=public_id)
    page = colleague_page(
        person,
        taught=people_queries.taught_by(request.reader, person),
        led=people_queries.led_by(request.reader, person),
        reads_all=policies.reads_every_class(request.reader, person.school),
    )
    return render(
        request,
        "schools/colleague.html",
        {
            "page": page,
            "team": _team_of(request, person),
            "parts": portal.colleague_parts(ColleagueVisit(request, person)),
        },
    )


@require_safe
def class_team_page(request: Request, public_id: UUID) -> HttpResponse:
    """Who teaches a class, for whoever knows its pupils by name."""
    division = get_object_or_404(queries.classes_known(request.reader), public_id=public_id)
    card = class_team(
        division,
        queries.taught_in(division),
        queries.leading(division),
        replaced=queries.replaced_by(division, at=request.now),
        with_history=policies.can_prepare_names(request.reader, division.school),
        at=request.now,
    )
    which = {"classe": division.code, "ecole": str(division.school.public_id)}
    return render(
        request,
        "schools/class_team.html",
        {
            "title": _("La classe de %(code)s") % {"code": division.code},
            "card": card,
            "pupils_url": f"{reverse('schools:student_list')}?{urlencode(which)}",
            "list_url": reverse("schools:list_detail", args=["classe", public_id]),
        },
    )


def _team_of(request: Request, person: Staff) -> ColleagueTeam | None:
    """For who looks after the team of the school; None for anybody else."""
    if not policies.can_prepare_names(request.reader, person.school):
        return None
    decides = policies.can_name(request.reader, person.school)
    held = queries.posts_of([person])
    states = list(queries.states_of(person))
    twins = queries.twins_of(request.reader, person)
    theirs = queries.posts_of(twins, at=request.now) if twins else {}
    return colleague_team(
        person,
        held.get(person.pk, []),
        queries.classes_of(person, at=request.now),
        states=states,
        ended=ended_by_last(states, at=request.now),
        decides=decides,
        twins=twin_rows(person, twins, theirs, decides=decides, at=request.now),
        may_correct=policies.can_correct_name(request.reader, person),
        may_be_principal=decides and not queries.has_principal(person.school, at=request.now),
        at=request.now,
    )
