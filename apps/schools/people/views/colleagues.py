"""The page of a colleague: their job, and what this reader sees of what they teach."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.schools.people import queries
from apps.schools.people.presenters import colleague_page
from coeduc.http import Request


@require_safe
def colleague(request: Request, public_id: UUID) -> HttpResponse:
    person = get_object_or_404(queries.colleagues(request.reader), public_id=public_id)
    page = colleague_page(
        person,
        taught=queries.taught_by(request.reader, person),
        led=queries.led_by(request.reader, person),
    )
    return render(request, "schools/colleague.html", {"page": page})
