"""What the first page of the team says of copies that are still awaited: quiet lines, no alarm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from apps.results.holds.presenters import RequestLine, request_lines
from apps.results.models import Assessment, MissedHandBack, TalkRequest
from apps.results.release.presenters.awaited import (
    LaterLine,
    OverdueLine,
    later_lines,
    overdue_in,
    overdue_sentence,
    still_waiting,
)
from apps.results.release.rules.patience import Patience
from apps.results.release.services.patience import Calendar, overdue
from apps.schools.models import School, of_a_past_year
from coeduc.access import visible
from coeduc.http import Request

FEW = 10
MANY = 50


def requests_waiting(request: Request) -> list[RequestLine]:
    """Pupils who asked somebody to talk first: what calls for an act before anything else.

    Those of a year that is over stay on the page of requests, where they can still be closed.
    """
    over = of_a_past_year("result__assessment__teaching__year", day=request.now.date())
    standing = visible(request, TalkRequest).standing().exclude(over)
    asked = standing.with_people().with_holds(at=request.now)
    return request_lines(asked.order_by("parents_at", "at")[:MANY], at=request.now)[:FEW]


def later_copies(request: Request, teachings: Any) -> list[LaterLine]:
    """Pupils who were away when their class received its copies, and still wait for theirs."""
    rows = visible(request, MissedHandBack).filter(assessment__teaching__in=teachings)
    return later_lines(still_waiting(rows))


def late_copies(request: Request, waiting: Sequence[Assessment]) -> str:
    """The teacher's quiet line, counted on what the page already lists."""
    late = 0
    for _pk, found in groupby(sorted(waiting, key=_school), key=_school):
        mine = list(found)
        late += len(overdue(mine, Calendar.of(mine[0].school, at=request.now)))
    return overdue_sentence(late)


def _school(assessment: Assessment) -> int:
    return assessment.school_id


def awaited_by_head(request: Request, schools: Iterable[School]) -> list[OverdueLine]:
    """Twice the patience has passed in the schools of this head: they may publish."""
    found = [overdue_in(request, school, least=Patience.HEAD) for school in schools]
    return [line for lines in found for line in lines][:FEW]
