"""From lines of text to values for each pupil: pure, and never a guess.

Pupils are found by their name, without accents nor capitals, first name first or last. Two pupils
of one name are asked about; a line that fits nobody is told with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.marks import MarkError, parse_mark
from apps.schools.names import sort_key

MOST_TOLD = 20
_NAMES = {"eleve": "name", "nom": "name", "prenom": "first", "classe": "class"}
_WORDS = {
    "ce qui est reussi": "achieved",
    "reussi": "achieved",
    "ce qu il faut revoir": "to_review",
    "a revoir": "to_review",
    "pour progresser": "progress",
}


@dataclass(frozen=True, slots=True)
class Pupil:
    """One line of the grid: ``names`` are all the last names they go by."""

    key: str
    label: str
    names: tuple[str, ...]
    first_name: str
    class_code: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A line that several pupils may claim: the teacher says which."""

    told: str
    values: dict[str, str]
    candidates: tuple[Pupil, ...]


@dataclass(slots=True)
class Reading:
    """What was found: values by pupil and by cell, questions, and sentences about the rest."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def read(rows: Sequence[Sequence[str]], pupils: Iterable[Pupil], skills: Sequence[str]) -> Reading:
    known = list(pupils)
    columns, first = _columns(rows, skills)
    reading = Reading()
    strange = []
    for number, row in enumerate(rows[first:], start=first + 1):
        name, class_code, values = _parts(row, columns)
        if not name or not values:
            continue
        found = _find(name, class_code, known)
        where = {"n": number, "name": name}
        if not found:
            strange.append(_("Ligne %(n)d, « %(name)s » : aucun élève de ce nom ici.") % where)
        elif len(found) > 1:
            told = _("Ligne %(n)d, « %(name)s » : plusieurs élèves portent ce nom.") % where
            reading.asks.append(Ask(told, values, tuple(found)))
        elif found[0].key in reading.rows:
            strange.append(_("Ligne %(n)d, « %(name)s » : déjà dans une autre ligne.") % where)
        else:
            reading.rows[found[0].key] = values
    reading.told = [_summary(len(reading.rows)), *strange[:MOST_TOLD]]
    if (left := len(strange) - MOST_TOLD) > 0:
        more = ngettext("Et %(n)d autre ligne.", "Et %(n)d autres lignes.", left)
        reading.told.append(more % {"n": left})
    return reading


def _summary(count: int) -> str:
    if not count:
        return _("Aucun élève reconnu. Il faut une colonne avec les noms, puis une avec les notes.")
    told = ngettext("%(n)d élève reconnu.", "%(n)d élèves reconnus.", count) % {"n": count}
    return f"{told} {_('Rien n’est encore enregistré : vérifiez les lignes en couleur.')}"


def _columns(rows: Sequence[Sequence[str]], skills: Sequence[str]) -> tuple[list[str], int]:
    """What each column holds, and the rank of the first pupil's line."""
    for rank, row in enumerate(rows[:10]):
        titles = [_title(cell, skills) for cell in row]
        if "name" in titles and len(set(titles) - {""}) > 1:
            return titles, rank + 1
    cells = [
        "name",
        "mark",
        *(f"level{n}" for n in range(len(skills))),
        *dict.fromkeys(_WORDS.values()),
    ]
    if rows and len(rows[0]) > 2 and _is_name(rows[0][1]):
        cells.insert(1, "first")
    return cells, 0


def _title(cell: str, skills: Sequence[str]) -> str:
    title = sort_key(cell)
    if title in _NAMES or title in _WORDS:
        return _NAMES.get(title) or _WORDS[title]
    for n, skill in enumerate(skills):
        if title == sort_key(skill):
            return f"level{n}"
    return "mark" if title.split(" ")[0] in ("note", "notes") else ""


def _is_name(text: str) -> bool:
    try:
        parse_mark(text, scale=1000)
    except MarkError:
        return any(letter.isalpha() for letter in text)
    return False


def _parts(row: Sequence[str], columns: Sequence[str]) -> tuple[str, str, dict[str, str]]:
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        # The sheet we give writes a quote before what a spreadsheet would take for a formula.
        text = cell.removeprefix("'") if cell[1:2] in ("=", "+", "-", "@") else cell
        if column and text:
            cells.setdefault(column, text)
    name = " ".join(part for part in (cells.pop("name", ""), cells.pop("first", "")) if part)
    return name, cells.pop("class", ""), cells


def _find(name: str, class_code: str, pupils: Sequence[Pupil]) -> list[Pupil]:
    wanted = sorted(sort_key(name).split())
    found = [pupil for pupil in pupils if wanted in _spellings(pupil)]
    if not found and len(wanted) > 1:  # a second first name left out, on one side or the other
        found = [
            pupil
            for pupil in pupils
            if any(len(words) > 1 and set(wanted) <= set(words) for words in _spellings(pupil))
        ]
    if class_code and len(found) > 1:
        return [pupil for pupil in found if sort_key(pupil.class_code) == sort_key(class_code)]
    return found


def _spellings(pupil: Pupil) -> list[list[str]]:
    return [sorted(sort_key(last, pupil.first_name).split()) for last in pupil.names]
