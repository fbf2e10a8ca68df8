"""What an address of the team's pages names for this reader, else 404: for the views of rooms."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from apps.results.models import Assessment
from coeduc.access import visible
from coeduc.http import Request


def assessment_or_404(request: Request, public_id: Any) -> Assessment:
    assessments = (
        visible(request, Assessment)
        .with_progress()
        .with_first_readings()
        .with_wordings()
        .select_related("school", "teaching__subject", "teaching__division", "teaching__group")
    )
    return get_object_or_404(assessments, public_id=public_id)
