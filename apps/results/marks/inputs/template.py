"""The sheet to fill in, as CSV: what every spreadsheet opens, and what ``reading`` reads again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for Windows and spoils the accents
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def marks_csv(lines: Iterable[Sequence[str]], *, skills: Sequence[str]) -> str:
    """``lines``: name, first name, class, mark, levels, the three texts."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (titles(skills), *lines):
        writer.writerow([plain(cell) for cell in row])
    return BOM + out.getvalue()


def titles(skills: Sequence[str]) -> list[str]:
    """In the order of ``roles``."""
    names = [_("Nom"), _("Prénom"), _("Classe"), pgettext("évaluation", "Note")]
    return [
        *names,
        *skills,
        _("Ce qui est réussi"),
        _("Ce qu’il faut revoir"),
        _("Pour progresser"),
    ]


def roles(skills: Sequence[str]) -> list[str]:
    """What each column of our own sheet holds."""
    levels = [f"level{n}" for n in range(len(skills))]
    return ["name", "first", "class", "mark", *levels, "achieved", "to_review", "progress"]


def plain(cell: str) -> str:
    """A text that would be run as a formula starts with a quote (OWASP, CSV injection)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquoted(cell: str) -> str:
    """What ``plain`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
