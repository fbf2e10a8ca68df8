"""What an address of the team's pages names for this reader, else 404: for the views of rooms."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.results.assessments.queries import assessments
from apps.results.models import Assessment
from apps.schools.policies import is_of_the_team
from coeduc.http import Request


def team_or_404(request: Request) -> None:
    """Whoever works in no school has no page here, as in the other spaces."""
    if not is_of_the_team(request.reader):
        raise Http404


def assessment_or_404(request: Request, public_id: Any) -> Assessment:
    return get_object_or_404(assessments(request.reader), public_id=public_id)
