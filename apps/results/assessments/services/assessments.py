"""Create and correct an assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.results.assessments.services.wording import reword
from apps.results.errors import ResultError
from apps.results.models import (
    Assessment,
    ClassFigures,
    HandBack,
    MissedHandBack,
    Result,
    ResultVersion,
)
from apps.results.release.services.instants import RuleAndHours
from apps.results.release.services.placing import place_pending
from apps.schools.models import Enrolment, Staff, Teaching
from apps.schools.rosters import roster
from coeduc.locks import hold_row

EDITABLE = ("title", "kind", "held_on", "coefficient", "progress")


@transaction.atomic
def create_assessment(
    teaching: Teaching, *, author: Staff, at: dt.datetime, **fields: Any
) -> Assessment:
    """Create the assessment and a result row for *every* pupil taught, marked or not.

    The roster is frozen with class and level at ``at``: families see the assessment from it, so it
    must not depend on what is entered later.
    """
    assessment = Assessment.objects.create(
        school_id=teaching.school_id, teaching=teaching, author=author, created_at=at, **fields
    )
    enrolments = (
        Enrolment.objects.in_force(at=at)
        .filter(student__in=roster(teaching, at=at).values("student"))
        .select_related("division")
    )
    Result.objects.bulk_create(
        Result(
            school_id=teaching.school_id,
            assessment=assessment,
            student_id=enrolment.student_id,
            division=enrolment.division,
            level=enrolment.division.level,
        )
        for enrolment in enrolments
    )
    return assessment


@transaction.atomic
def edit_assessment(
    assessment: Assessment,
    *,
    at: dt.datetime,
    by: User | None = None,
    reason: str = "",
    **fields: Any,
) -> Assessment:
    """Change what describes the assessment; scale and skills stay once something was entered.

    What families have read of it changes at its own instants, with a ``reason`` (``reword``).
    """
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    scale = fields.pop("scale", locked.scale)
    skills = fields.pop("skills", locked.skills)
    if (scale, skills) != (locked.scale, locked.skills):
        if is_entered(locked):
            raise ResultError(
                _(
                    "Des résultats sont déjà saisis : la note maximale et les compétences ne "
                    "peuvent plus changer."
                )
            )
        locked.scale, locked.skills = scale, skills
        locked.save(update_fields=["scale", "skills"])
    kind = locked.kind
    changed = {name: fields[name] for name in EDITABLE if name in fields}
    was_read = reword(locked, changed, by=by, at=at, reason=reason)
    if locked.kind != kind and not was_read:
        place_pending(
            locked, RuleAndHours.of(locked, at=at), at=at
        )  # its kind may have its own rule
    return locked


def is_entered(assessment: Assessment) -> bool:
    """Something is entered for a pupil."""
    return ResultVersion.objects.latest().filter(result__assessment=assessment).exists()


def why_it_stays(assessment: Assessment, *, at: dt.datetime) -> str:
    """Why an assessment is not deleted any more; empty as long as nobody could read any of it.

    Copies that were handed back were read on paper. A tap taken back in time leaves no trace.
    """
    if ResultVersion.objects.readable(at=at).filter(result__assessment=assessment).exists():
        return _("Un résultat a déjà pu être lu : cette évaluation ne peut plus être supprimée.")
    if HandBack.objects.standing().filter(assessment=assessment).exists():
        return _(
            "Les copies sont marquées comme rendues : cette évaluation ne peut plus être supprimée."
        )
    return ""


@transaction.atomic
def delete_assessment(assessment: Assessment, *, at: dt.datetime) -> None:
    """Remove an assessment with its roster and the marks in it, which nobody has read.

    Raises ``ResultError`` once somebody could read any of it, or when something else was decided
    about one of its results (a hold).
    """
    locked, at = hold_row(Assessment.objects.filter(pk=assessment.pk), at=at)
    if why := why_it_stays(locked, at=at):
        raise ResultError(why)
    kept = ("results.ResultVersion:never_deleted", "results.HandBack:never_deleted")
    try:
        with transaction.atomic(), pgtrigger.ignore(*kept):
            MissedHandBack.objects.filter(assessment=locked).delete()
            HandBack.objects.filter(assessment=locked).delete()
            ClassFigures.objects.filter(assessment=locked).delete()
            ResultVersion.objects.filter(result__assessment=locked).delete()
            Result.objects.filter(assessment=locked).delete()
            locked.delete()
    except models.ProtectedError as held:
        raise ResultError(
            _("Cette évaluation a déjà servi : elle ne peut plus être supprimée.")
        ) from held
