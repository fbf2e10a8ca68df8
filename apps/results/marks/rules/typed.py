"""What a teacher types in the marks grid: pure, from text to a mark or a status.

French habits are all accepted (comma or dot, «12,5/20», «abs», «A», «N.Not», «non rendu», «-»);
anything else is refused with a sentence, never guessed: a wrong mark costs a family an evening.
What a spreadsheet took for a date is refused with the mark that it probably was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.results.enums import Status
from apps.results.marks.rules import dates
from coeduc.french import french_decimal
from coeduc.letters import normal

LONGEST_ENTRY = 20
LONGEST_SHOWN = 40  # «mercredi 12 novembre 2026»
_NUMBER = re.compile(
    r"([0-9]{1,3}(?:[.,][0-9]*)?)(?: ?(?:/|sur) ?([0-9]{1,3})| ?p(?:oin)?ts?\.?)?", re.IGNORECASE
)
# What teachers write in place of a mark, in a gradebook, on paper or in another tool: without
# accents, full stops nor «(e)», in lower case. A lone dash stands where no mark was given.
_HABITS = {
    Status.ABSENT: "a|abs|absent|absente|absence|abs just|abs inj|abs j|abs nj",
    Status.NOT_GRADED: "n|nn|n n|n not|non not|n note|non note|non notee|pas note|-",
    Status.EXEMPT: "d|disp|dispense|dispensee|exempt|exempte|exemptee|inapte",
    Status.NOT_SUBMITTED: "r|nr|n r|n rdu|n rendu|non rdu|non rendu|non rendue|pas rendu",
    Status.NOT_ASSESSED: "e|ne|n e|n eval|non eval|non evalue|non evaluee|pas evalue",
}
_WORDS = {word: status for status, words in _HABITS.items() for word in words.split("|")}
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_DASHES = str.maketrans(dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}–—−", "-"))
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_INCLUSIVE = re.compile(r"(?:\(e\)|[·.•-]e)$")


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
    shown = (sign for sign in text if unicodedata.category(sign) != "Cf")
    typed = " ".join("".join(shown).split())
    if not typed:
        return None
    if status := _WORDS.get(_plain(typed)):
        return Mark(status=status)
    if scale is None:
        raise MarkError(_("Pas de note ici : les niveaux, ou abs, nn, disp, nr, ne."))
    try:
        return _number(typed, scale)
    except MarkError as refusal:
        if meant := _taken_for(typed, scale):
            raise MarkError(meant) from refusal
        raise


def _number(typed: str, scale: int) -> Mark:
    found = _NUMBER.fullmatch(typed) if len(typed) <= LONGEST_ENTRY else None
    if found is None:
        raise MarkError(_("Écrivez une note (12 ou 12,5) ou abs, nn, disp, nr, ne."))
    number, out_of = found.groups()
    if out_of is not None and int(out_of) != scale:
        raise MarkError(_("Cette évaluation est notée sur %(scale)s.") % {"scale": scale})
    value = Decimal(number.replace(",", ".").rstrip("."))
    if value > scale:
        raise MarkError(_("La note ne peut pas dépasser %(scale)s.") % {"scale": scale})
    if value != value.quantize(Decimal("0.01")):
        raise MarkError(_("Deux chiffres après la virgule au plus."))
    return Mark(value=value.quantize(Decimal("0.01")))


def _taken_for(typed: str, scale: int) -> str:
    """What is said of a day, an hour or a percentage, with the mark to type where one is likely."""
    if len(typed) > LONGEST_SHOWN:
        return ""
    if is_percent(typed):
        sentence = _("« %(typed)s » n’est pas une note.") % {"typed": typed}
        mark = mark_of_percent(typed, scale=scale)
        if mark:
            would = _("Sur %(scale)d, ce serait %(mark)s.") % {"scale": scale, "mark": mark}
            return f"{sentence} {would}"
    elif dates.shown_day(typed) or dates.is_clock(typed):
        sentence = _("La case montre « %(typed)s », pas une note.") % {"typed": typed}
        if mark := mark_of_day(typed, scale=scale):
            return sentence + " " + _("La note est-elle %(mark)s ?") % {"mark": mark}
    else:
        return ""
    return sentence + " " + _("Écrivez une note (12 ou 12,5) ou abs, nn, disp, nr, ne.")


def mark_of_day(typed: str, *, scale: int) -> str:
    """The mark that a spreadsheet probably took for this day; empty when none fits the scale."""
    shown = dates.shown_day(typed)
    mark = dates.likely_mark(shown, scale=scale) if shown else ""
    return mark if mark and Decimal(mark.replace(",", ".")) <= scale else ""


def is_percent(typed: str) -> bool:
    """Whether what was typed is a percentage."""
    return bool(_PERCENT.fullmatch(typed))


def mark_of_percent(typed: str, *, scale: int | None) -> str:
    """What a percentage is on this scale, where it falls right; empty otherwise."""
    found = _PERCENT.fullmatch(typed)
    if found is None or scale is None:
        return ""
    value = Decimal(found[1].replace(",", ".")) * scale / 100
    rounded = value.quantize(Decimal("0.01"))
    return french_decimal(rounded) if value == rounded and value <= scale else ""


def _plain(typed: str) -> str:
    """«Dispensé(e)» → «dispensee», «N.Not» → «n not», any dash → «-»."""
    word = _INCLUSIVE.sub("e", typed.translate(_DASHES).casefold())
    letters = normal("NFKD", word)
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    bare = _HYPHEN.sub(" ", bare)
    return " ".join(bare.replace(".", " ").replace("/", " ").split())


def parse_level(text: str) -> int:
    """Read one cell of a skill: 1 to 4, and 0 when nothing was typed (not assessed)."""
    typed = text.strip()
    if typed not in ("", "1", "2", "3", "4"):
        raise MarkError(_("Écrivez 1, 2, 3 ou 4."))
    return int(typed or 0)


def level_so_far(text: str) -> int:
    """The same while one is typing: what is no level yet is none."""
    typed = text.strip()
    return int(typed) if typed in ("1", "2", "3", "4") else 0


def mark_as_typed(value: Decimal | None, status: str) -> str:
    """What the grid shows again of a saved mark."""
    return french_decimal(value) if value is not None else str(status)
