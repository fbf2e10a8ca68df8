"""What an address names for who looks after accounts, and in which school; else 404."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters.office import CHOICE, AccountsOffice
from apps.notices.models import Person
from apps.schools.models import School
from apps.schools.policies import is_of_the_team
from coeduc.access import require
from coeduc.http import Request

View = Callable[..., HttpResponseBase]


def for_office(view: View) -> View:
    """Only those who look after accounts; other colleagues are refused, anybody else sees a 404."""

    @functools.wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        schools = invitations_policies.office_schools(request.reader)
        if not schools:
            if not is_of_the_team(request.reader):
                raise Http404
            require(False)
        return view(
            request,
            *args,
            office=AccountsOffice(_chosen(request, schools), tuple(schools)),
            **kwargs,
        )

    return wrapped


def _chosen(request: Request, schools: list[School]) -> School:
    """The one named in the address or the form; one that is not theirs does not exist."""
    asked = request.POST.get(CHOICE) or request.GET.get(CHOICE)
    if not asked:
        return schools[0]
    found = next((school for school in schools if str(school.public_id) == asked), None)
    if found is None:
        raise Http404
    return found


def person_or_404(request: Request, kind: str, public_id: UUID) -> Person:
    """A person of a school whose accounts one looks after; anybody else does not exist."""
    person = codes_queries.find_person(request.reader, kind, public_id)
    if person is None:
        raise Http404
    return person


def may_help(request: Request, person: Person) -> bool:
    if not codes_queries.may_enter(person, at=request.now):
        return False
    if person.user is None:
        return invitations_policies.can_give_code(request.reader, person)
    return invitations_policies.can_reset(request.reader, person, person.user)
