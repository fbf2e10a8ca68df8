"""What an address of the team's pages names for this reader, else 404: for the views of rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.results.assessments.queries import assessments
from apps.schools.policies import is_of_the_team
from coeduc.http import Request

if TYPE_CHECKING:
    from apps.results.assessments.queries import AssessmentOfPage


def team_or_404(request: Request) -> None:
    """Whoever works in no school has no page here, as in the other spaces."""
    if not is_of_the_team(request.reader):
        raise Http404


def assessment_or_404(request: Request, public_id: UUID) -> AssessmentOfPage:
    return get_object_or_404(assessments(request.reader), public_id=public_id)
