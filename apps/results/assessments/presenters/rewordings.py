"""What was corrected of an assessment that families had read, for the page of the team."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.results.enums import AssessmentKind
from apps.results.models import AssessmentWording
from coeduc import french
from coeduc.days import day_of

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage
    from apps.results.models.rows import WordingState

    WordingField = Literal[
        "title", "kind", "held_on", "coefficient", "progress", "device", "review_on"
    ]

BEFORE: dict[WordingField, Any] = {
    "title": gettext_lazy("Titre, avant : %(was)s"),
    "kind": gettext_lazy("Sorte, avant : %(was)s"),
    "held_on": gettext_lazy("Jour, avant : %(was)s"),
    "coefficient": gettext_lazy("Coefficient, avant : %(was)s"),
    "progress": gettext_lazy("Pour progresser, avant : %(was)s"),
    "device": gettext_lazy("Aide proposée, avant : %(was)s"),
    "review_on": gettext_lazy("On regarde ensemble, avant : %(was)s"),
}


@dataclass(frozen=True, slots=True)
class Rewording:
    """One correction: who, when and why; what was there before; from when families read it."""

    sentence: str
    before: tuple[str, ...]
    read_from: str


def edited_sentence(changed: AssessmentWording | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """When families will read what has just been changed, where they had read what was there."""
    if changed is None:
        return _("C’est enregistré.")
    student_at, them_at = changed.student_release_at, changed.guardian_release_at
    if student_at is None or them_at is None:  # what was said anew has its instants
        return _("C’est enregistré.")
    return french.typeset(
        _("C’est enregistré. Les élèves le liront %(student)s, les parents %(them)s.")
        % {
            "student": french.near_moment(student_at, at=at, zone=zone),
            "them": french.near_moment(them_at, at=at, zone=zone),
        }
    )


def rewordings(assessment: AssessmentOfPage, *, at: dt.datetime) -> list[Rewording]:
    """The newest first."""
    zone = assessment.school.time_zone
    changes = list(pairwise(assessment.wording_states))
    return [_rewording(before, after, at=at, zone=zone) for before, after in reversed(changes)]


def _rewording(
    before: WordingState, after: WordingState, *, at: dt.datetime, zone: ZoneInfo
) -> Rewording:
    entered_at = dt.datetime.fromisoformat(after["entered_at"])
    day = french.full_day(day_of(entered_at, zone), at=at, zone=zone)
    who = f"{after['first_name'] or ''} {after['last_name'] or ''}".strip()
    sentence = (
        _("Corrigée le %(day)s par %(who)s : %(reason)s")
        if who
        else _("Corrigée le %(day)s : %(reason)s")
    )
    return Rewording(
        sentence=french.typeset(sentence % {"day": day, "who": who, "reason": after["reason"]}),
        before=tuple(
            french.typeset(words % {"was": _value(name, before[name], at=at, zone=zone)})
            for name, words in BEFORE.items()
            if before[name] != after[name]
        ),
        read_from=_read_from(after, at=at, zone=zone),
    )


def _value(name: str, value: str | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if not value:
        return _("rien")
    match name:
        case "kind":
            return str(AssessmentKind(value).label)
        case "held_on" | "review_on":
            return french.full_day(dt.date.fromisoformat(value), at=at, zone=zone)
        case "coefficient":
            return french.french_decimal(Decimal(value))
        case _:
            return value


def _read_from(state: WordingState, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """Each audience on its own: a state replaced in time is read by neither, or by pupils alone."""
    if state["student_at"] is None:
        return _("Remplacée avant que personne ne la lise.")
    student = _moment(state["student_at"], at=at, zone=zone)
    if state["guardian_at"] is None:
        sentence = _("Lue par les élèves %(student)s ; remplacée avant que les parents la lisent.")
        return french.typeset(sentence % {"student": student})
    sentence = _("Lue à partir de ces heures. Élèves : %(student)s. Parents : %(them)s.")
    them = _moment(state["guardian_at"], at=at, zone=zone)
    return french.typeset(sentence % {"student": student, "them": them})


def _moment(instant: str, *, at: dt.datetime, zone: ZoneInfo) -> str:
    return french.near_moment(dt.datetime.fromisoformat(instant), at=at, zone=zone)
