"""A file as a page shows it: its name, its kind, its weight, whether it can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.files.rules import recognition
from apps.homework.enums import Checked


@dataclass(frozen=True, slots=True)
class FileLine:
    """``public_id`` is that of the attachment or of the hand-in: the file alone has no address.

    ``closed`` says why it cannot be opened, if it cannot.
    """

    public_id: UUID
    name: str
    told: str
    is_picture: bool
    closed: str = ""


def line_of(row: Any) -> FileLine:
    """``row``: an attachment or a hand-in, with its ``stored``."""
    stored = row.stored
    closed = ""
    if stored.is_refused:
        closed = _("refusé par l’antivirus : personne ne peut l’ouvrir")
    elif stored.is_waiting:
        closed = _("en attente de l’antivirus")
    return FileLine(
        public_id=row.public_id,
        name=stored.name,
        told=recognition.in_words(stored.content_type, stored.size),
        is_picture=stored.content_type in recognition.PICTURES,
        closed=closed,
    )


def told_lines(found: Iterable[Mapping[str, Any]]) -> tuple[FileLine, ...]:
    """From the arrays that ``services.reading`` adds to its rows."""
    return tuple(
        FileLine(
            public_id=UUID(one["id"]),
            name=one["name"],
            told=recognition.in_words(one["type"], one["size"]),
            is_picture=one["type"] in recognition.PICTURES,
            closed=_("en attente de l’antivirus") if one["checked"] == Checked.WAITING else "",
        )
        for one in found
    )
