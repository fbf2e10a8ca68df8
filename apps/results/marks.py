"""What a teacher types in the marks grid: pure, from text to a mark or a status.

French habits are all accepted (comma or dot, «abs», «ABS.», «non noté»); anything else is refused
with a sentence, never guessed: a wrong mark costs a family an evening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.results.enums import Status
from coeduc.forms import french_decimal

LONGEST_ENTRY = 20
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]*)?")
_WORDS = {
    "abs": Status.ABSENT,
    "absent": Status.ABSENT,
    "absente": Status.ABSENT,
    "nn": Status.NOT_GRADED,
    "non noté": Status.NOT_GRADED,
    "disp": Status.EXEMPT,
    "dispensé": Status.EXEMPT,
    "dispensée": Status.EXEMPT,
    "nr": Status.NOT_SUBMITTED,
    "non rendu": Status.NOT_SUBMITTED,
    "ne": Status.NOT_ASSESSED,
    "non évalué": Status.NOT_ASSESSED,
    "non évaluée": Status.NOT_ASSESSED,
}


class MarkError(ValueError):
    """What was typed is not a mark; the message is French and stands beside the field."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark out of the scale, or the status that stands in its place."""

    value: Decimal | None = None
    status: str = ""


def parse_mark(text: str, *, scale: int | None) -> Mark | None:
    """Read one cell: None when nothing was typed; ``MarkError`` when it cannot be a mark.

    ``scale`` is None where only skills are assessed: a status may still stand there.
    """
    typed = " ".join(text.replace("\u00a0", " ").split())
    if not typed:
        return None
    word = typed.casefold().rstrip(".")
    if word in _WORDS:
        return Mark(status=_WORDS[word])
    if scale is None:
        raise MarkError(_("Pas de note ici : les niveaux, ou abs, nn, disp, nr, ne."))
    if len(typed) > LONGEST_ENTRY or not _NUMBER.fullmatch(typed):
        raise MarkError(_("Écrivez une note (12 ou 12,5) ou abs, nn, disp, nr, ne."))
    value = Decimal(typed.replace(",", ".").rstrip("."))
    if value > scale:
        raise MarkError(_("La note ne peut pas dépasser %(scale)s.") % {"scale": scale})
    if value != value.quantize(Decimal("0.01")):
        raise MarkError(_("Deux chiffres après la virgule au plus."))
    return Mark(value=value.quantize(Decimal("0.01")))


def parse_level(text: str) -> int:
    """Read one cell of a skill: 1 to 4, and 0 when nothing was typed (not assessed)."""
    typed = text.strip()
    if typed not in ("", "1", "2", "3", "4"):
        raise MarkError(_("Écrivez 1, 2, 3 ou 4."))
    return int(typed or 0)


def mark_as_typed(value: Decimal | None, status: str) -> str:
    """What the grid shows again of a saved mark."""
    return french_decimal(value) if value is not None else str(status)
