"""What the first page of the team says: what waits, the first days of a school, its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.home.presenters.checklist import Checklist, checklist_of
from apps.invitations.policies import office_schools
from apps.publication import sentences
from apps.publication.rules import rule_for
from apps.publication.services import rules_by_kind, to_read
from apps.schools import policies
from apps.schools.models import School
from coeduc.http import Request
from coeduc.portal import Part, Visit
from coeduc.registry import Waiting

if TYPE_CHECKING:
    from apps.schools.people.queries import AtWork


@dataclass(frozen=True, slots=True)
class Schools:
    """The first days of each school, for who decides them; its rule, for who teaches nothing."""

    checklists: list[Checklist]
    rules: list[tuple[School, str]]
    several: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Where somebody who teaches nothing may go.

    ``follows``: some pupils are theirs to open; ``knows``: at least their names, and whom to call;
    ``accounts``: the ways in of a school are theirs.
    """

    follows: bool
    knows: bool
    accounts: bool


# Of the first page of the team: what comes after stands beside, where there is room.
BESIDE = 50


@dataclass(frozen=True, slots=True)
class DeskColumns:
    """The parts of the page: what one does now, and what stands beside it."""

    first: tuple[Part, ...]
    beside: tuple[Part, ...]


def columns_of(parts: Iterable[Part]) -> DeskColumns:
    """In order, one under the other on a phone; one column where one of them would be empty."""
    found = tuple(parts)
    first = tuple(part for part in found if part.rank <= BESIDE)
    beside = tuple(part for part in found if part.rank > BESIDE)
    return DeskColumns(first, beside) if first and beside else DeskColumns(found, ())


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    request, colleague = visit.request, visit.known
    acts = visit.waiting.get(None, Waiting()).acts
    if acts:
        yield Part(10, "home/_acts.html", acts)
    schools = colleague.schools()
    several = len(schools) > 1
    checklists = [found for one in schools if (found := _checklist(request, one))]
    if checklists:
        yield Part(20, "home/_schools.html", Schools(checklists, [], several))
    if not colleague.teaches:
        rules = [_rule_of(one, at=request.now) for one in schools]
        # After the work of the day: it is read once.
        yield Part(90, "home/_schools.html", Schools([], rules, several))
        ways = Ways(
            follows=policies.follows_somebody(request.reader),
            knows=policies.knows_pupils(request.reader),
            accounts=bool(office_schools(request.reader)),
        )
        yield Part(60, "home/_ways.html", ways)


def _rule_of(school: School, *, at: dt.datetime) -> tuple[School, str]:
    """The rule in a sentence, for those who answer for it: with the span that families read."""
    decided, opening = to_read(school, at=at)
    rule = rule_for(rules_by_kind(decided))
    return school, sentences.rule_sentence(rule, opening.as_hours(), span=True)


def _checklist(request: Request, school: School) -> Checklist | None:
    """The first days, for who decides them; one query less for everybody else."""
    if not policies.can_set_up(request.reader, school):
        return None
    return checklist_of(school, at=request.now)
