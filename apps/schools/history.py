"""Who acts, said to the triggers that keep every state; and when, on one clock, when it is told."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypedDict

import pghistory

from coeduc.shapes import shaped

if TYPE_CHECKING:
    from apps.accounts.models import User


class KeptSpan(TypedDict):
    """Between two instants, as JSON; ``end``: None for none known."""

    start: str
    end: str | None


class Before(TypedDict):
    """A dated link as it was before an act ended it; ``kind``: its model."""

    kind: str
    key: int
    during: KeptSpan
    source: str
    set_by: int | None
    ended_by: int | None


class Ended(TypedDict):
    """What ended with a post, as it was: the post itself first; ``stay``: None where it stands."""

    post: str
    links: list[Before]
    stay: KeptSpan | None


class Said(TypedDict, total=False):
    """What is kept beside a write, as JSON; ``source``: the national files, and nobody's name.

    ``ended``: what this act ended, for who gives it back.
    """

    user: int | None
    name: str
    at: str
    source: str
    ended: Ended


def recorded(*, by: User, at: dt.datetime, ended: Ended | None = None) -> Any:
    """A block whose writes are kept with their author, at the portal's own instant."""
    said: Said = {"user": by.pk, "name": by.get_full_name(), "at": at.isoformat()}
    if ended is not None:
        said["ended"] = ended
    return pghistory.context(**said)


def said_of(event: Any) -> Said:
    """Empty where nothing was said, as of what was written by hand in the database. ShapeError."""
    return shaped(Said, event.pgh_context.metadata) if event.pgh_context else {}


def said_instant(event: Any) -> dt.datetime | None:
    """The portal's instant, when the write was `recorded`."""
    said = said_of(event).get("at")
    return dt.datetime.fromisoformat(said) if said else None


class PortalClock:
    """When each of these events happened, on the portal's clock alone.

    The database dates every event on the machine's clock, which may be elsewhere: the one of the
    demonstration is moved, the one of a server was wrong. Its order is right, its instants may not
    be: what says no instant of the portal is told where it was written, after what came before it
    and not after what followed or came with it.
    """

    def __init__(self, events: Iterable[Any]) -> None:
        pairs = sorted(
            (event.pgh_created_at, said)
            for event in events
            if (said := said_instant(event)) is not None
        )
        self._written = [written for written, _said in pairs]
        instants = [said for _written, said in pairs]
        self._latest_until = list(accumulate(instants, max))
        self._earliest_from = list(accumulate(reversed(instants), min))[::-1]

    def when(self, event: Any) -> dt.datetime:
        said = said_instant(event)
        if said is not None:
            return said
        written: dt.datetime = event.pgh_created_at
        place = bisect_left(self._written, written)
        if place:
            written = max(written, self._latest_until[place - 1])
        if place < len(self._written):
            written = min(written, self._earliest_from[place])
        return written
