"""What the page of a class says of its assessments: the newest, and how far each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.results.assessments.presenters.staff import AssessmentLine, assessment_line
from apps.results.models import Assessment
from coeduc.access import visible
from coeduc.portal import ClassVisit, Part

MOST = 30


@dataclass(frozen=True, slots=True)
class ClassAssessments:
    """The newest of a class; ``code`` finds the others in the list of all."""

    code: str
    lines: list[AssessmentLine]


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    request = visit.request
    seen: Any = visible(request, Assessment).filter(teaching__division=visit.division)
    rows = (
        seen.with_progress()
        .select_related("teaching__subject", "teaching__division", "teaching__group", "school")
        .order_by("-held_on", "-pk")
    )
    lines = [assessment_line(row, at=request.now) for row in rows[:MOST]]
    yield Part(
        20, "results/home/class_assessments.html", ClassAssessments(visit.division.code, lines)
    )
