"""Read one cleaned workbook in a process of its own, which may die of it: stdin → JSON on stdout.

A few bytes can ask for billions of cells (one cell in the last corner, a repeated row): the limits
below kill this process, never the portal. Run by ``files``, with no settings and no database.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 5


def as_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (after the limits)

    rows = int(sys.argv[1])
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheet = workbook.get_sheet_by_index(0)
    found = sheet.to_python(skip_empty_area=False, nrows=rows)
    json.dump([[as_text(cell) for cell in row] for row in found], sys.stdout)


if __name__ == "__main__":
    main()
