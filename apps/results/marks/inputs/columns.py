"""Which column of a table holds what: by its title, else by what stands in it; several are asked.

Pure. A column that nobody named never becomes words for a family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.results.marks.inputs import titles
from apps.results.marks.rules import dates
from apps.results.marks.rules.typed import MarkError, parse_mark

SAMPLES = 3
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?\s*(?:%|/\s*\d{1,3})?")
_DIGITS = re.compile(r"\d{1,2}")
_NOTHING = ("", "-", "–", "—")
# What a spreadsheet shows where a formula failed, in French or English; the last one is ours.
_ERROR = re.compile(
    r"#(?:DIV/0!|N/[AD]|REF!|VALEUR!|VALUE!|NOM\?|NAME\?|NOMBRE!|NUM!|NULL?!|CALC!|SPILL!|PROPAGATION!"
    r"|GETTING_DATA|FORMULE!)|(?:Err|Erreur) ?:\d{3}",
    re.IGNORECASE,
)
_WRITTEN = ("text", "achieved", "to_review", "progress")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One answer to a question: what the page sends back, and what it says."""

    value: str
    label: str


@dataclass(slots=True)
class Columns:
    """``roles`` by column, the marks being in ``mark``; ``first`` is the first pupil's line.

    ``has_grades``: its letters may be those of a scale, A to E, and not «A» for absent.
    ``width``: how many cells the titles have, 0 without titles.
    """

    roles: list[str]
    first: int
    titles: list[str]
    mark: int | None = None
    has_grades: bool = False
    question: str = ""
    choices: list[ColumnChoice] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(self.titles)


def columns_of(
    rows: Sequence[Sequence[str]],
    skills: Sequence[str],
    *,
    scale: int | None,
    chosen: int | None,
    separator: str = "",
) -> Columns:
    """``chosen``: the column that the teacher has said holds the marks."""
    rank = titles.rank_of(rows, skills)
    if rank is not None:
        found = Columns(titles.roles_of(rows[rank], skills), rank + 1, list(rows[rank]))
    else:
        found = Columns(_roles_without_titles(rows), 0, [])
    body = rows[found.first :]
    candidates = _candidates(found, body, scale, separator)
    is_sure = len(candidates) == 1 and _is_sure(found, candidates[0], scale)
    if chosen in candidates or is_sure:
        found.mark = chosen if chosen in candidates else candidates[0]
        found.has_grades = _are_grades(_column(body, found.mark))
    elif candidates:
        found.question = _question(found, candidates, scale)
        found.choices = [ColumnChoice(str(n), _label(found, n, body)) for n in candidates]
    return found


def _roles_without_titles(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column of names, and the one after it when it holds names too."""
    width = max((len(row) for row in rows), default=0)
    roles = [""] * width
    names = [n for n in range(width) if _are_names(_column(rows, n))]
    if names:
        roles[names[0]] = "name"
        if names[1:2] == [names[0] + 1]:
            roles[names[1]] = "first"
    return roles


def _column(rows: Sequence[Sequence[str]], n: int) -> list[str]:
    cells = [row[n] if n < len(row) else "" for row in rows]
    return [cell for cell in cells if cell.strip() not in _NOTHING and not is_error(cell)]


def is_error(cell: str) -> bool:
    """What no person typed: it says neither a mark nor a word."""
    return bool(_ERROR.fullmatch(cell.strip()))


def _are_names(cells: Sequence[str]) -> bool:
    return bool(cells) and 2 * len([cell for cell in cells if is_name(cell)]) > len(cells)


def is_name(cell: str) -> bool:
    """More letters than digits («4eB» is no mark either), and not «abs» nor «12-mai»."""
    if dates.shown_day(dates.kept_under(cell)[1]):
        return False
    letters = len([sign for sign in cell if sign.isalpha()])
    return letters > len([sign for sign in cell if sign.isdigit()]) and not _is_status(cell)


def _is_status(cell: str) -> bool:
    try:
        return parse_mark(cell, scale=None) is not None
    except MarkError:
        return False


def _candidates(
    found: Columns, body: Sequence[Sequence[str]], scale: int | None, separator: str
) -> list[int]:
    """The columns that may hold the marks; without a scale only a column that says so."""
    width = max((len(row) for row in body), default=0)
    roles = found.roles + [""] * (width - len(found.roles))
    candidates = []
    for n, role in enumerate(roles):
        cells = _column(body, n)
        if role == "mark" and cells:
            candidates.append(n)
        elif role or scale is None or (found.width and n >= found.width):
            continue  # beyond the titles, a comma may have cut a mark
        elif separator == "," and found.width and not found.titles[n] and n - 1 in candidates:
            continue  # and so it may where the title is empty: asked line by line
        elif _are_marks(cells):
            candidates.append(n)
    return candidates


def _are_marks(cells: Sequence[str]) -> bool:
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell.strip())]
    others = [cell for cell in cells if not _NUMBER.fullmatch(cell.strip()) and is_name(cell)]
    return bool(numbers) and len(numbers) > len(others)


def _are_grades(cells: Sequence[str]) -> bool:
    """Letters where some are no status («B», «NA»), or where no number stands among them."""
    short = [cell for cell in cells if cell.isalpha() and len(cell) <= 2]
    has_numbers = any(_NUMBER.fullmatch(cell.strip()) for cell in cells)
    return bool(short) and (not has_numbers or not all(_is_status(cell) for cell in short))


def _is_sure(found: Columns, n: int, scale: int | None) -> bool:
    """Its title says that it holds marks, and not out of another number.

    Without titles, it stands after the names: before them it would number the pupils.
    """
    if not found.width:
        names = [rank for rank, role in enumerate(found.roles) if role == "name"]
        return bool(names) and n > names[0]
    said = titles.scale_said(found.titles[n])
    return found.roles[n] == "mark" and (said is None or scale is None or said == scale)


def _question(found: Columns, candidates: Sequence[int], scale: int | None) -> str:
    if len(candidates) > 1:
        return _("Plusieurs colonnes peuvent contenir les notes. Laquelle ?")
    title = found.titles[candidates[0]] if found.width else ""
    said = titles.scale_said(title)
    if said is not None and said != scale:
        return _(
            "La colonne « %(title)s » dit %(said)d, l’évaluation est notée sur %(scale)s :"
            " faut-il prendre ces nombres tels quels ?"
        ) % {"title": title, "said": said, "scale": scale}
    return _("Cette colonne contient-elle les notes ?")


def _label(found: Columns, n: int, body: Sequence[Sequence[str]]) -> str:
    title = found.titles[n] if n < found.width else ""
    name = _("« %(title)s »") % {"title": title} if title else _("Colonne %(n)d") % {"n": n + 1}
    return f"{name} : {' · '.join(_column(body, n)[:SAMPLES])}…"


def is_cut(row: Sequence[str], found: Columns, *, separator: str) -> bool:
    """More cells than titles, or a mark whose decimals a comma may have put in the next cell."""
    filled = len(row)
    while filled and not row[filled - 1]:
        filled -= 1
    if separator and found.width and filled > found.width:
        return True
    n = found.mark
    if separator != "," or n is None or n + 1 >= len(row):
        return False
    if not (row[n].isdecimal() and _DIGITS.fullmatch(row[n + 1])):
        return False
    title = found.titles[n + 1] if n + 1 < found.width else ""
    return not title or found.roles[n + 1] in _WRITTEN


def likely_mark(row: Sequence[str], found: Columns, *, separator: str) -> str:
    """To be offered, never taken: «12,5» from the two cells that a comma made of it."""
    n = found.mark
    if n is None or n >= len(row):
        return ""
    after = row[n + 1] if n + 1 < len(row) else ""
    if separator == "," and row[n].isdecimal() and _DIGITS.fullmatch(after):
        return f"{row[n]},{after}"
    return row[n]
