"""The instants between which a post is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol
from zoneinfo import ZoneInfo

from coeduc.days import DAY, midnight

# A mistake is seen within days; later, to come back is another post, with its own first day.
GIVEN_BACK_FOR = 7 * DAY


class DatedSpan(Protocol):
    """From an instant to another, half open; ``upper``: None for no end."""

    @property
    def lower(self) -> dt.datetime: ...
    @property
    def upper(self) -> dt.datetime | None: ...
    @property
    def isempty(self) -> bool: ...


def starts_at(day: dt.date, *, today: dt.date, at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """At once if it is today: nobody waits for midnight; else when that day begins."""
    return at if day <= today else midnight(day, zone).astimezone(dt.UTC)


def ends_at(last_day: dt.date | None, *, zone: ZoneInfo) -> dt.datetime | None:
    """When the last day is over; None for a post without a known end."""
    return None if last_day is None else midnight(last_day + DAY, zone).astimezone(dt.UTC)


def are_covered(start: dt.datetime, held: Iterable[tuple[DatedSpan, DatedSpan]]) -> bool:
    """Whether somebody is there at every instant from ``start`` on: each post, and its stay.

    A post without an end, of somebody whose stay has none, is needed at last.
    """
    spans = sorted(
        (max(post.lower, stay.lower), _sooner(post.upper, stay.upper))
        for post, stay in held
        if not post.isempty and not stay.isempty
    )
    reached = start
    for lower, upper in spans:
        if lower > reached:
            break
        if upper == NEVER:
            return True
        reached = max(reached, upper)
    return False


NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _sooner(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime:
    return min(one or NEVER, other or NEVER)
