"""What an address of the team's pages names for this reader, else 404: for the views of rooms."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from apps.results.assessments.queries import assessments
from apps.results.models import Assessment
from coeduc.http import Request


def assessment_or_404(request: Request, public_id: Any) -> Assessment:
    return get_object_or_404(assessments(request.reader), public_id=public_id)
