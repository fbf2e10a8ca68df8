"""What waits for a head on their first page, and the way to the team for who looks after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools import policies
from apps.schools.models import Staff
from apps.schools.team import queries
from apps.schools.team.presenters.class_team import class_team
from apps.schools.team.presenters.words import job_named
from coeduc.access import Reader
from coeduc.french import typeset
from coeduc.portal import Part, Visit
from coeduc.registry import WaitingKind, WaitingLine, WaitingRow
from coeduc.shapes import parsed
from coeduc.visits import ClassVisit


def prepared_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """«À confirmer : Mme Duval, professeure», the oldest first."""
    for row in reversed(rows):
        label = parsed(queries.PreparedLabel, row.label)
        person = Staff(
            civility=label["civility"], first_name=label["first"], last_name=label["last"]
        )
        said = _("À confirmer, équipe : %(person)s, %(job)s") % {
            "person": person.polite_name,
            "job": job_named(label["job"], label["civility"]),
        }
        yield WaitingLine(typeset(said), reverse("schools:team", args=[label["school"]]))


WAITING = (WaitingKind(queries.TO_CONFIRM, queries.to_confirm, prepared_lines),)


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    """Who teaches this class: the question of every telephone call."""
    reader, division = visit.request.reader, visit.division
    card = class_team(
        division,
        queries.taught_in(division),
        queries.leading(division),
        replaced=queries.replaced_by(division, at=reader.at),
        with_history=policies.can_prepare_names(reader, division.school),
        at=reader.at,
    )
    yield Part(70, "schools/_class_team.html", card)


@dataclass(frozen=True, slots=True)
class TeamCard:
    """The team of one school: when a substitute arrives at eight, nobody looks for the door."""

    school: str
    team_url: str
    substitute_url: str


def staff_parts(visit: Visit) -> Iterator[Part]:
    schools = visit.known.schools()
    for school in schools:
        if policies.can_prepare_names(visit.request.reader, school):
            add = reverse("schools:team_add", args=[school.public_id])
            card = TeamCard(
                school.name if len(schools) > 1 else "",
                reverse("schools:team", args=[school.public_id]),
                f"{add}?remplacement=1",
            )
            yield Part(80, "schools/_team_card.html", card)
