"""Days that somebody may mean: an address or a field that says the year 1 or 9999 says nothing.

Days next to these are counted (the week before, the term after), which the ends of the calendar do
not allow; and no school of today has a lesson there.
"""

from __future__ import annotations

import datetime as dt
import re

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_sensible(day: dt.date) -> bool:
    return FIRST <= day <= LAST


def day_or_none(written: str) -> dt.date | None:
    """«2026-11-17», and nothing that is not a day of our times."""
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return day if is_sensible(day) else None
