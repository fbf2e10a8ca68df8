"""Locking rows, and what time it is once they are held.

A request knows its instant before it waits for anybody. Whoever held the lock has written in the
meantime, at a later instant: compared with the earlier one, what they wrote «has not happened yet».
So every check under a lock uses the instant that comes with the lock, and nothing else locks rows
to check them (tests/architecture).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from coeduc import clock
from coeduc.letters import small

Held = tuple[Any, dt.datetime]


def hold_row(rows: QuerySet[Any], *, at: dt.datetime, no_key: bool = False) -> Held:
    """Lock the one row of ``rows`` until the transaction ends; the instant to use from here on.

    ``no_key``: rows that only point at this one do not wait. Raises the model's ``DoesNotExist``;
    a lock that somebody keeps too long is told by ``coeduc.middleware``.
    """
    row = rows.select_for_update(of=("self",), no_key=no_key).get()
    return row, clock.after(at)


def hold_timeless(rows: QuerySet[Any], *, no_key: bool = False) -> list[Any]:
    """For a write that compares nothing with a time: the rows as they are now, without an instant.

    Where there is nothing to compare, an instant would only be a trap for the next reader.
    """
    return list(rows.select_for_update(of=("self",), no_key=no_key))


def hold_rows(rows: QuerySet[Any], *, at: dt.datetime, no_key: bool = False) -> Held:
    """The same for all of ``rows``, in their own order: give them one, or two requests deadlock."""
    found = list(rows.select_for_update(of=("self",), no_key=no_key))
    return found, clock.after(at)


def one_at_a_time(what: str) -> None:
    """Counted, then written: parallel requests about ``what`` wait, until this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [small(what)])
