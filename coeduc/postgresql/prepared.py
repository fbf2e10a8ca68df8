"""Statements that PostgreSQL plans once a connection: those that ``coeduc/replay.py`` replays.

Planning was half of what a family's page costs the database. A ``Text`` is prepared at its first
use on a connection, then executed by its name with the few values that change; the constants of the
rules are in what is planned.

The name is the print of the text: wherever it exists, in a session that a pooler shares too, it is
this very text. A name that the server does not know, or whose plan a change of the schema has made
void, is an error that costs nothing else: in a transaction each use has a savepoint, in the same
trip. The text is then asked as it is written, and prepared again at its next use.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

log = logging.getLogger(__name__)
# Of one connection: the server keeps a few hundred kilobytes for each.
MOST = 64
SAVEPOINT = "coeduc_prepared"
TYPES = ((int, "bigint"), (dt.datetime, "timestamptz"), (dt.date, "date"), (uuid.UUID, "uuid"))
_PLACE = re.compile(r"%(.)", re.DOTALL)
_UNKNOWN, _KNOWN_ALREADY, _VOID = "26000", "42P05", "0A000"


def type_of(value: Any) -> str:
    """The type that a value is prepared as; an error for what is not a plain value."""
    return next(name for kind, name in TYPES if isinstance(value, kind))


class Text(str):
    """A statement that an ordinary cursor executes as any other, and ours prepares.

    ``places``: of each parameter, the number of the value it takes, a tuple of such, or None where
    it is a constant; ``types``: those of the values, by number.
    """

    places: tuple[Any, ...]
    types: tuple[str, ...]
    is_refused: bool

    def __new__(cls, sql: str, places: Sequence[Any], types: Sequence[str]) -> Text:
        text = super().__new__(cls, sql)
        text.places, text.types, text.is_refused = tuple(places), tuple(types), False
        return text

    @cached_property
    def numbers(self) -> list[int]:
        """The values that are used, in the order of the statement's own parameters."""
        return list(dict.fromkeys(n for n, _at in self._used()))

    def _used(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        for at, place in enumerate(self.places):
            if isinstance(place, tuple):
                yield from ((n, (at, within)) for within, n in enumerate(place) if n is not None)
            elif place is not None:
                yield place, (at,)

    @cached_property
    def _positions(self) -> list[tuple[int, ...]]:
        first: dict[int, tuple[int, ...]] = {}
        for n, at in self._used():
            first.setdefault(n, at)
        return [first[n] for n in self.numbers]

    def values(self, params: Sequence[Any]) -> list[Any]:
        return [params[at] if not more else params[at][more[0]] for at, *more in self._positions]

    def statement(self, cursor: Cursor, params: Sequence[Any]) -> tuple[str, str]:
        """Its name and what is prepared, the constants written as this cursor would."""
        kept: tuple[str, str] | None = self.__dict__.get("_statement")
        if kept is None:
            ranks = {n: f"${rank}" for rank, n in enumerate(self.numbers, start=1)}
            written = iter(
                self._written(cursor, place, param, ranks)
                for place, param in zip(self.places, params, strict=True)
            )
            body = _PLACE.sub(lambda found: "%" if found[1] == "%" else next(written), self)
            types = ", ".join(self.types[n] for n in self.numbers)
            name = f"coeduc_{blake2b((types + body).encode(), digest_size=16).hexdigest()}"
            kept = (name, f"PREPARE {name}{f' ({types})' if types else ''} AS {body}")
            self.__dict__["_statement"] = kept
        return kept

    def _written(self, cursor: Cursor, place: Any, param: Any, ranks: dict[int, str]) -> str:
        if place is None:
            return cursor.mogrify("%s", [param])
        if not isinstance(place, tuple):
            return ranks[place]
        inside = (
            cursor.mogrify("%s", [one]) if n is None else ranks[n]
            for n, one in zip(place, param, strict=True)
        )
        return f"ARRAY[{', '.join(inside)}]"


_Cursor: Any = base.Cursor  # psycopg's, whose mixins Django's stubs leave out


class Cursor(_Cursor):  # type: ignore[misc]
    """Executes a ``Text`` by its name, on a connection that keeps names (``prepared``)."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        known = getattr(self._conn, "prepared", None)
        if known is None or not isinstance(query, Text) or query.is_refused:
            return super().execute(query, params, **more)
        return self._by_name(known, query, params)

    def _by_name(self, known: OrderedDict[str, None], text: Text, params: Sequence[Any]) -> Any:
        name, prepare = text.statement(self, params)
        before, after = [], []
        if self._in_transaction:
            before, after = [f"SAVEPOINT {SAVEPOINT}"], [f"RELEASE SAVEPOINT {SAVEPOINT}"]
        is_known = name in known
        if not is_known:
            if len(known) >= MOST:
                before.append(f"DEALLOCATE {known.popitem(last=False)[0]}")
            before.append(prepare.replace("%", "%%"))
        values = text.values(params)
        call = f"EXECUTE {name}" + (f" ({', '.join(['%s'] * len(values))})" if values else "")
        try:
            super().execute("; ".join([*before, call, *after]), values)
        except psycopg.Error as error:
            if not self._is_about_the_name(error):
                raise
            self._again(known, name, error)
            super().execute(text, params)
            # It is well written, and yet the server prepares no such thing: not asked again.
            if not is_known and error.sqlstate not in (_UNKNOWN, _KNOWN_ALREADY, _VOID):
                text.is_refused = True
                # The message would quote the statement: what is logged of an error is its class.
                log.warning("a statement cannot be prepared: %s", type(error).__name__)
            return self
        known[name] = None
        known.move_to_end(name)
        for _statement in before:
            self.nextset()
        return self

    @property
    def _in_transaction(self) -> bool:
        idle = self._conn.info.transaction_status == TransactionStatus.IDLE
        return not (idle and self._conn.autocommit)

    def _is_about_the_name(self, error: psycopg.Error) -> bool:
        state = error.sqlstate or ""
        return state in (_UNKNOWN, _VOID) or state.startswith("42")

    def _again(self, known: OrderedDict[str, None], name: str, error: psycopg.Error) -> None:
        """Where the transaction stood before, and what this connection has."""
        if self._conn.info.transaction_status == TransactionStatus.INERROR:
            back = f"ROLLBACK TO SAVEPOINT {SAVEPOINT}; RELEASE SAVEPOINT {SAVEPOINT}"
            super().execute(back)
        known.pop(name, None)
        if error.sqlstate == _KNOWN_ALREADY:
            known[name] = None
        elif error.sqlstate == _VOID:
            super().execute(f"DEALLOCATE {name}")
