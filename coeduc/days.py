"""The day of an instant somewhere, asked here alone; days that somebody may mean.

An instant has no day of its own: at noon of Greenwich it is tomorrow in Nouméa. Of a school,
``today_of`` (``apps/schools/days.py``); in a statement over several schools, ``day_there``.

An address or a field that says the year 1 or 9999 says nothing: days next to these are counted
(the week before, the term after), which the ends of the calendar do not allow; and no school of
today has a lesson there.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

EARLIEST, LATEST = ZoneInfo("Etc/GMT+12"), ZoneInfo("Etc/GMT-14")
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(instant: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The day that the calendars of this zone show at this instant."""
    return instant.astimezone(zone).date()


def days_anywhere(at: dt.datetime) -> tuple[dt.date, dt.date]:
    """The first and the last day that it is somewhere: bounds, before each asks its own."""
    return day_of(at, EARLIEST), day_of(at, LATEST)


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
