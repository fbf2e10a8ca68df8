"""What the team reads about an assessment, ready for the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.publication import sentences
from apps.publication.instants import Facts, undo_minutes_left
from apps.results.models import Assessment, Result, ResultVersion
from apps.results.presenters import mark_sentence
from apps.results.services.instants import Frame
from coeduc.ui import Step

MORNING = dt.time(8)
AFTERNOON = dt.time(17)
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment with its counts, for the team only."""

    public_id: UUID
    title: str
    class_code: str
    subject: str
    kind: str
    held_on: str
    scale: int
    coefficient: str
    progress: str
    pupil_count: int
    missing_count: int
    is_handed_back: bool
    handed_back_on: str


def assessment_line(assessment: Assessment, *, at: dt.datetime) -> AssessmentLine:
    """``assessment`` comes from ``with_progress()`` with its teaching and school."""
    zone = assessment.school.time_zone
    handed_back_at = assessment.handed_back_at
    return AssessmentLine(
        public_id=assessment.public_id,
        title=assessment.title,
        class_code=assessment.teaching.class_code,
        subject=assessment.teaching.subject.label,
        kind=assessment.get_kind_display(),
        held_on=sentences.full_day(assessment.held_on, at=at, zone=zone),
        scale=assessment.scale,
        coefficient=str(assessment.coefficient),
        progress=assessment.progress,
        pupil_count=assessment.pupil_count,
        missing_count=assessment.pupil_count - assessment.entered_count,
        is_handed_back=handed_back_at is not None,
        handed_back_on=(
            sentences.full_day(handed_back_at.astimezone(zone).date(), at=at, zone=zone)
            if handed_back_at
            else ""
        ),
    )


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One pupil's result as its teacher reads it."""

    student: str
    class_code: str
    mark: str
    achieved: str
    to_review: str
    seen_by: str
    tone: str


def student_line(
    result: Result, version: ResultVersion | None, *, scale: int, at: dt.datetime
) -> StudentLine:
    seen_by, tone = _seen_by(version, at)
    return StudentLine(
        student=f"{result.student.display_last_name} {result.student.first_name}",
        class_code=result.division.code,
        mark=_short_mark(version, scale),
        achieved=version.achieved if version else "",
        to_review=version.to_review if version else "",
        seen_by=seen_by,
        tone=tone,
    )


def _short_mark(version: ResultVersion | None, scale: int) -> str:
    if version is None:
        return ""
    if version.value is None:
        return version.get_status_display()
    return mark_sentence(version, scale)


def _seen_by(version: ResultVersion | None, at: dt.datetime) -> tuple[str, str]:
    if version is None:
        return _("Rien de saisi"), "draft"
    if version.guardian_release_at and version.guardian_release_at <= at:
        return _("Élève et parents"), "done"
    if version.student_release_at and version.student_release_at <= at:
        return _("Élève"), "info"
    return _("Personne encore"), "waiting"


def journey(assessment: Assessment, *, at: dt.datetime, frame: Frame | None = None) -> list[Step]:
    """Copies → pupils → parents, with the instants that the hand-back alone gives."""
    zone = assessment.school.time_zone
    facts = Facts(handed_back_at=assessment.handed_back_at, recorded_at=assessment.tapped_at)
    plan = (frame or Frame.to_read(assessment, at=at)).planned(facts)
    return [
        _step(_("Copies rendues"), assessment.handed_back_at, at=at, zone=zone),
        _step(_("Visible par les élèves"), plan.student_at, at=at, zone=zone),
        _step(_("Visible par les parents"), plan.guardian_at, at=at, zone=zone),
    ]


def _step(label: str, instant: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo) -> Step:
    if instant is None:
        return Step(label)
    when = sentences.near_moment(instant, at=at, zone=zone)
    return Step(label, when=when, state="done" if instant <= at else "now")


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
