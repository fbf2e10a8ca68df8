"""From lines of text to values for each pupil: pure, and never a guess.

Pupils are found by their name (``people``). Two pupils of one name are asked about, and so is
whatever may be read in two ways; a line that fits nobody is told with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.marks.inputs import template, titles
from apps.results.marks.inputs.columns import (
    ColumnChoice,
    Columns,
    columns_of,
    is_cut,
    is_error,
    likely_mark,
)
from apps.results.marks.inputs.files import Table
from apps.results.marks.inputs.people import Found, GridPupil, NamedInLine, PupilFinder, ways_of
from apps.results.marks.rules import dates
from apps.results.marks.rules.typed import (
    MarkError,
    is_percent,
    mark_of_percent,
    parse_mark,
)

MOST_LISTED = 20
WORDS = ("achieved", "to_review", "progress")
SHEET, COLUMN = "sheet", "column"
_NOTE = "Note"


@dataclass(frozen=True, slots=True)
class Ask:
    """A line that may be read in several ways: the teacher says which, or none."""

    sentence: str
    values: dict[str, str]
    candidates: tuple[GridPupil, ...]


@dataclass(slots=True)
class TableReading:
    """What was found: values by pupil and by cell, questions, and sentences about the rest.

    ``question`` is about the whole table: ``choices`` are its answers, ``about`` which of
    ``SHEET`` and ``COLUMN`` they choose, ``table`` what was being read.
    """

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    question: str = ""
    about: str = ""
    choices: list[ColumnChoice] = field(default_factory=list)
    table: Table | None = None


def read_tables(
    tables: Sequence[Table],
    pupils: Iterable[GridPupil],
    skills: Sequence[str],
    *,
    scale: int | None,
    sheet: int | None = None,
    column: int | None = None,
) -> TableReading:
    """The sheet chosen, the only one, or the only one that has titles, the others being offered."""
    choices = [ColumnChoice(str(n), one.name) for n, one in enumerate(tables)]
    if (sheet is None or sheet >= len(tables)) and len(tables) > 1:
        titled = [n for n, one in enumerate(tables) if titles.rank_of(one.rows, skills) is not None]
        if len(titled) != 1:
            question = _("Ce fichier a plusieurs feuilles. Laquelle lire ?")
            return TableReading(question=question, about=SHEET, choices=choices)
        sheet = titled[0]
    table = tables[sheet or 0] if len(tables) > 1 else tables[0]
    reading = read(
        table.rows, pupils, skills, scale=scale, column=column, separator=table.separator
    )
    reading.table = table
    if len(tables) > 1 and not reading.question:
        reading.sentences.insert(0, _("Feuille lue : « %(name)s ».") % {"name": table.name})
        reading.question = _("Lire plutôt une autre feuille :")
        reading.about = SHEET
        reading.choices = [one for one in choices if one.label != table.name]
    return reading


def read(
    rows: Sequence[Sequence[str]],
    pupils: Iterable[GridPupil],
    skills: Sequence[str],
    *,
    scale: int | None = 20,
    column: int | None = None,
    separator: str = "",
) -> TableReading:
    columns = columns_of(rows, skills, scale=scale, chosen=column, separator=separator)
    if columns.question:
        return TableReading(question=columns.question, about=COLUMN, choices=columns.choices)
    reading = TableReading()
    strange: list[str] = []
    seen: set[str] = set()
    taken: dict[str, dict[str, object]] = {}
    lines = [_parts(row, columns) for row in rows[columns.first :]]
    finder = PupilFinder(pupils, [named for named, _cells in lines])
    for number, (named, cells) in enumerate(lines, start=columns.first + 1):
        if not named.ways[0]:
            continue
        row = rows[number - 1]
        where = {"n": number, "name": " ".join(named.ways[0].split())}
        strange += [_failed(text, where) for text in cells.values() if is_error(text)]
        values = {role: text for role, text in cells.items() if not is_error(text)}
        if not values:
            continue
        who = finder.find(named)
        found = who.pupils
        if not found:
            strange.append(_("Ligne %(n)d, « %(name)s » : aucun élève de ce nom ici.") % where)
        elif len(found) == 1 and (first := reading.rows.get(found[0].key)) not in (None, values):
            # Two lines that disagree: which of them counts is the teacher's to say.
            del reading.rows[found[0].key]
            reading.asks.append(_ask_about_two_lines(first or {}, taken[found[0].key], found))
            reading.asks.append(_ask_about_two_lines(values, where, found))
        elif len(found) == 1 and found[0].key in seen:
            strange.append(_("Ligne %(n)d, « %(name)s » : déjà dans une autre ligne.") % where)
        elif is_cut(row, columns, separator=separator):
            mark = likely_mark(row, columns, separator=separator)
            reading.asks.append(_ask_about_cells(mark, where, found, scale))
        elif ask := _ask_about_no_mark(values, where, found, scale):
            reading.asks.append(ask)
        elif columns.has_grades and _is_letter(values.get("mark", "")):
            reading.asks.append(_ask_about_letter(values, where, found, scale))
        elif len(found) > 1 or who.is_elsewhere:
            reading.asks.append(_ask_about_somebody(values, where, who, named.class_code))
        else:
            reading.rows[found[0].key] = values
            taken[found[0].key] = where
        seen |= {found[0].key} if len(found) == 1 else set()
    reading.sentences = [_summary(reading), *_left_aside(columns), *_first_of(strange)]
    return reading


def _first_of(strange: Sequence[str]) -> list[str]:
    """The first of them, and how many more."""
    lines = list(strange[:MOST_LISTED])
    if (left := len(strange) - MOST_LISTED) > 0:
        more = ngettext("Et %(n)d autre ligne.", "Et %(n)d autres lignes.", left)
        lines.append(more % {"n": left})
    return lines


def _summary(reading: TableReading) -> str:
    count = len(reading.rows)
    if not count and reading.asks:
        return _("Rien n’est repris sans votre réponse : choisissez ligne par ligne.")
    if not count:
        return _("Aucun élève reconnu. Il faut une colonne avec les noms, puis une avec les notes.")
    sentence = ngettext("%(n)d élève reconnu.", "%(n)d élèves reconnus.", count) % {"n": count}
    return f"{sentence} {_('Rien n’est encore enregistré : vérifiez les lignes en couleur.')}"


def _left_aside(columns: Columns) -> list[str]:
    """Where the marks come from when it is not obvious, and what has not been read."""
    sentences = []
    if not columns.width and len([role for role in columns.roles if not role]) > 1:
        sentences.append(
            _("Aucun titre connu : seules les colonnes des noms et des notes sont lues.")
        )
    if columns.mark is not None and columns.width and columns.titles[columns.mark] != _NOTE:
        sentences.append(_("Notes lues : « %(title)s ».") % {"title": columns.titles[columns.mark]})
    left = [
        " ".join(title.split())
        for n, title in enumerate(columns.titles)
        if title and n != columns.mark and columns.roles[n] in ("", "mark", "text")
    ]
    if left:
        names = ", ".join(_("« %(title)s »") % {"title": title} for title in left)
        sentences.append(_("Colonnes laissées de côté : %(names)s.") % {"names": names})
    return sentences


def _parts(row: Sequence[str], columns: Columns) -> tuple[NamedInLine, dict[str, str]]:
    """Whom the line is about, and the cells that the grid takes."""
    cells: dict[str, str] = {}
    for n, cell in enumerate(row):
        role = columns.roles[n] if n < len(columns.roles) else ""
        if n == columns.mark:
            role = "mark"
        elif role in ("mark", "text", "number"):
            role = ""
        if role and (text := template.unquoted(cell)):
            cells.setdefault(role, text if role in WORDS else " ".join(text.split()))
    ways = ways_of([cells.pop(part, "") for part in ("name", "full", "first")])
    return NamedInLine(ways, cells.pop("class", "")), cells


def _failed(text: str, where: dict[str, object]) -> str:
    """A formula that failed, or whose result the file does not hold: told, never an empty cell."""
    sentence = _("Ligne %(n)d, « %(name)s » : la case montre %(text)s, elle n’est pas lue.")
    return sentence % (where | {"text": text})


def _ask_about_cells(
    mark: str, where: dict[str, object], found: Sequence[GridPupil], scale: int | None
) -> Ask:
    """A line with cells too many: the likely mark is offered, nothing is taken."""
    sentence = _("Ligne %(n)d, « %(name)s » : plus de cases que de titres, ou une virgule de trop.")
    if not _is_mark(mark, scale):
        return Ask(sentence % where, {}, ())
    sure = _("La note est-elle %(mark)s ?") % {"mark": mark}
    return _ask(f"{sentence % where} {sure}", {"mark": mark}, found)


def _ask_about_somebody(
    values: dict[str, str], where: dict[str, object], who: Found, class_code: str
) -> Ask:
    """Namesakes, or one pupil whom the table places in another class."""
    if who.is_elsewhere:
        sentence = _(
            "Ligne %(n)d, « %(name)s » : le tableau dit « %(class)s ». Est-ce la même personne ?"
        )
        return Ask(sentence % (where | {"class": class_code}), values, who.pupils)
    sentence = _("Ligne %(n)d, « %(name)s » : plusieurs élèves portent ce nom.")
    return Ask(sentence % where, values, who.pupils)


def _ask_about_two_lines(
    values: dict[str, str], where: dict[str, object], found: Sequence[GridPupil]
) -> Ask:
    sentence = _("Ligne %(n)d, « %(name)s » : deux lignes différentes pour cet élève.") % where
    return (
        _ask(sentence, values, found) if values.get("mark") else Ask(sentence, values, tuple(found))
    )


def _ask_about_no_mark(
    values: dict[str, str], where: dict[str, object], found: Sequence[GridPupil], scale: int | None
) -> Ask | None:
    """A percentage, a day, an hour: the mark that it may stand for is offered."""
    asked = (values, where, found, scale)
    return _ask_about_percent(*asked) or _ask_about_date(*asked)


def _ask_about_percent(
    values: dict[str, str], where: dict[str, object], found: Sequence[GridPupil], scale: int | None
) -> Ask | None:
    """A percentage is not a mark; what it would be is offered when it falls right."""
    typed = values.get("mark", "")
    if not is_percent(typed):
        return None
    sentence = _("Ligne %(n)d, « %(name)s » : « %(typed)s » n’est pas une note.") % (
        where | {"typed": typed}
    )
    mark = mark_of_percent(typed, scale=scale)
    if not mark:
        return Ask(sentence, values, ())
    would = _("Sur %(scale)d, ce serait %(mark)s.") % {"scale": scale, "mark": mark}
    return _ask(f"{sentence} {would}", values | {"mark": mark}, found)


def _ask_about_date(
    values: dict[str, str], where: dict[str, object], found: Sequence[GridPupil], scale: int | None
) -> Ask | None:
    """A spreadsheet may have turned a mark into a day or an hour."""
    typed = values.get("mark", "")
    if _is_mark(typed, scale):
        return None
    kept, typed = dates.kept_under(typed)
    shown = dates.shown_day(typed)
    if shown is None and not dates.is_clock(typed):
        return None
    sentence = _("Ligne %(n)d, « %(name)s » : la case montre « %(typed)s », pas une note.") % (
        where | {"typed": typed}
    )
    mark = kept or (dates.likely_mark(shown, scale=scale) if shown else "")
    if not mark or not _is_mark(mark, scale):
        return Ask(sentence, values, ())
    sure = _("La note est-elle %(mark)s ?") % {"mark": mark}
    return _ask(f"{sentence} {sure}", values | {"mark": mark}, found)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _ask_about_letter(
    values: dict[str, str], where: dict[str, object], found: Sequence[GridPupil], scale: int | None
) -> Ask:
    """A is absent where marks stand; among other letters it may be the best of a scale."""
    letter = values["mark"]
    sentence = _("Ligne %(n)d, « %(name)s » : « %(typed)s » est-il une lettre d’un barème ?") % (
        where | {"typed": letter}
    )
    status = _status_of(letter, scale)
    if not status:
        return Ask(sentence, values, ())
    return _ask(sentence, values | {"mark": status}, found)


def _status_of(text: str, scale: int | None) -> str:
    try:
        mark = parse_mark(text, scale=scale)
    except MarkError:
        return ""
    return str(mark.status) if mark else ""


def _ask(sentence: str, values: dict[str, str], found: Sequence[GridPupil]) -> Ask:
    labelled = (replace(one, label=f"{one.label} : {values['mark']}") for one in found)
    return Ask(sentence, values, tuple(labelled))


def _is_mark(text: str, scale: int | None) -> bool:
    try:
        return parse_mark(text, scale=scale) is not None
    except MarkError:
        return False
