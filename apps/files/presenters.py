"""A file as a page shows it: its name, its kind, its weight, whether it can be opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _

from apps.files.enums import Checked
from apps.files.rules import recognition

if TYPE_CHECKING:
    from apps.files.models import StoredFile
    from apps.files.queries import FileJson

# Nothing that stands in the file may act, whatever a browser thinks that it is.
SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class FileLine:
    """``public_id`` is that of the attachment or of the hand-in: the file alone has no address.

    ``closed`` says why it cannot be opened, if it cannot.
    """

    public_id: UUID
    name: str
    description: str
    is_picture: bool
    closed: str = ""


def closed_of(checked: str, *, kept: bool) -> str:
    """Why nobody opens it; «» when somebody does. ``kept``: its bytes are still there."""
    if not kept:
        return _("refusé par l’antivirus : personne ne peut l’ouvrir")
    return _("en attente de l’antivirus") if checked == Checked.WAITING else ""


class Stored(Protocol):
    """A row that points at a file: an attachment, a hand-in."""

    public_id: UUID

    @property
    def stored(self) -> StoredFile: ...


def line_of(row: Stored) -> FileLine:
    stored = row.stored
    return FileLine(
        public_id=row.public_id,
        name=stored.name,
        description=recognition.in_words(stored.content_type, stored.size),
        is_picture=stored.content_type in recognition.PICTURES,
        closed=closed_of(stored.checked, kept=not stored.is_refused),
    )


def lines_of(found: Iterable[FileJson]) -> tuple[FileLine, ...]:
    """From the arrays that ``reading.queries`` adds to its rows."""
    return tuple(
        FileLine(
            public_id=UUID(one["id"]),
            name=one["name"],
            description=recognition.in_words(one["type"], one["size"]),
            is_picture=one["type"] in recognition.PICTURES,
            closed=closed_of(one["checked"], kept=bool(one["file"])),
        )
        for one in found
    )


def answer_of(stored: StoredFile) -> HttpResponse | FileResponse:
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
