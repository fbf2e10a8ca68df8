"""What the tap page says, before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication import sentences
from apps.publication.instants import Facts, undo_minutes_left
from apps.results.models import Assessment
from apps.results.services.instants import Frame
from apps.results.staff_pages import AssessmentLine, assessment_line, journey
from coeduc.ui import Step

MORNING = dt.time(8)
AFTERNOON = dt.time(17)
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment at which the copies may have been handed back."""

    key: str
    label: str
    instant: dt.datetime


@dataclass(frozen=True, slots=True)
class HandBackPage:
    """Everything the tap page says, before and after."""

    line: AssessmentLine
    is_done: bool
    preview: str
    missing: str
    asks_progress: bool
    choices: tuple[Choice, ...]
    undo_minutes: int
    steps: tuple[Step, ...]

    def instant_of(self, key: str) -> dt.datetime:
        return next(choice.instant for choice in self.choices if choice.key == key)


def hand_back_page(assessment: Assessment, *, at: dt.datetime) -> HandBackPage:
    """Preview under the rule in force, the missing line and marks, the undo left."""
    frame = Frame.to_read(assessment, at=at)
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
        preview=sentences.tap_preview(plan, at=at, zone=zone),
        missing=missing if line.missing_count else "",
        asks_progress=frame.rule.support_required and not assessment.progress,
        choices=tuple(_choices(assessment, at=at, zone=zone)),
        undo_minutes=undo_minutes_left(tapped_at, at) if tapped_at else 0,
        steps=tuple(journey(assessment, at=at, frame=frame)) if line.is_handed_back else (),
    )


def _choices(assessment: Assessment, *, at: dt.datetime, zone: ZoneInfo) -> list[Choice]:
    """Now; this morning once it is past noon; yesterday if the assessment had taken place."""
    local = at.astimezone(zone)
    choices = [Choice("now", _("à l’instant"), at)]
    morning = dt.datetime.combine(local.date(), MORNING, zone)
    if local.time() >= NOON and assessment.held_on <= local.date():
        choices.append(Choice("morning", _("ce matin"), morning))
    yesterday = local.date() - dt.timedelta(days=1)
    if assessment.held_on <= yesterday:
        choices.append(
            Choice("yesterday", _("hier"), dt.datetime.combine(yesterday, AFTERNOON, zone))
        )
    return choices
