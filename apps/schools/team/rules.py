"""The instants between which a post is held, and those of two rows made one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol
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


# Two rows of one person -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldLink:
    """A post or a class of one of the two rows; ``decided``: given or ended here, by a person."""

    key: int
    during: DatedSpan
    decided: bool


def united_spans(
    kept: Iterable[HeldLink], taken: Iterable[HeldLink], *, at: dt.datetime
) -> dict[int, list[Between]]:
    """When each link of one same thing holds, of two lives made one, by its key: none overlap.

    Whoever held it at an instant held it. Where both did, what was decided here says how, then the
    row that stays. What a file says goes on after what is over, never after an end that was
    decided here and is still to come.
    """
    links = [link for link in (*kept, *taken) if not link.during.isempty]
    found: dict[int, list[Between]] = {}
    claimed: list[Between] = []
    closed: list[Between] = []
    for link in sorted(links, key=lambda link: not link.decided):  # stable: kept before taken
        span = Between(link.during.lower, link.during.upper or NEVER)
        found[link.key] = _without(span, claimed if link.decided else claimed + closed)
        claimed.append(span)
        if link.decided and at < span.end:
            closed.append(Between(span.end, NEVER))
    return found


class Between(NamedTuple):
    """Half open; ``end``: ``NEVER`` for none known."""

    start: dt.datetime
    end: dt.datetime


def _without(span: Between, others: Iterable[Between]) -> list[Between]:
    left = [span]
    for other in others:
        cut = [
            piece
            for one in left
            for piece in (
                Between(one.start, min(one.end, other.start)),
                Between(max(one.start, other.end), one.end),
            )
        ]
        left = [piece for piece in cut if piece.start < piece.end]
    return left
