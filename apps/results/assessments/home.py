"""What the page of a class says of its assessments, and what the search of the team finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.results.assessments import queries as assessments_queries
from apps.results.assessments.presenters.staff import AssessmentLine, assessment_line
from apps.schools.policies import follows_somebody
from coeduc.french import day_in_words
from coeduc.portal import Hit, Part, SearchedKind, Sought
from coeduc.visits import ClassVisit


@dataclass(frozen=True, slots=True)
class ClassAssessments:
    """The newest of a class; ``code`` finds the others in the list of all."""

    code: str
    lines: list[AssessmentLine]


def class_parts(visit: ClassVisit) -> Iterator[Part]:
    request = visit.request
    rows = assessments_queries.newest_of_class(request.reader, visit.division)
    lines = [assessment_line(row, at=request.now) for row in rows]
    yield Part(
        20, "results/home/class_assessments.html", ClassAssessments(visit.division.code, lines)
    )


def find_assessments(sought: Sought) -> list[Hit]:
    """Those whose teaching this person sees, the newest first: never a mark, nor who was there."""
    reader, typed = sought.request.reader, sought.typed
    found = assessments_queries.assessments_sought(reader, typed, sought.schools)
    return [_hit(one, sought) for one in found[: sought.most + 1]]


def _hit(assessment: Any, sought: Sought) -> Hit:
    teaching = assessment.teaching
    parts = [
        teaching.class_code,
        teaching.subject.label,
        day_in_words(assessment.held_on),
        sought.where(assessment.school_id),
    ]
    return Hit(
        assessment.title,
        " · ".join(part for part in parts if part),
        reverse("results:assessment_detail", args=[assessment.public_id]),
    )


SEARCH = (
    SearchedKind(
        40,
        _("Évaluations"),
        find_assessments,
        more="results:assessment_list",
        said=_("une évaluation"),
        example=_("« puissances »"),
        answers_to=follows_somebody,
    ),
)
