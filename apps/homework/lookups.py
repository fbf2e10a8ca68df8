"""What an address of the notebook names for this reader, else 404: for the views of its rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from apps.homework import policies
from apps.homework.notebook.queries.lessons import teachings
from apps.schools.links import CHILD, pupils_of
from apps.schools.models import Staff, Student, Teaching
from apps.schools.people.queries import at_work
from coeduc.access import require
from coeduc.chapters import Link
from coeduc.days import day_or_none
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.schools.links import ChildLink


def me_or_404(request: Request) -> Staff:
    """Whoever works in no school has no page here, as in the other spaces."""
    colleague = at_work(request.reader)
    if colleague is None:
        raise Http404
    return min(colleague.jobs, key=lambda job: job.pk)


def pupil_or_404(request: Request) -> Student:
    """The pupil whose page it is."""
    mine = pupils_of(request.reader, at=request.now)
    if not mine:
        raise Http404
    return mine[0]


def chosen_child(request: Request, links: Sequence[ChildLink], *, first: ChildLink) -> ChildLink:
    """The child asked, else the last one asked in this browser, else the ``first``.

    404 for a child who is not theirs (any more); a cookie of another account says nothing.
    """
    asked = request.GET.get(CHILD, "")
    known = {str(link.student.public_id): link for link in links}
    if asked:
        if asked not in known:
            raise Http404
        return known[asked]
    return known.get(request.COOKIES.get(CHILD, ""), first)


def remember_child(request: Request, response: HttpResponse) -> None:
    """Until the browser is closed; a random key of the child, and nothing of them."""
    asked = request.GET.get(CHILD, "")
    if asked and asked != request.COOKIES.get(CHILD):
        response.set_cookie(
            CHILD, asked, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def children_around(links: Collection[ChildLink], chosen: ChildLink, *, address: str) -> list[Link]:
    """From one child's page to another's; nothing to choose where there is one."""
    if len(links) < 2:
        return []
    return [
        Link(
            link.student.first_name,
            f"{address}?{CHILD}={link.student.public_id}",
            link is chosen,
        )
        for link in links
    ]


def class_of(link: ChildLink, links: Collection[ChildLink]) -> str:
    """«4eB»; with the school where the children of a family are of several."""
    several = len({one.school_id for one in links}) > 1
    return " · ".join(filter(None, (link.class_code, link.school.name if several else "")))


def writable_or_404(request: Request, public_id: UUID) -> Teaching:
    """403 for a colleague of the class, and for everybody once the year is over."""
    teaching: Teaching = get_object_or_404(teachings(request.reader), public_id=public_id)
    require(policies.can_write(request.reader, teaching))
    return teaching


def uuid_or_404(text: str) -> UUID:
    """A key of the query string; what is not one names nothing."""
    try:
        return UUID(text)
    except ValueError as unreadable:
        raise Http404 from unreadable


def day_asked(request: Request, today: dt.date) -> dt.date:
    """The day in the query string, or today where it is not one."""
    return day_or_none(request.GET.get("du", "")) or today
