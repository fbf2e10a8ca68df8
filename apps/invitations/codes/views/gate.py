"""The door of the office: whose accounts are looked after here, and in which school."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.notices.models import Person
from apps.schools.models import School
from coeduc.access import require
from coeduc.frame import Link
from coeduc.http import Request

View = Callable[..., HttpResponse]
CHOICE = "ecole"


@dataclass(frozen=True, slots=True)
class Office:
    """The school this page is about, among those where this person looks after accounts."""

    school: School
    schools: tuple[School, ...]

    @property
    def key(self) -> str:
        return str(self.school.public_id)

    @property
    def query(self) -> str:
        """What keeps the choice from a page to the next; nothing for who has one school."""
        return f"?{CHOICE}={self.key}" if len(self.schools) > 1 else ""

    def url(self, route: str) -> str:
        return reverse(route) + self.query

    def tabs(self, route: str) -> list[Link]:
        """The same page for each school; nothing for who has one."""
        if len(self.schools) < 2:
            return []
        page = reverse(route)
        return [
            Link(school.name, f"{page}?{CHOICE}={school.public_id}", school == self.school)
            for school in self.schools
        ]


def for_office(view: View) -> View:
    """Only those who look after accounts; other colleagues are refused, anybody else sees a 404."""

    @functools.wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        schools = invitations_policies.office_schools(request.reader)
        if not schools:
            if not invitations_policies.works_somewhere(request.reader):
                raise Http404
            require(False)
        return view(
            request, *args, office=Office(_chosen(request, schools), tuple(schools)), **kwargs
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


def may_help(request: Request, person: Person) -> bool:
    if not codes_queries.may_enter(person, at=request.now):
        return False
    if person.user is None:
        return invitations_policies.can_give_code(request.reader, person)
    return invitations_policies.can_reset(request.reader, person, person.user)
