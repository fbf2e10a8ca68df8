"""From the bytes of a file to tables of text, whatever the file pretends to be.

A workbook is a zip: it is opened here within a limit, and only its sheets are kept. Macros, links
and pictures never reach the reader; a formula is the value it had when the file was saved.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict, cast

from django.utils.translation import gettext as _

from apps.results.marks.inputs import child, texts, titles
from coeduc import french, zips
from coeduc.shapes import parsed

BIGGEST = 2 * 1024 * 1024
BIGGEST_OPEN = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 500, 40, 20
PATIENCE = 10
LONGEST_TITLE = 300
LONGEST_CELL = child.LONGEST_CELL
MOST_ANSWER = child.MOST_OUT + 1024
_CHILD = Path(__file__).with_name("child.py")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNWANTED = ("externallinks/", "media/", "embeddings/", "drawings/", "vba")
_NO_TABLE = re.compile(r"\s*(?:<(?:!doctype|html|\?xml|table|head|body|svg)\b|%PDF-|\{\\rtf)", re.I)


class TableError(ValueError):
    """The file cannot be read; the message is French and stands beside the field."""


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is that of the sheet; ``separator`` is empty where cells cannot be cut wrongly."""

    rows: list[list[str]]
    name: str = ""
    separator: str = ""


def tables_of(content: bytes) -> list[Table]:
    """The visible sheets that hold something, one at least; cells are trimmed."""
    if len(content) > BIGGEST:
        raise TableError(too_heavy())
    if content.startswith(_OLD_EXCEL):
        raise TableError(_locked() if _ENCRYPTED in content else _old_excel())
    if content.startswith(b"PK"):
        found = _workbook(content)
    else:
        text = texts.decoded(content)
        if text is None:
            raise TableError(_not_a_table())
        found = [text_table(text)]
    return _bounded(found)


def rows_of(content: bytes) -> list[list[str]]:
    """The lines of the first of these sheets, without the empty ones at the end."""
    return tables_of(content)[0].rows


def pasted_tables(text: str, *, separator: str = "") -> list[Table]:
    """Lines copied from a spreadsheet, or typed with commas.

    ``separator``: the one of the file they come from, when the portal itself copied them.
    """
    text = text.replace("\0", "")
    if "\t" in text:
        try:
            return _bounded([Table(texts.pasted(text), separator=separator or "\t")])
        except texts.TooManyCellsError as problem:
            raise TableError(_too_much()) from problem
    return _bounded([text_table(text)])


def text_table(text: str) -> Table:
    """CSV with « ; », « , » or tabs."""
    if _NO_TABLE.match(text):
        raise TableError(_not_a_table())
    try:
        rows, separator = texts.table(text, has_titles=_has_titles)
    except texts.TooManyCellsError as problem:
        raise TableError(_too_much()) from problem
    return Table(rows, separator=separator)


def _has_titles(rows: list[list[str]]) -> bool:
    """Asked before anything is bounded, of lines that a wrong separator may have cut."""
    start = [[cell[:LONGEST_TITLE] for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    return titles.rank_of(start) is not None


class TableJson(TypedDict):
    """One sheet, as the child process writes it: its name, its cells as texts."""

    name: str
    rows: list[list[str]]


class RefusedJson(TypedDict):
    """Why the child process gives no sheet."""

    refused: str


Answer: TypeAlias = list[TableJson] | RefusedJson


def _workbook(content: bytes) -> list[Table]:
    cleaned = _cleaned(content)
    try:
        found = parsed(cast("type[Answer]", Answer), _answer(cleaned))
    except (OSError, subprocess.SubprocessError, ValueError) as problem:
        raise TableError(_("Ce fichier ne peut pas être lu : enregistrez-le en .csv.")) from problem
    if isinstance(found, dict):
        raise TableError(_too_long() if found["refused"] == child.TOO_LONG else _too_much())
    return [Table(sheet["rows"], sheet["name"]) for sheet in found]


def _answer(cleaned: bytes) -> bytes:
    """What the child writes, never read beyond what it may write."""
    command = [sys.executable, "-I", str(_CHILD), str(MOST_ROWS + 2), str(MOST_SHEETS)]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(cleaned)
        given.seek(0)
        subprocess.run(
            command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, timeout=PATIENCE,
            check=True,
        )  # fmt: skip
        if answer.tell() > MOST_ANSWER:
            raise ValueError("the answer is too long")
        answer.seek(0)
        return answer.read(MOST_ANSWER)


def _cleaned(content: bytes) -> bytes:
    """The sheets of the workbook in a new zip, opened within the limit."""
    kept = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as clean:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > BIGGEST_OPEN:
                raise TableError(_("Ce fichier est trop gros une fois ouvert."))
            _check_kind({zips.path_of(part).lower() for part in parts})
            if any(zips.is_locked(part) for part in parts):
                raise TableError(_locked())
            for part in parts:
                name = zips.path_of(part)
                if _is_wanted(name) and zips.is_packed_plainly(part):
                    # Bounded by the size declared, which has just been counted.
                    clean.writestr(name, archive.read(part))
    except TableError:
        raise
    except zips.DAMAGED as problem:
        raise TableError(_("Ce fichier est abîmé ou protégé par un mot de passe.")) from problem
    return kept.getvalue()


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise TableError(_("Ce fichier est en .xlsb : enregistrez-le en .xlsx ou en .csv."))
    if any(name.endswith((".iwa", ".apxl", ".numbers")) for name in names):
        raise TableError(_("Ce fichier vient de Numbers : exportez-le en Excel ou en CSV."))
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise TableError(_not_a_table())


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    is_sheet = lower.endswith((".xml", ".rels")) or lower == "mimetype"
    return is_sheet and not any(piece in lower for piece in _UNWANTED)


def _bounded(tables: list[Table]) -> list[Table]:
    found = []
    for one in tables:
        rows = _without_end(one.rows)
        _check_size(rows)
        if rows := _without_end([_trimmed(row) for row in rows]):
            found.append(Table(rows, one.name, one.separator))
    if not found:
        raise TableError(_("Ce fichier est vide."))
    return found


def _trimmed(row: list[str]) -> list[str]:
    """Of the same width, which says whether a comma has cut it; the end was found empty."""
    return [_tidy(cell) for cell in row[:MOST_COLUMNS]] + [""] * len(row[MOST_COLUMNS:])


def _without_end(rows: list[list[str]]) -> list[list[str]]:
    """The empty lines after the last one that holds something."""
    end = len(rows)
    while end and not any(cell and not cell.isspace() for cell in rows[end - 1]):
        end -= 1
    return rows[:end]


def _tidy(cell: str) -> str:
    """No-break spaces are the author's; a line break too, and nothing at both ends."""
    lines = cell.strip("\ufeff").split("\n")
    return "\n".join(re.sub(r"[ \t\v\f\x85]+", " ", line).strip(" ") for line in lines).strip()


def _check_size(rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise TableError(
            _("Plus de %(most)d lignes : gardez celles d’une classe.") % _most(MOST_ROWS)
        )
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise TableError(_too_long())
    if any(any(map(str.strip, row[MOST_COLUMNS:])) for row in rows):
        raise TableError(_("Plus de %(most)d colonnes : gardez les utiles.") % _most(MOST_COLUMNS))


def _most(most: int) -> dict[str, int]:
    return {"most": most}


def _too_long() -> str:
    return _("Une case dépasse %(most)s signes : gardez celles des notes.") % {
        "most": french.thousands(LONGEST_CELL)
    }


def _too_much() -> str:
    return _("Ce fichier contient trop de texte : gardez les lignes d’une classe.")


def too_heavy() -> str:
    most = french.whole_weight(BIGGEST)
    return _("Ce fichier est trop lourd : %(most)s au plus.") % {"most": most}


def _not_a_table() -> str:
    return _("Ce fichier n’est pas un tableau : envoyez un .xlsx, un .ods ou un .csv.")


def _old_excel() -> str:
    return _("Ce fichier est d’un ancien format (.xls) : enregistrez-le en .xlsx ou en .csv.")


def _locked() -> str:
    return _("Ce fichier est protégé par un mot de passe : enregistrez-le sans, ou en .csv.")
