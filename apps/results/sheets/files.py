"""From the bytes of a file to lines of text, whatever the file pretends to be.

A workbook is a zip: it is opened here within a limit, and only its sheets are kept. Macros, links
and pictures never reach the reader; a formula is the value it had when the file was saved.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

BIGGEST = 2 * 1024 * 1024
BIGGEST_OPEN = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 500, 40
PATIENCE = 10
_CHILD = Path(__file__).with_name("child.py")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UNWANTED = ("externallinks/", "media/", "embeddings/", "drawings/", "vba")


class SheetError(ValueError):
    """The file cannot be read; the message is French and stands beside the field."""


def rows_of(content: bytes) -> list[list[str]]:
    """The lines of the first sheet, without the empty ones at the end; cells are trimmed."""
    if len(content) > BIGGEST:
        raise SheetError(_("Ce fichier est trop lourd : 2 Mo au plus."))
    if content.startswith(_OLD_EXCEL):
        raise SheetError(
            _("Ce fichier est d’un ancien format (.xls) : enregistrez-le en .xlsx ou en .csv.")
        )
    rows = _workbook(content) if content.startswith(b"PK") else text_rows(_decoded(content))
    return _bounded(rows)


def text_rows(text: str) -> list[list[str]]:
    """CSV with « ; », « , » or tabs: whichever the first lines use most."""
    start = text.splitlines()[:10]
    separator = max(";\t,", key=lambda mark: sum(line.count(mark) for line in start))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as problem:
        raise SheetError(_not_a_table()) from problem


def _decoded(content: bytes) -> str:
    """UTF-8, or what Windows writes; a program or a picture is neither."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    odd = sum(not (letter.isprintable() or letter in "\t\r\n\xa0") for letter in text)
    if not text.strip() or odd or "\ufffd" in text:
        raise SheetError(_not_a_table())
    return text


def _workbook(content: bytes) -> list[list[str]]:
    cleaned = _cleaned(content)
    command = [sys.executable, "-I", str(_CHILD), str(MOST_ROWS + 2)]
    try:
        read = subprocess.run(
            command, input=cleaned, capture_output=True, timeout=PATIENCE, check=True
        )
        found: list[list[str]] = json.loads(read.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise SheetError(_("Ce fichier ne peut pas être lu : enregistrez-le en .csv.")) from problem
    return found


def _cleaned(content: bytes) -> bytes:
    """The sheets of the workbook in a new zip, opened within the limit."""
    kept = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as clean:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > BIGGEST_OPEN:
                raise SheetError(_("Ce fichier est trop gros une fois ouvert."))
            names = {part.filename for part in parts}
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise SheetError(_not_a_table())
            for part in parts:
                if _is_wanted(part.filename):
                    # Bounded by the size declared, which has just been counted.
                    clean.writestr(part.filename, archive.read(part))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as problem:
        raise SheetError(_("Ce fichier est abîmé ou protégé par un mot de passe.")) from problem
    return kept.getvalue()


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    is_sheet = lower.endswith((".xml", ".rels")) or lower == "mimetype"
    return is_sheet and not any(piece in lower for piece in _UNWANTED)


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise SheetError(
            _("Plus de %(most)d lignes : gardez celles d’une classe.") % _most(MOST_ROWS)
        )
    if any(any(row[MOST_COLUMNS:]) for row in rows):
        raise SheetError(_("Plus de %(most)d colonnes : gardez les utiles.") % _most(MOST_COLUMNS))
    if not rows:
        raise SheetError(_("Ce fichier est vide."))
    return [row[:MOST_COLUMNS] for row in rows]


def _most(most: int) -> dict[str, int]:
    return {"most": most}


def _not_a_table() -> str:
    return _("Ce fichier n’est pas un tableau : envoyez un .xlsx, un .ods ou un .csv.")
