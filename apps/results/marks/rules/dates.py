"""A mark that a spreadsheet took for a date: «12.5» in a French Excel is the 12th of May. Pure.

It shows «12-mai», «12/05» or «12/05/2026»; «12/20» becomes December 2020, «déc-20», and «8.25»
August 2025, «août-25». What was typed is gone, from a file as from the cells that are pasted: it
can be offered, never taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from coeduc.days import MONTHS, month_of
from coeduc.french import french_decimal

_WORD, _YEAR = r"(?P<word>[^\W\d_]{3,9})\.?", r"(?P<year>\d{4}|\d{2})"
_SHOWN = tuple(
    re.compile(rf"(?:{weekday})?{shape}", re.IGNORECASE)
    for weekday, shape in (
        (r"[^\W\d_]{3,8}\.?,? ", rf"(?P<day>\d{{1,2}})(?:er)?[-/ .]{_WORD}(?:[-/ .]{_YEAR})?"),
        ("", rf"{_WORD}[-/ .]{_YEAR}"),
        ("", rf"(?P<day>\d{{1,2}})(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign){_YEAR}"),
        ("", r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ][\d:.]*)?"),
        # Without a year, «8/10» is a mark out of ten.
        ("", r"(?P<day>\d{1,2})(?:-(?P<month>1[0-2]|0?[1-9])|/(?P<month_>0[1-9]))"),
    )
)
# What a month and a year stand for: «8.25» and «12.50», never a day («12.5» shows «12-mai»). A
# sheet takes 1 to 12 for a month of this year, and teachers count by twentieths at the finest.
_TWENTIETHS = range(15, 100, 5)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,2} ?h ?\d{2}", re.IGNORECASE)


# A number, and the day that its cell shows in its place (``child``).
_KEPT = re.compile(r"(?P<kept>\d+(?:\.\d+)?) \((?P<shown>[^()]+)\)")


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell shows of a day; 0 for what it does not show."""

    day: int
    month: int
    year: int


def shown_day(text: str) -> Day | None:
    """The day that a spreadsheet shows («12-mai», «mai-20», «12/05/2026»); None for other words."""
    for shape in _SHOWN:
        if found := shape.fullmatch(text.strip()):
            said = found.groupdict()
            word = said.get("word")
            month = month_of(word) if word else int(said.get("month") or said["month_"])
            day = int(said.get("day") or 0)
            if 1 <= month <= len(MONTHS) and day <= 31:
                return Day(day, month, int(said.get("year") or 0) % 100)
    return None


def kept_under(text: str) -> tuple[str, str]:
    """The number that the cell keeps where it shows another day, and what it shows."""
    found = _KEPT.fullmatch(text.strip())
    return (french_decimal(Decimal(found["kept"])), found["shown"]) if found else ("", text)


def is_clock(text: str) -> bool:
    """Whether a spreadsheet shows an hour there («12:30»)."""
    return bool(_CLOCK.fullmatch(text.strip()))


def likely_mark(shown: Day, *, scale: int | None) -> str:
    """What was probably typed: «12.5», «12/20» out of twenty, «8.25»; empty when nobody knows."""
    if shown.year == scale and shown.day in (0, 1):
        return str(shown.month)
    if shown.day:
        return f"{shown.day},{shown.month}"
    if shown.year not in _TWENTIETHS:
        return ""
    return french_decimal(shown.month + Decimal(shown.year) / 100)
