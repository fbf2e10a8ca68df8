"""What the tap page says, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication import explained
from apps.publication.instants import Facts, undo_minutes_left
from apps.results.assessments.presenters.staff import (
    AssessmentLine,
    assessment_line,
    journey,
    plan_of,
)
from apps.results.models import Assessment
from apps.results.release.services.instants import RuleAndHours
from apps.schools.days import half_of
from apps.schools.enums import HalfDay
from coeduc import french
from coeduc.days import DAY, day_of
from coeduc.ui import TimelineStep

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage
    from apps.results.hand_backs.queries import PupilOfHandBack

MORNING = dt.time(8)
AFTERNOON = dt.time(17)


@dataclass(frozen=True, slots=True)
class HandBackMoment:
    """A moment at which the copies may have been handed back."""

    key: str
    label: str
    instant: dt.datetime


@dataclass(frozen=True, slots=True)
class LateCopy:
    """A pupil who missed the hand-back of the class; ``back_on`` once they have their copy."""

    id: UUID
    name: str
    first_name: str
    back_on: str
    undo_minutes: int

    @property
    def fields(self) -> dict[str, str]:
        return {"result": str(self.id)}


@dataclass(frozen=True, slots=True)
class HandBackPage:
    """Everything the tap page says, before and after."""

    line: AssessmentLine
    is_done: bool
    preview: str
    missing: str
    asks_progress: bool
    choices: tuple[HandBackMoment, ...]
    undo_minutes: int
    steps: tuple[TimelineStep, ...]
    late: tuple[LateCopy, ...]

    @property
    def awaited(self) -> list[LateCopy]:
        return [copy for copy in self.late if not copy.back_on]

    def instant_of(self, key: str) -> dt.datetime:
        return next(choice.instant for choice in self.choices if choice.key == key)


def hand_back_page(
    assessment: AssessmentOfPage,
    frame: RuleAndHours,
    missed: Iterable[PupilOfHandBack],
    *,
    at: dt.datetime,
) -> HandBackPage:
    """Preview under the rule in force, the missing line and marks, the undo left.

    ``missed`` are the rows of those who were away.
    """
    zone = assessment.school.time_zone
    line = assessment_line(assessment, at=at)
    missing = ngettext(
        "%(n)d note à saisir : elle suivra la même règle.",
        "%(n)d notes à saisir : elles suivront la même règle.",
        line.missing_count,
    ) % {"n": line.missing_count}
    plan = frame.planned(Facts(handed_back_at=at, recorded_at=at))
    tapped_at = assessment.tapped_at
    return HandBackPage(
        line=line,
        is_done=line.is_handed_back,
        preview=explained.tap_preview(plan, at=at, zone=zone),
        missing=missing if line.missing_count else "",
        asks_progress=(
            frame.rule.support_required and not (assessment.progress or assessment.device_id)
        ),
        choices=tuple(_choices(assessment, at=at, zone=zone)),
        undo_minutes=undo_minutes_left(tapped_at, at) if tapped_at else 0,
        steps=(
            tuple(journey(assessment, plan_of(assessment, frame, at=at), at=at))
            if line.is_handed_back
            else ()
        ),
        late=tuple(late_copies(missed, at=at, zone=zone)),
    )


def late_copies(
    rows: Iterable[PupilOfHandBack], *, at: dt.datetime, zone: ZoneInfo
) -> list[LateCopy]:
    return [
        LateCopy(
            id=row.public_id,
            name=str(row.student),
            first_name=row.student.first_name,
            back_on=_day_of(row.handed_back_at, at=at, zone=zone),
            undo_minutes=undo_minutes_left(row.recorded_at, at) if row.recorded_at else 0,
        )
        for row in rows
    ]


def _day_of(instant: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo) -> str:
    if instant is None:
        return ""
    return french.near_day(day_of(instant, zone), at=at, zone=zone)


def _choices(assessment: Assessment, *, at: dt.datetime, zone: ZoneInfo) -> list[HandBackMoment]:
    """Now; this morning once it is past noon; yesterday if the assessment had taken place."""
    today = day_of(at, zone)
    choices = [HandBackMoment("now", _("à l’instant"), at)]
    morning = dt.datetime.combine(today, MORNING, zone)
    is_past_noon = half_of(at.astimezone(zone).time()) == HalfDay.AFTERNOON
    if is_past_noon and assessment.held_on <= today:
        choices.append(HandBackMoment("morning", _("ce matin"), morning))
    yesterday = today - DAY
    if assessment.held_on <= yesterday:
        choices.append(
            HandBackMoment("yesterday", _("hier"), dt.datetime.combine(yesterday, AFTERNOON, zone))
        )
    return choices
