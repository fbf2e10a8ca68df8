"""A file of the notebook, joined or handed in, for whoever may open it; unknown is 404."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from apps.files.rules import recognition
from apps.homework.models import Attachment, HandIn
from coeduc.access import visible
from coeduc.http import Request

# Nothing that stands in the file may act, whatever a browser thinks that it is.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def notebook_file(request: Request, public_id: Any) -> Any:
    """One view for the three spaces: the address says in which capacity the reader asks."""
    joined = visible(request, Attachment).openable(at=request.now)
    given = visible(request, HandIn).openable()
    for rows in (joined, given):
        row = rows.filter(public_id=public_id).select_related("stored").first()
        if row is not None:
            return sent(row.stored)
    raise Http404


def sent(stored: Any) -> HttpResponse | FileResponse:
    """A picture that was drawn again is shown; anything else is downloaded and never a page."""
    try:
        content = stored.file.open("rb")
    except (FileNotFoundError, ValueError) as gone:
        raise Http404 from gone
    kind = stored.content_type
    response = FileResponse(
        content,
        as_attachment=kind not in recognition.PICTURES,
        filename=stored.name,
        content_type="text/plain; charset=utf-8" if kind.startswith("text/") else kind,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
