"""«Ma 5eC»: the helps proposed to its pupils, and what their families answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.models import HelpAnswer, ResultVersion
from apps.results.words.queries import answers_to, helps_proposed
from apps.schools.names import listed_name
from apps.support.enums import Answer
from coeduc import french
from coeduc.days import day_of
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.results.words.queries import Students

RECENT = dt.timedelta(days=60)
TONES = {Answer.YES: "done", Answer.TALK: "ask", Answer.NOT_POSSIBLE: "info"}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One help proposed to one pupil, and the answer, each guardian for themself."""

    student_id: UUID
    student: str
    help: str
    about: str
    answers: tuple[tuple[str, str], ...]

    @property
    def waits(self) -> bool:
        return not self.answers


def proposals_of(request: Request, students: Students) -> list[ProposalLine]:
    """Those their families may read, the ones without an answer first."""
    versions = helps_proposed(request.reader, students, since=request.now - RECENT)
    answers = answers_to(request.reader, versions)
    lines = _once(proposal_lines(versions, answers, at=request.now))
    return sorted(lines, key=lambda line: not line.waits)


def _once(lines: Iterable[ProposalLine]) -> list[ProposalLine]:
    """The same help proposed again to the same pupil is one line: the newest that was answered."""
    kept: dict[tuple[UUID, str], ProposalLine] = {}
    for line in lines:
        known = kept.setdefault((line.student_id, line.help), line)
        if known.waits and not line.waits:
            kept[line.student_id, line.help] = line
    return list(kept.values())


def proposal_lines(
    versions: Sequence[ResultVersion], answers: Iterable[HelpAnswer], *, at: dt.datetime
) -> list[ProposalLine]:
    given: dict[int, list[tuple[str, str]]] = {}
    for found in answers:
        answer = f"{found.guardian.polite_name} : {found.get_answer_display()}"
        tone = TONES[Answer(found.answer)]
        given.setdefault(found.result_id, []).append((french.typeset(answer), tone))
    return [
        ProposalLine(
            student_id=version.student.public_id,
            student=listed_name(version.student),
            help=str(version.device),
            about=_about(version, at=at),
            answers=tuple(given.get(version.result_id, ())),
        )
        for version in versions
    ]


def _about(version: ResultVersion, *, at: dt.datetime) -> str:
    title, since = version.result.assessment.title, version.guardian_release_at
    if since is None:  # nothing that a family reads is without its instant
        return title
    zone = version.result.assessment.school.time_zone
    return _("%(title)s, proposée le %(day)s") % {
        "title": title,
        "day": french.full_day(day_of(since, zone), at=at, zone=zone),
    }


def proposals_sentence(lines: Sequence[ProposalLine]) -> str:
    """What is left to do, in one line; empty when every family answered."""
    waiting = sum(line.waits for line in lines)
    if not waiting:
        return ""
    return ngettext(
        "%(n)d proposition sans réponse : un mot de votre part aide plus qu’une relance.",
        "%(n)d propositions sans réponse : un mot de votre part aide plus qu’une relance.",
        waiting,
    ) % {"n": waiting}
