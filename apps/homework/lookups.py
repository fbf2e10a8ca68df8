"""What an address of the notebook names for this reader, else 404: for the views of its rooms."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.homework import policies
from apps.homework.notebook.queries.lessons import teachings
from apps.schools.links import pupils_of
from apps.schools.models import Staff, Student, Teaching
from apps.schools.people.queries import at_work
from coeduc.access import require
from coeduc.days import day_or_none
from coeduc.http import Request


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
