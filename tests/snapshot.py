"""A world that many tests begin with: built once by its factories, then put back row by row.

Building one asks three hundred statements of the database; putting its rows back asks one a table.
What the factories made is what comes back: same rows, same keys, histories included. A second world
in the same test, or one of a test that had rows already the first time, is built as ever.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection, transaction

from tests.emptying import may_put_aside, put_aside, tables_with_rows

Made = TypeVar("Made")


@dataclass(frozen=True)
class Snapshot:
    """The rows of each table as PostgreSQL writes them, and the objects that a test holds."""

    rows: dict[str, bytes]
    objects: bytes

    @classmethod
    def of(cls, objects: Any) -> Snapshot:
        rows = {}
        with connection.cursor() as cursor:
            for table in tables_with_rows(cursor):
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as copy:
                    rows[table] = b"".join(bytes(part) for part in copy)
        return cls(rows, pickle.dumps(objects))

    def put_back(self) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            put_aside(cursor)
            for table, rows in self.rows.items():
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN") as copy:
                    copy.write(rows)
            put_aside(cursor, back=True)
        cache.clear()  # the same keys as in the last test: what was counted of them is over
        return pickle.loads(self.objects)  # noqa: S301 (our own, of this process)


def remembered(build: Callable[..., Made]) -> Callable[..., Made]:
    """For a builder of whole worlds, whose arguments are plain values."""
    kept: dict[Any, Snapshot] = {}

    @functools.wraps(build)
    def again(**how: Any) -> Made:
        key = tuple(sorted(how.items()))
        with connection.cursor() as cursor:
            apart = not may_put_aside(cursor) or tables_with_rows(cursor)
        if apart:
            return build(**how)
        if key not in kept:
            made = build(**how)
            kept[key] = Snapshot.of(made)
            return made
        return kept[key].put_back()

    return again
