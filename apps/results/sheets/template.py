"""The sheet to fill in, as CSV: what every spreadsheet opens, and what ``reading`` reads again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for Windows and spoils the accents
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(lines: Iterable[Sequence[str]], *, skills: Sequence[str]) -> str:
    """``lines``: name, first name, class, mark, levels, the three texts."""
    titles = [_("Nom"), _("Prénom"), _("Classe"), pgettext("évaluation", "Note"), *skills]
    titles += [_("Ce qui est réussi"), _("Ce qu’il faut revoir"), _("Pour progresser")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (titles, *lines):
        writer.writerow([plain(cell) for cell in row])
    return BOM + out.getvalue()


def plain(cell: str) -> str:
    """A text that would be run as a formula starts with a quote (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
