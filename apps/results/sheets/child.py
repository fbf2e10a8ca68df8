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
from typing import Any
from xml.etree.ElementTree import Element, iterparse

MEMORY = 768 * 1024 * 1024
SECONDS = 5
MOST_REPEATED = 1000
# The formats of cells that Excel numbers itself: 0 % and 0,00 %.
PERCENTS = {9, 10}


def as_text(cell: Any, *, is_percent: bool = False) -> str:
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, int | float):
        # Twelve digits: beyond them a binary number only shows how it is kept.
        number = f"{cell * 100:.12g}" if is_percent else f"{cell:.12g}"
        return f"{number.replace('.', ',')} %" if is_percent else number
    if isinstance(cell, dt.datetime | dt.date | dt.time | dt.timedelta):
        return str(cell) if isinstance(cell, dt.timedelta) else cell.isoformat()
    return str(cell)


def elements(content: bytes, *names: str) -> Iterator[tuple[str, Element]]:
    """Each element of these names at its end, in order, without its namespace."""
    for _event, element in iterparse(io.BytesIO(content)):  # noqa: S314 (memory and time are bounded)
        name = element.tag.rpartition("}")[2]
        if name in names:
            yield name, element


def attribute(element: Element, wanted: str) -> str:
    found = (value for name, value in element.items() if name.rpartition("}")[2] == wanted)
    return next(found, "")


# --- What is shown as « 62,5 % » is kept as 0.625: only its format tells ------------------------


def percents_of_excel(archive: zipfile.ZipFile) -> list[set[tuple[int, int]]]:
    """By sheet in the order of the workbook, the cells (line, column) of a percentage."""
    names = set(archive.namelist())
    styles = percent_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
    if not styles:
        return []
    links = archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        attribute(one, "Id"): attribute(one, "Target")
        for _n, one in elements(links, "Relationship")
    }
    found = []
    for _name, sheet in elements(archive.read("xl/workbook.xml"), "sheet"):
        target = targets.get(next((v for k, v in sheet.items() if k.endswith("}id")), ""), "")
        path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        found.append(percent_cells(archive.read(path), styles) if path in names else set())
    return found


def percent_styles(content: bytes) -> set[str]:
    formats: set[int] = set(PERCENTS)
    ranks: list[Element] = []
    for name, element in elements(content, "numFmt", "cellXfs"):
        if name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", attribute(element, "formatCode")):
            formats.add(int(attribute(element, "numFmtId")))
        elif name == "cellXfs":
            ranks = list(element)
    return {
        str(rank)
        for rank, element in enumerate(ranks)
        if int(attribute(element, "numFmtId") or 0) in formats
    }


def percent_cells(content: bytes, styles: set[str]) -> set[tuple[int, int]]:
    found = set()
    for _name, cell in elements(content, "c"):
        place = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", attribute(cell, "r"))
        if place and attribute(cell, "s") in styles:
            column = 0
            for letter in place.group(1):
                column = column * 26 + ord(letter) - 64
            found.add((int(place.group(2)) - 1, column - 1))
    return found


def percents_of_ods(archive: zipfile.ZipFile) -> list[set[tuple[int, int]]]:
    found = []
    for _name, table in elements(archive.read("content.xml"), "table"):
        cells, line = set(), 0
        for row in table.iter():
            if row.tag.rpartition("}")[2] != "table-row":
                continue
            repeated = min(int(attribute(row, "number-rows-repeated") or 1), MOST_REPEATED)
            columns = list(percent_columns(row))
            cells |= {(line + n, column) for n in range(repeated) for column in columns}
            line += repeated
        found.append(cells)
    return found


def percent_columns(row: Element) -> Iterator[int]:
    column = 0
    for cell in row:
        if not cell.tag.rpartition("}")[2].endswith("table-cell"):
            continue
        repeated = min(int(attribute(cell, "number-columns-repeated") or 1), MOST_REPEATED)
        if attribute(cell, "value-type") == "percentage":
            yield from range(column, column + repeated)
        column += repeated


def percents(content: bytes) -> list[set[tuple[int, int]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            return percents_of_ods(archive)
        return percents_of_excel(archive)


# --- The sheets ---------------------------------------------------------------------------------


def sheets(content: bytes, *, rows: int, most: int) -> Iterator[dict[str, Any]]:
    """Those that a person sees when the file is opened, in order."""
    from python_calamine import (  # noqa: PLC0415 (after the limits)
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown_as_percent = percents(content)
    for rank, told in enumerate(workbook.sheets_metadata[:most]):
        if told.visible != SheetVisibleEnum.Visible or told.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_index(rank)
        cells = shown_as_percent[rank] if rank < len(shown_as_percent) else set()
        found = sheet.to_python(skip_empty_area=False, nrows=rows)
        lines = [
            [as_text(cell, is_percent=(line, n) in cells) for n, cell in enumerate(row)]
            for line, row in enumerate(found)
        ]
        yield {"name": told.name, "rows": lines}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    found = list(sheets(content, rows=int(sys.argv[1]), most=int(sys.argv[2])))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
