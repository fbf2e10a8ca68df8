"""The instants between which a post is held."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from coeduc.days import DAY


def starts_at(day: dt.date, *, today: dt.date, at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """At once if it is today: nobody waits for midnight; else when that day begins."""
    return at if day <= today else _midnight(day, zone)


def ends_at(last_day: dt.date | None, *, zone: ZoneInfo) -> dt.datetime | None:
    """When the last day is over; None for a post without a known end."""
    return None if last_day is None else _midnight(last_day + DAY, zone)


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
