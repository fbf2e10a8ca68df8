"""The instants between which a post is held."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from coeduc.days import DAY, midnight


def starts_at(day: dt.date, *, today: dt.date, at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """At once if it is today: nobody waits for midnight; else when that day begins."""
    return at if day <= today else midnight(day, zone).astimezone(dt.UTC)


def ends_at(last_day: dt.date | None, *, zone: ZoneInfo) -> dt.datetime | None:
    """When the last day is over; None for a post without a known end."""
    return None if last_day is None else midnight(last_day + DAY, zone).astimezone(dt.UTC)
