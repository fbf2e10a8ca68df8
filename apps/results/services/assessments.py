"""Create and correct an assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.results.errors import ResultError
from apps.results.models import Assessment, HandBack, Result, ResultVersion
from apps.schools.models import Enrolment, GroupMembership, Staff, Teaching

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
    enrolments = Enrolment.objects.in_force(at=at).select_related("division")
    if teaching.division_id:
        enrolments = enrolments.filter(division=teaching.division_id)
    else:
        members = GroupMembership.objects.in_force(at=at).filter(group=teaching.group_id)
        enrolments = enrolments.filter(student__in=members.values("student"))
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
def edit_assessment(assessment: Assessment, *, at: dt.datetime, **fields: Any) -> Assessment:
    """Change what describes the assessment; scale and skills stay once something was entered."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
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
    for name in EDITABLE:
        setattr(locked, name, fields.get(name, getattr(locked, name)))
    locked.save(update_fields=["scale", "skills", *EDITABLE])
    return locked


def is_entered(assessment: Assessment) -> bool:
    """Something was entered for a pupil, even if it was changed since."""
    return ResultVersion.objects.filter(result__assessment=assessment).exists()


def can_be_deleted(assessment: Assessment) -> bool:
    """Nobody entered anything and the copies were never said to be handed back, even by mistake."""
    handed_back = HandBack.objects.filter(assessment=assessment).exists()
    return not handed_back and not is_entered(assessment)


@transaction.atomic
def delete_assessment(assessment: Assessment) -> None:
    """Remove an assessment made by mistake, with its roster; refused once it holds anything."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if not can_be_deleted(locked):
        raise ResultError(
            _("Quelque chose a été saisi dans cette évaluation : elle ne peut plus être supprimée.")
        )
    try:
        Result.objects.filter(assessment=locked).delete()
        locked.delete()
    except models.ProtectedError as held:
        raise ResultError(
            _("Cette évaluation a déjà servi : elle ne peut plus être supprimée.")
        ) from held
