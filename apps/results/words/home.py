"""Helps proposed on the page of a class; who would like to talk, on the first pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.results import policies
from apps.results.words.presenters.proposals import (
    ProposalLine,
    proposals_of,
    proposals_sentence,
)
from apps.results.words.presenters.requests import RequestLine, request_lines
from apps.results.words.queries import requests_of_this_year
from apps.results.words.services import talk, talks
from apps.schools.models import Guardian
from coeduc.access import Reader
from coeduc.french import full_moment, typeset
from coeduc.portal import Part, Visit
from coeduc.registry import WaitingKind, WaitingLine, WaitingRow
from coeduc.shapes import parsed
from coeduc.visits import ClassVisit

if TYPE_CHECKING:
    from apps.schools.people.queries import AtWork

FEW = 10
# Of a class, on its page, before the fold that has the others.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Proposals:
    """A line a help, those that wait first; ``sentence`` counts these, ``more`` is folded."""

    lines: list[ProposalLine]
    more: list[ProposalLine]
    sentence: str


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    lines = proposals_of(visit.request, visit.students)
    card = Proposals(lines[:SHOWN], lines[SHOWN:], proposals_sentence(lines))
    yield Part(10, "results/home/proposals.html", card)


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """Requests of pupils, and the lists of who follows the whole school."""
    requests = requests_waiting(visit)
    if requests:
        yield Part(0, "results/home/requests.html", requests)
    if policies.answers_for_pupils(visit.request.reader, jobs=visit.known.jobs):
        yield Part(30, "results/home/gestures.html")


def requests_waiting(visit: Visit[AtWork]) -> list[RequestLine]:
    """Pupils who asked somebody to talk first: what calls for an act before anything else.

    Read once a request. Those of a year that is over stay on the page of requests, where they can
    still be closed.
    """
    request, memo = visit.request, visit.request.reader.memo
    if memo is not None and requests_waiting in memo:
        return cast(list[RequestLine], memo[requests_waiting])
    found = []
    if policies.answers_for_pupils(request.reader, jobs=visit.known.jobs):
        found = request_lines(requests_of_this_year(request.reader), at=request.now)[:FEW]
    if memo is not None:
        memo[requests_waiting] = found
    return found


def talk_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """«Mme Diallo aimerait parler d’une aide proposée à Inès : Devoirs faits», a line each."""
    for row in reversed(rows):
        label = parsed(talks.TalkLabel, row.label)
        guardian = Guardian(
            civility=label["civility"], first_name=label["first"], last_name=label["last"]
        )
        said = _("%(guardian)s aimerait parler d’une aide proposée à %(pupil)s : %(help)s") % {
            "guardian": guardian.polite_name,
            "pupil": label["pupil"],
            "help": label["help"],
        }
        yield WaitingLine(typeset(said), reverse("results:talk_list"))


def asked_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """The pupil's request to the CPE and its hour; once it has passed, the way to an adult."""
    for row in reversed(rows):
        if row.since <= reader.at:
            sentence = _("Ta demande : tes parents peuvent le lire maintenant.")
        else:
            when = full_moment(row.since, at=reader.at, zone=ZoneInfo(row.label))
            sentence = _(
                "Ta demande est partie. Tes parents pourront le lire à partir du %(when)s."
            ) % {"when": when}
        yield WaitingLine(
            typeset(sentence), reverse("results:student_result_talk", args=[row.about])
        )


WAITING = (
    WaitingKind(talk.ASKED, talk.asked_by, asked_lines, asks_act=False),
    WaitingKind(talks.TALKS, talks.waiting, talk_lines),
)
