"""What the marks grid shows: the assessment, and every pupil with the last state entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.results.models import Assessment, Result, ResultVersion
from apps.schools.links import ReaderReading
from coeduc.access import Reader


def _assessment(reader: Reader, public_id: UUID) -> QuerySet[Assessment]:
    return (
        Assessment.objects.visible_to(reader, at=reader.at)
        .filter(public_id=public_id)
        .select_related("school", "teaching__division", "teaching__group")
    )


def _rows(reader: Reader, assessment: int) -> QuerySet[Result]:
    return (
        Result.objects.visible_to(reader, at=reader.at)
        .filter(assessment=assessment)
        .select_related("student", "division")
        .order_by("student__sort_key", "pk")
    )


def _states(reader: Reader, assessment: int) -> QuerySet[ResultVersion]:
    return (
        ResultVersion.objects.visible_to(reader, at=reader.at)
        .filter(result__assessment=assessment)
        .select_related("device")
    )


ASSESSMENT = ReaderReading(_assessment)
ROWS = ReaderReading(_rows)
STATES = ReaderReading(_states)


def assessment_of(reader: Reader, public_id: UUID, *, at: dt.datetime) -> Assessment | None:
    """The assessment whose grid this person may open; None where they see no such assessment."""
    return next(iter(ASSESSMENT.rows(reader, public_id, at=at)), None)


def roster_of(
    reader: Reader, assessment: Assessment, *, at: dt.datetime
) -> list[tuple[Result, ResultVersion | None]]:
    """In the order of names."""
    states = {state.result_id: state for state in STATES.rows(reader, assessment.pk, at=at)}
    rows = ROWS.rows(reader, assessment.pk, at=at)
    for row in rows:
        row.assessment = assessment
    return [(row, states.get(row.pk)) for row in rows]


def states_with_authors(reader: Reader, results: Iterable[Result]) -> QuerySet[ResultVersion]:
    """The last state of these, with who entered it."""
    states = ResultVersion.objects.visible_to(reader, at=reader.at).filter(result__in=results)
    return states.select_related("by", "device", "result")
