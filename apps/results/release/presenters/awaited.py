"""Copies that are still awaited, as the team reads them: overdue ones, and those of the absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import ngettext

from apps.results.models import Assessment, MissedHandBack, Result
from apps.results.release.rules.patience import Patience
from apps.results.release.services.patience import PatienceCalendar, overdue_seen
from apps.schools.models import School
from coeduc import french
from coeduc.http import Request


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A class that waits for its copies beyond the patience of the rule."""

    public_id: UUID
    title: str
    class_code: str
    subject: str
    teacher: str
    held_on: str
    head_knows: bool


@dataclass(frozen=True, slots=True)
class LaterLine:
    """An assessment handed back to its class, and the first names of who still waits."""

    public_id: UUID
    title: str
    class_code: str
    names: str


def overdue_line(
    assessment: Assessment, calendar: PatienceCalendar, *, at: dt.datetime
) -> OverdueLine:
    """``assessment``: one that nobody handed back, with teaching, author and school."""
    zone = assessment.school.time_zone
    return OverdueLine(
        public_id=assessment.public_id,
        title=assessment.title,
        class_code=assessment.teaching.class_code,
        subject=assessment.teaching.subject.label,
        teacher=assessment.author.polite_name,
        held_on=french.full_day(assessment.held_on, at=at, zone=zone),
        head_knows=calendar.patience_of(assessment) == Patience.HEAD,
    )


def overdue_in(
    request: Request,
    school: School,
    *,
    least: Patience,
    all_years: bool = False,
    most: int | None = None,
) -> list[OverdueLine]:
    """What this person sees of what is overdue in a school, this year unless ``all_years``.

    The oldest first, ``most`` of them.
    """
    calendar = PatienceCalendar.of(school, at=request.now)
    seen = overdue_seen(
        request.reader, school, calendar, least=least, all_years=all_years, most=most
    )
    return [overdue_line(found, calendar, at=request.now) for found in seen]


def overdue_sentence(count: int) -> str:
    """A quiet line; empty when nothing is overdue."""
    if not count:
        return ""
    return ngettext(
        "%(n)d paquet attend depuis longtemps : les familles lisent depuis quand.",
        "%(n)d paquets attendent depuis longtemps : les familles lisent depuis quand.",
        count,
    ) % {"n": count}


def later_lines(rows: Iterable[MissedHandBack]) -> list[LaterLine]:
    """``rows`` as ``still_waiting`` gives them."""
    lines = []
    for assessment, waiting in groupby(rows, key=lambda row: row.assessment):
        lines.append(
            LaterLine(
                public_id=assessment.public_id,
                title=assessment.title,
                class_code=assessment.teaching.class_code,
                names=first_names([row.result for row in waiting]),
            )
        )
    return lines


def too_early(calendar: PatienceCalendar, assessment: Assessment) -> str:
    """Why the head may not publish yet; empty once the patience has passed."""
    if calendar.patience_of(assessment) > Patience.KEPT:
        return ""
    days = calendar.rule_for(assessment.kind).patience_days
    sentence = ngettext(
        "La règle du collège laisse %(n)d jour de classe pour rendre les copies : "
        "c’est encore trop tôt pour publier sans elles.",
        "La règle du collège laisse %(n)d jours de classe pour rendre les copies : "
        "c’est encore trop tôt pour publier sans elles.",
        days,
    )
    return french.typeset(sentence % {"n": days})


def first_names(rows: Sequence[Result]) -> str:
    """« Léo et Sara »; the initial where two of them share a first name."""
    known = [row.student.first_name for row in rows]
    names = [
        f"{row.student.first_name} {row.student.display_last_name[:1]}."
        if known.count(row.student.first_name) > 1
        else row.student.first_name
        for row in rows
    ]
    return french.and_list(names)
