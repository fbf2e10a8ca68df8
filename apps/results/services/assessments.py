"""Create and correct an assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.results.errors import ResultError
from apps.results.models import Assessment, Result, ResultVersion
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
    """Change what describes the assessment; the scale stays once a mark was entered."""
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    scale = fields.pop("scale", locked.scale)
    if scale != locked.scale:
        if ResultVersion.objects.filter(result__assessment=locked).exists():
            raise ResultError(
                _("Des notes sont déjà saisies : la note maximale ne peut plus changer.")
            )
        locked.scale = scale
    for name in EDITABLE:
        setattr(locked, name, fields.get(name, getattr(locked, name)))
    locked.save(update_fields=["scale", *EDITABLE])
    return locked
