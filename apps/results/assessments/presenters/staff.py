"""What the team reads about an assessment, ready for the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.publication.instants import Facts, Release
from apps.publication.release.services import has_passed
from apps.results.enums import Stage
from apps.results.models import Assessment, ResultVersion
from apps.results.reading.presenters.result import mark_sentence
from apps.results.release.services.instants import RuleAndHours
from apps.schools.days import today_of
from apps.schools.names import listed_name
from coeduc import french
from coeduc.days import day_of
from coeduc.ui import TimelineStep

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage, ListedAssessment, RosterRow


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment with its counts, for the team only."""

    public_id: UUID
    key: str
    title: str
    class_code: str
    subject: str
    kind: str
    held_on: str
    scale: int | None
    skills: tuple[str, ...]
    coefficient: str
    progress: str
    pupil_count: int
    missing_count: int
    is_handed_back: bool
    is_coming: bool
    stage: str
    handed_back_on: str
    published_because: str


def assessment_line(assessment: ListedAssessment, *, at: dt.datetime) -> AssessmentLine:
    """``assessment`` comes with its teaching and school."""
    zone = assessment.school.time_zone
    handed_back_at = assessment.handed_back_at
    stage = _stage(assessment, at=at)
    return AssessmentLine(
        public_id=assessment.public_id,
        key=str(assessment.public_id),
        title=assessment.title,
        class_code=assessment.teaching.class_code,
        subject=assessment.teaching.subject.label,
        kind=assessment.get_kind_display(),
        held_on=french.full_day(assessment.held_on, at=at, zone=zone),
        scale=assessment.scale,
        skills=tuple(assessment.skills),
        coefficient=str(assessment.coefficient),
        progress=assessment.progress,
        pupil_count=assessment.pupil_count,
        missing_count=assessment.pupil_count - assessment.entered_count,
        is_handed_back=handed_back_at is not None,
        is_coming=stage is Stage.COMING,
        stage=str(stage.label),
        handed_back_on=(
            french.full_day(day_of(handed_back_at, zone), at=at, zone=zone)
            if handed_back_at
            else ""
        ),
        published_because=assessment.published_because or "",
    )


def _stage(assessment: ListedAssessment, *, at: dt.datetime) -> Stage:
    """As ``in_stages``, for one whose rows are there."""
    if assessment.handed_back_at is not None:
        return Stage.HANDED_BACK
    today = today_of(assessment.school, at=at)
    return Stage.COMING if assessment.held_on > today else Stage.TO_HAND_BACK


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One pupil's result as its teacher reads it."""

    result_id: UUID
    student: str
    class_code: str
    mark: str
    achieved: str
    to_review: str
    progress: str
    levels: tuple[str, ...]
    seen_by: str
    tone: str
    when: str


def student_line(
    result: RosterRow,
    version: ResultVersion | None,
    *,
    assessment: Assessment,
    plan: Release,
    at: dt.datetime,
) -> StudentLine:
    """``plan``: the instants of the class (``plan_of``)."""
    version = None if version and version.is_nothing else version
    seen_by, tone = _seen_by(result, version, at)
    levels = version.levels if version else []
    return StudentLine(
        result_id=result.public_id,
        student=listed_name(result.student),
        class_code=result.division.code,
        mark=_short_mark(version, assessment.scale),
        achieved=version.achieved if version else "",
        to_review=version.to_review if version else "",
        progress=_progress(version),
        levels=tuple(
            str(levels[n] or "–") if n < len(levels) else "" for n in range(len(assessment.skills))
        ),
        seen_by=seen_by,
        tone=tone,
        when=_when(version, plan, at=at, zone=assessment.school.time_zone) if tone != "ask" else "",
    )


def _short_mark(version: ResultVersion | None, scale: int | None) -> str:
    if version is None:
        return ""
    if version.value is None:
        return version.get_status_display()
    return mark_sentence(version, scale)


def _progress(version: ResultVersion | None) -> str:
    """What is proposed to this pupil beyond the line of the class."""
    if version is None:
        return ""
    if version.no_help:
        return _("Rien de particulier")
    return " · ".join(part for part in (str(version.device or ""), version.progress) if part)


def _when(version: ResultVersion | None, plan: Release, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """The next instant at which somebody may read it; never whether anybody did.

    A pupil who asked an adult to talk first is told nowhere: within the span of every family, the
    parents' hour is the class's.
    """
    if version is None:
        return ""
    instants = {
        version.student_release_at: _("Élève : %(when)s"),
        _parents_at(version, plan): _("Parents : %(when)s"),
    }
    return " · ".join(
        words % {"when": french.near_moment(instant, at=at, zone=zone)}
        for instant, words in instants.items()
        if instant is not None and instant > at
    )


def _parents_at(version: ResultVersion, plan: Release) -> dt.datetime | None:
    own, first, last = version.guardian_release_at, plan.guardian_at, plan.guardian_latest
    if own is None or first is None or last is None:
        return own
    follows = version.student_release_at == plan.student_at and first <= own <= last
    return first if follows else own


def _seen_by(result: RosterRow, version: ResultVersion | None, at: dt.datetime) -> tuple[str, str]:
    """That it is held, never why."""
    if result.held_until and not result.parents_read:
        zone = result.assessment.school.time_zone
        day = french.short_day(day_of(result.held_until, zone), at=at, zone=zone)
        return _("Retenu jusqu’au %(day)s") % {"day": day}, "ask"
    if version is None or not has_passed(version.student_release_at, at):
        return _before_it(result, version)
    if not result.pupil_reads:
        return _("Retiré"), "ask"
    if not result.parents_read:
        return _("Élève"), "info"
    if has_passed(version.guardian_release_at, at):
        return _("Élève et parents"), "done"
    return _("Élève ; les parents, l’état d’avant"), "done"


def _before_it(result: RosterRow, version: ResultVersion | None) -> tuple[str, str]:
    """The last state has not appeared: who still reads the one before it, if anybody does."""
    if result.parents_read:
        return _("Élève et parents : l’état d’avant"), "done"
    if result.pupil_reads:
        return _("Élève : l’état d’avant"), "info"
    return (_("Rien de saisi"), "draft") if version is None else (_("Personne encore"), "waiting")


def plan_of(assessment: AssessmentOfPage, frame: RuleAndHours, *, at: dt.datetime) -> Release:
    """The instants of the class: those that have passed as they were, the others as planned.

    The rule in force knows nothing of what was read before it: a past instant is the one its rows
    carry, and no date is planned before the rule or the hours it follows, as the batch of their
    adoption did.
    """
    student_at, guardian_at = assessment.first_student_at, assessment.first_guardian_at
    facts = Facts(
        handed_back_at=assessment.handed_back_at,
        recorded_at=assessment.tapped_at,
        held_until=frame.begun,
        shown_at=student_at if has_passed(student_at, at) else None,
    )
    plan = frame.planned(facts)
    return replace(
        plan,
        student_at=student_at if has_passed(student_at, at) else plan.student_at,
        guardian_at=guardian_at if has_passed(guardian_at, at) else plan.guardian_at,
    )


def journey(assessment: AssessmentOfPage, plan: Release, *, at: dt.datetime) -> list[TimelineStep]:
    """Copies → pupils → parents, with the instants of the class (``plan_of``)."""
    zone = assessment.school.time_zone
    return [
        _step(_("Copies rendues"), assessment.handed_back_at, at=at, zone=zone),
        _step(_("Visible par les élèves"), plan.student_at, at=at, zone=zone),
        _step(_("Visible par les parents"), plan.guardian_at, at=at, zone=zone),
    ]


def _step(
    label: str, instant: dt.datetime | None, *, at: dt.datetime, zone: ZoneInfo
) -> TimelineStep:
    if instant is None:
        return TimelineStep(label)
    when = french.near_moment(instant, at=at, zone=zone)
    return TimelineStep(label, when=when, state="done" if instant <= at else "now")
