"""A file of the notebook, joined or handed in, for whoever may open it; unknown is 404."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.views.decorators.http import require_safe

from apps.files.presenters import answer_of
from apps.homework.notebook.queries.lessons import file_to_open
from coeduc.http import Request


@require_safe
def notebook_file(request: Request, public_id: UUID) -> Any:
    """One view for the three spaces: the address says in which capacity the reader asks."""
    stored = file_to_open(request.reader, public_id)
    if stored is None:
        raise Http404
    return answer_of(stored)
