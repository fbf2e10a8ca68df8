"""What the first page of the team says of copies: quiet lines, no alarm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results import policies
from apps.results.assessments.presenters.staff import AssessmentLine, assessment_line
from apps.results.hand_backs.queries import copies_for_later, packs_to_hand_back
from apps.results.models import Assessment
from apps.results.release.presenters.awaited import (
    LaterLine,
    OverdueLine,
    later_lines,
    overdue_in,
    overdue_sentence,
)
from apps.results.release.rules.patience import Patience
from apps.results.release.services.patience import PatienceCalendar, overdue
from apps.results.words.home import requests_waiting
from apps.schools.models import School
from apps.schools.people.queries import AtWork, teachings_of
from coeduc.http import Request
from coeduc.portal import LessonAct, Part, Visit
from coeduc.registry import Waiting

FEW = 10


@dataclass(frozen=True, slots=True)
class Copies:
    """What waits for a teacher; ``others_ask``: something else of the page waits for them."""

    ready: list[AssessmentLine]
    ready_sentence: str
    to_mark: list[AssessmentLine]
    later: list[LaterLine]
    late: str
    others_ask: bool


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """Copies awaited for long, the packs of who teaches."""
    request, colleague = visit.request, visit.known
    heads = policies.schools_to_publish(request.reader, jobs=colleague.jobs)
    awaited = awaited_by_head(request, heads)
    if awaited:
        yield Part(40, "results/home/awaited.html", awaited)
    if colleague.teaches:
        acts = visit.waiting.get(None, Waiting()).acts
        asked = acts or awaited or requests_waiting(visit)
        yield Part(
            60, "results/home/copies.html", _copies(request, colleague, others_ask=bool(asked))
        )


def lesson_acts(visit: Visit[AtWork]) -> dict[UUID, list[LessonAct]]:
    """Beside each lesson of today: the packs to hand back there, then «+ évaluation»."""
    packs: dict[UUID, list[LessonAct]] = defaultdict(list)
    for assessment in packs_to_hand_back(visit.request.reader, visit.known.teachings):
        line = assessment_line(assessment, at=visit.request.now)
        if not line.missing_count:
            url = reverse("results:assessment_hand_back", args=[line.public_id])
            packs[assessment.teaching.public_id].append(
                LessonAct(_("Copies rendues"), url, about=line.title, symbol="copy-check")
            )
    create = reverse("results:assessment_create")
    return {
        teaching.public_id: [
            *packs[teaching.public_id],
            LessonAct(_("Évaluation"), f"{create}?classe={teaching.public_id}", symbol="plus"),
        ]
        for teaching in teachings_of(visit.request.reader)
    }


def _copies(request: Request, colleague: AtWork, *, others_ask: bool) -> Copies:
    not_back = packs_to_hand_back(request.reader, colleague.teachings)
    waiting = [assessment_line(assessment, at=request.now) for assessment in not_back]
    ready = [line for line in waiting if not line.missing_count]
    return Copies(
        ready=ready,
        ready_sentence=_ready_sentence(len(ready)),
        to_mark=[line for line in waiting if line.missing_count],
        later=later_lines(copies_for_later(request.reader, colleague.teachings)),
        late=late_copies(request, not_back),
        others_ask=others_ask,
    )


def _ready_sentence(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(n)d paquet corrigé n’est pas marqué comme rendu.",
        "%(n)d paquets corrigés ne sont pas marqués comme rendus.",
        count,
    ) % {"n": count}


def late_copies(request: Request, waiting: Sequence[Assessment]) -> str:
    """The teacher's quiet line, counted on what the page already lists."""
    late = 0
    for _pk, found in groupby(sorted(waiting, key=_school), key=_school):
        mine = list(found)
        late += len(overdue(mine, PatienceCalendar.of(mine[0].school, at=request.now)))
    return overdue_sentence(late)


def _school(assessment: Assessment) -> int:
    return assessment.school_id


def awaited_by_head(request: Request, schools: Iterable[School]) -> list[OverdueLine]:
    """Twice the patience has passed in the schools of this head: they may publish."""
    found = [overdue_in(request, school, least=Patience.HEAD, most=FEW) for school in schools]
    return [line for lines in found for line in lines][:FEW]
