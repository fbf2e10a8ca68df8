"""From the bytes of a file to tables of text, whatever the file pretends to be.

A workbook is a zip: it is opened here within a limit, and only its sheets are kept. Macros, links
and pictures never reach the reader; a formula is the value it had when the file was saved.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from apps.results.marks.inputs import texts, titles
from coeduc import zips

BIGGEST = 2 * 1024 * 1024
BIGGEST_OPEN = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 500, 40, 20
PATIENCE = 10
_CHILD = Path(__file__).with_name("child.py")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNWANTED = ("externallinks/", "media/", "embeddings/", "drawings/", "vba")
_NO_TABLE = re.compile(r"\s*(?:<(?:!doctype|html|\?xml|table|head|body|svg)\b|%PDF-|\{\\rtf)", re.I)


class SheetError(ValueError):
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
        raise SheetError(too_heavy())
    if content.startswith(_OLD_EXCEL):
        raise SheetError(_locked() if _ENCRYPTED in content else _old_excel())
    if content.startswith(b"PK"):
        found = _workbook(content)
    else:
        text = texts.decoded(content)
        if text is None:
            raise SheetError(_not_a_table())
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
        return _bounded([Table(texts.pasted(text), separator=separator or "\t")])
    return _bounded([text_table(text)])


def text_table(text: str) -> Table:
    """CSV with « ; », « , » or tabs."""
    if _NO_TABLE.match(text):
        raise SheetError(_not_a_table())
    rows, separator = texts.table(text, has_titles=lambda rows: titles.rank_of(rows) is not None)
    return Table(rows, separator=separator)


def _workbook(content: bytes) -> list[Table]:
    cleaned = _cleaned(content)
    command = [sys.executable, "-I", str(_CHILD), str(MOST_ROWS + 2), str(MOST_SHEETS)]
    try:
        read = subprocess.run(
            command, input=cleaned, capture_output=True, timeout=PATIENCE, check=True
        )
        found: list[dict[str, Any]] = json.loads(read.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise SheetError(_("Ce fichier ne peut pas être lu : enregistrez-le en .csv.")) from problem
    return [Table(sheet["rows"], sheet["name"]) for sheet in found]


def _cleaned(content: bytes) -> bytes:
    """The sheets of the workbook in a new zip, opened within the limit."""
    kept = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as clean:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > BIGGEST_OPEN:
                raise SheetError(_("Ce fichier est trop gros une fois ouvert."))
            _check_kind({zips.path_of(part).lower() for part in parts})
            if any(zips.is_locked(part) for part in parts):
                raise SheetError(_locked())
            for part in parts:
                name = zips.path_of(part)
                if _is_wanted(name) and zips.is_packed_plainly(part):
                    # Bounded by the size declared, which has just been counted.
                    clean.writestr(name, archive.read(part))
    except SheetError:
        raise
    except zips.DAMAGED as problem:
        raise SheetError(_("Ce fichier est abîmé ou protégé par un mot de passe.")) from problem
    return kept.getvalue()


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise SheetError(_("Ce fichier est en .xlsb : enregistrez-le en .xlsx ou en .csv."))
    if any(name.endswith((".iwa", ".apxl", ".numbers")) for name in names):
        raise SheetError(_("Ce fichier vient de Numbers : exportez-le en Excel ou en CSV."))
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise SheetError(_not_a_table())


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    is_sheet = lower.endswith((".xml", ".rels")) or lower == "mimetype"
    return is_sheet and not any(piece in lower for piece in _UNWANTED)


def _bounded(tables: list[Table]) -> list[Table]:
    found = [Table(_trimmed(one.rows), one.name, one.separator) for one in tables]
    found = [one for one in found if one.rows]
    if not found:
        raise SheetError(_("Ce fichier est vide."))
    for one in found:
        _check_size(one.rows)
    return found


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """A line keeps its width, which says whether a comma has cut it."""
    trimmed = [[_tidy(cell) for cell in row] for row in rows]
    while trimmed and not any(trimmed[-1]):
        trimmed.pop()
    return trimmed


def _tidy(cell: str) -> str:
    """No-break spaces are the author's; a line break too, and nothing at both ends."""
    lines = cell.strip("\ufeff").split("\n")
    return "\n".join(re.sub(r"[ \t\v\f\x85]+", " ", line).strip(" ") for line in lines).strip()


def _check_size(rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise SheetError(
            _("Plus de %(most)d lignes : gardez celles d’une classe.") % _most(MOST_ROWS)
        )
    if any(any(row[MOST_COLUMNS:]) for row in rows):
        raise SheetError(_("Plus de %(most)d colonnes : gardez les utiles.") % _most(MOST_COLUMNS))


def _most(most: int) -> dict[str, int]:
    return {"most": most}


def too_heavy() -> str:
    return _("Ce fichier est trop lourd : 2 Mo au plus.")


def _not_a_table() -> str:
    return _("Ce fichier n’est pas un tableau : envoyez un .xlsx, un .ods ou un .csv.")


def _old_excel() -> str:
    return _("Ce fichier est d’un ancien format (.xls) : enregistrez-le en .xlsx ou en .csv.")


def _locked() -> str:
    return _("Ce fichier est protégé par un mot de passe : enregistrez-le sans, ou en .csv.")
