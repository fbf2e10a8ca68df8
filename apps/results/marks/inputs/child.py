"""Read one cleaned workbook in a process of its own, which may die of it: stdin → JSON on stdout.

A few bytes can ask for billions of cells (one cell in the last corner, a repeated row): the limits
below kill this process, never the portal. Run by ``files``, with no settings and no database.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, iterparse

MEMORY = 768 * 1024 * 1024
SECONDS = 5
# The output: a few bytes that many cells share are written once for each of them.
LONGEST_CELL, MOST_OUT = 1000, 4 * 1024 * 1024
TOO_LONG, TOO_MUCH = "long", "much"
MOST_REPEATED = 1000
MOST_ADDED = 100
# The formats of cells that Excel numbers itself: 0 % and 0,00 %.
PERCENTS = {9, 10}
PERCENT = "%"
# Days that are shown in part: Excel's own 16 (12-mai) and 17 (mai-20), and their like.
DAY_MONTH, MONTH_YEAR = "d-m", "m-y"
DAYS = {16: DAY_MONTH, 17: MONTH_YEAR}
# «12/20» kept as 0,6 and shown «3/5»: Excel's own 12 and 13.
FRACTION = "/"
FRACTIONS = {12, 13}
FORMATS = {PERCENT, DAY_MONTH, MONTH_YEAR, FRACTION}
MONTHS = (
    *("janv", "févr", "mars", "avr", "mai", "juin"),
    *("juil", "août", "sept", "oct", "nov", "déc"),
)
# The day of number 0: Excel counts a 29th of February 1900 that LibreOffice does not.
EXCEL, LIBREOFFICE = dt.datetime(1899, 12, 31), dt.datetime(1899, 12, 30)  # noqa: DTZ001
# A formula whose result the program that wrote the file never worked out; ``errors`` knows it.
NO_RESULT = "#FORMULE!"
TRUTHS = ("FAUX", "VRAI")
# What makes a sheet worth reading twice: a formula, an error, a truth.
SPECIAL = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["'][be]["']""")


def as_text(cell: Any, shown: str = "", *, since: dt.datetime = EXCEL) -> str:
    if isinstance(cell, dt.date) and cell.year <= since.year + 1:
        return as_number(cell, shown, since)
    if shown and shown not in FORMATS:
        return shown
    is_percent = shown == PERCENT
    if isinstance(cell, bool):
        return TRUTHS[cell]
    if isinstance(cell, int | float) and shown == FRACTION and 0 < abs(cell) < 1:
        return str(Fraction(cell).limit_denominator(100))
    if isinstance(cell, int | float):
        # Twelve digits: beyond them a binary number only shows how it is kept.
        number = f"{cell * 100:.12g}" if is_percent else f"{cell:.12g}"
        return f"{number.replace('.', ',')} %" if is_percent else number
    if isinstance(cell, dt.date):
        return as_day(cell, shown)
    return str(cell)


def as_number(day: dt.date, shown: str, since: dt.datetime) -> str:
    """A mark typed again in a cell that still shows days: 12 is «12-janv», the 12th day of 1900."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    number = f"{(moment - since) / dt.timedelta(days=1):.6g}"
    return f"{number} ({shown if shown and shown not in FORMATS else as_day(day, shown)})"


def as_day(day: dt.date, shown: str) -> str:
    """As a French spreadsheet shows it: «12-mai», «mai-20», else «12/05/2026»."""
    month = MONTHS[day.month - 1]
    if shown == DAY_MONTH:
        return f"{day.day}-{month}"
    if shown == MONTH_YEAR:
        return f"{month}-{day.year % 100:02}"
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def elements(content: bytes, *names: str) -> Iterator[tuple[str, Element]]:
    """Each element of these names at its end, in order, without its namespace; emptied after."""
    if not content:
        return
    for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314 (memory and time are bounded)
        name = element.tag.rpartition("}")[2]
        if name in names:
            yield name, element
            element.clear()


def attribute(element: Element, wanted: str) -> str:
    found = (value for name, value in element.items() if name.rpartition("}")[2] == wanted)
    return next(found, "")


# --- What is shown is not what is kept: only the sheet itself tells ----------------------------

Shown = dict[tuple[int, int], str]  # (line, column) → what a person sees there


def shown_of_excel(archive: zipfile.ZipFile, *, rows: int) -> list[Shown]:
    """By sheet in the order of the workbook."""
    names = {name.lower(): name for name in archive.namelist()}

    def part(path: str) -> bytes:
        return archive.read(names[path.lower()]) if path.lower() in names else b""

    styles = styles_of(part("xl/styles.xml"))
    targets = {
        attribute(one, "Id"): attribute(one, "Target")
        for _n, one in elements(part("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    found = []
    for _name, sheet in elements(part("xl/workbook.xml"), "sheet"):
        target = targets.get(next((v for k, v in sheet.items() if k.endswith("}id")), ""), "")
        path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        found.append(shown_in_excel(part(path), styles, rows=rows))
    return found


def styles_of(content: bytes) -> dict[str, str]:
    """The styles of cells that show a number otherwise than it is kept, and how."""
    formats = dict.fromkeys(PERCENTS, PERCENT) | DAYS | dict.fromkeys(FRACTIONS, FRACTION)
    ranks: list[Element] = []
    for name, element in elements(content, "numFmt", "cellXfs"):
        if name == "numFmt":
            formats[int(attribute(element, "numFmtId"))] = format_of(
                attribute(element, "formatCode")
            )
        elif name == "cellXfs":
            ranks = list(element)
    shown = {
        str(rank): formats.get(int(attribute(element, "numFmtId") or 0), "")
        for rank, element in enumerate(ranks)
    }
    return {rank: how for rank, how in shown.items() if how}


def format_of(code: str) -> str:
    """Without what it writes as it stands: quoted words, escaped letters, [$-40C]."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower().partition(";")[0]
    if "%" in bare:
        return PERCENT
    if re.search(r"[?#]/[?#\d]", bare):
        return FRACTION
    letters = set(bare) & set("dmyjah")  # French programs write jj/mm/aaaa in some files
    if "h" in letters:
        return ""
    has_day, has_year = bool(letters & {"d", "j"}), bool(letters & {"y", "a"})
    if "m" not in letters or has_day == has_year:
        return ""
    return DAY_MONTH if has_day else MONTH_YEAR


def shown_in_excel(content: bytes, styles: dict[str, str], *, rows: int) -> Shown:
    found: Shown = {}
    if not styles and not SPECIAL.search(content):
        return found
    line = -1
    for _name, row in elements(content, "row"):
        # Some programs number neither lines nor cells: each stands after the one before.
        line = int(attribute(row, "r") or line + 2) - 1
        if line >= rows:
            break
        column = -1
        for cell in row:
            column = column_of(attribute(cell, "r"), otherwise=column + 1)
            if text := shown_as(cell, styles):
                found[line, column] = text
    return found


def column_of(place: str, *, otherwise: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", place)
    column = 0
    for letter in letters.group() if letters else "":
        column = column * 26 + ord(letter) - 64
    return column - 1 if letters else otherwise


def shown_as(cell: Element, styles: dict[str, str]) -> str:
    """Empty where the reader's own words are those that a person sees."""
    parts = {part.tag.rpartition("}")[2]: (part.text or "").strip() for part in cell}
    kind, value = attribute(cell, "t"), parts.get("v", "")
    if kind == "e":
        return value or NO_RESULT
    if kind == "b" and value:
        return TRUTHS[value in ("1", "true")]
    if "f" in parts and not value and kind != "str" and "is" not in parts:
        return NO_RESULT
    return styles.get(attribute(cell, "s"), "")


def shown_of_ods(archive: zipfile.ZipFile) -> list[Shown]:
    found = []
    for _name, table in elements(archive.read("content.xml"), "table"):
        cells: Shown = {}
        line = 0
        for row in table.iter():
            if row.tag.rpartition("}")[2] != "table-row":
                continue
            repeated = min(int(attribute(row, "number-rows-repeated") or 1), MOST_REPEATED)
            columns = list(shown_in_row(row))
            cells |= {(line + n, column): text for n in range(repeated) for column, text in columns}
            line += repeated
        found.append(cells)
    return found


def shown_in_row(row: Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if not cell.tag.rpartition("}")[2].endswith("table-cell"):
            continue
        repeated = min(int(attribute(cell, "number-columns-repeated") or 1), MOST_REPEATED)
        if text := shown_in_ods(cell):
            yield from ((column + n, text) for n in range(repeated))
        column += repeated


def shown_in_ods(cell: Element) -> str:
    # LibreOffice writes «string» for an error, and tells it in an attribute of its own.
    kinds = {value for name, value in cell.items() if name.endswith("}value-type")}
    lines = [part for part in cell if part.tag.rpartition("}")[2] == "p"]
    if "error" in kinds:
        return "".join("".join(line.itertext()) for line in lines).strip() or NO_RESULT
    if "date" in kinds:
        # «12-mai» as it is shown; in figures the order of day and month is that of the program.
        said = "".join("".join(line.itertext()) for line in lines).strip()
        return said if re.search(r"[^\W\d_]", said) else ""
    if "boolean" in kinds:
        return TRUTHS[attribute(cell, "boolean-value") == "true"]
    if attribute(cell, "formula") and not kinds and not lines:
        return NO_RESULT
    return PERCENT if "percentage" in kinds else ""


def is_ods(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "content.xml" in archive.namelist()


def shown(content: bytes, *, rows: int) -> list[Shown]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            return shown_of_ods(archive)
        return shown_of_excel(archive, rows=rows)


class Refused(Exception):  # noqa: N818 (an answer, and no failure)
    """A workbook whose text is too long: the word says which limit it passes."""


# --- The sheets ---------------------------------------------------------------------------------


def sheets(content: bytes, *, rows: int, most: int) -> Iterator[dict[str, Any]]:
    """Those that a person sees when the file is opened, in order."""
    from python_calamine import (  # noqa: PLC0415 (after the limits)
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    seen = shown(content, rows=rows)
    since = LIBREOFFICE if is_ods(content) else EXCEL
    for rank, sheet_facts in enumerate(workbook.sheets_metadata[:most]):
        if (
            sheet_facts.visible != SheetVisibleEnum.Visible
            or sheet_facts.typ != SheetTypeEnum.WorkSheet
        ):
            continue
        sheet = workbook.get_sheet_by_index(rank)
        cells = seen[rank] if rank < len(seen) else {}
        found = sheet.to_python(skip_empty_area=False, nrows=rows)
        lines = [
            [as_text(cell, cells.get((line, n), ""), since=since) for n, cell in enumerate(row)]
            for line, row in enumerate(found)
        ]
        complete(lines, cells, rows=rows)
        if any(len(cell) > LONGEST_CELL for line in lines for cell in line):
            raise Refused(TOO_LONG)
        yield {"name": sheet_facts.name, "rows": lines}


def complete(lines: list[list[str]], seen: Shown, *, rows: int) -> None:
    """The reader leaves out, at the ends, cells that hold no result."""
    for (line, column), text in seen.items():
        if text in FORMATS or line >= rows or column >= MOST_ADDED:
            continue
        lines += [[] for _n in range(line + 1 - len(lines))]
        lines[line] += [""] * (column + 1 - len(lines[line]))
        lines[line][column] = lines[line][column] or text


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUT + 1024, MOST_OUT + 1024))
    content = sys.stdin.buffer.read()
    try:
        answer = written(sheets(content, rows=int(sys.argv[1]), most=int(sys.argv[2])))
    except Refused as refused:
        answer = json.dumps({"refused": str(refused)})
    sys.stdout.write(answer)


def written(found: Iterator[dict[str, Any]]) -> str:
    """The answer; a sheet at a time, so that it stops as soon as it is too long."""
    kept, size = [], 0
    for sheet in found:
        kept.append(json.dumps(sheet))
        size += len(kept[-1])
        if size > MOST_OUT:
            raise Refused(TOO_MUCH)
    return f"[{','.join(kept)}]"


if __name__ == "__main__":
    main()
