"""A file of the notebook, joined or handed in, for whoever may open it; unknown is 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.decorators.http import require_safe

from apps.files.presenters import answer_of
from apps.homework.models import Attachment, HandIn
from coeduc.access import visible
from coeduc.http import Request


@require_safe
def notebook_file(request: Request, public_id: Any) -> Any:
    """One view for the three spaces: the address says in which capacity the reader asks."""
    joined = visible(request, Attachment).openable(at=request.now)
    given = visible(request, HandIn).openable()
    for rows in (joined, given):
        row = rows.filter(public_id=public_id).select_related("stored").first()
        if row is not None:
            return answer_of(row.stored)
    raise Http404
