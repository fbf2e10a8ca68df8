"""A server that says nothing any more is away, like one that was stopped.

``statement_timeout`` and ``lock_timeout`` are kept by the server: frozen (a disk that hangs, a
machine put to sleep, a network that swallows), it keeps none of them, and a page would wait for
ever. So the page counts the silence itself: ``PATIENCE`` seconds of it, in the settings of the
database, close the connection. It is more than the server's own limits, which always speak first.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import OperationalError

from coeduc.postgresql.prepared import Cursor, Text

# Is a connection kept from the page before still good? Any server that lives says so at once.
STILL_THERE = 3.0


class SilentServerError(OperationalError):
    """Nothing was heard for too long: the connection is closed, what it was doing is not known."""


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        """What was asked, whether by its name or not."""
        if isinstance(sql, Text):
            return str(self.compose_sql(str(sql), params))
        sql_run: str = super().last_executed_query(cursor, sql, params)
        return sql_run


class DatabaseWrapper(base.DatabaseWrapper):
    """``PATIENCE``: seconds of silence, or None for what may take its time.

    ``PREPARED``: whether replayed readings are prepared on this connection (``prepared.py``).
    """

    ops_class = DatabaseOperations
    _patience: float | None = None

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Every statement of psycopg goes through the ``wait`` of its connection."""
        connection = super().get_new_connection(conn_params)
        connection.prepared = OrderedDict() if self.settings_dict.get("PREPARED") else None
        self._patience = self.settings_dict.get("PATIENCE")
        wait = connection.wait

        def heard(talk: Any, *args: Any, **kwargs: Any) -> Any:
            if self._patience is None:
                return wait(talk, *args, **kwargs)
            try:
                return wait(_heard_within(self._patience, talk), *args, **kwargs)
            except SilentServerError:
                connection.close()
                raise

        connection.wait = heard
        return connection

    def is_usable(self) -> bool:
        with self._hurried():
            return super().is_usable()

    @contextmanager
    def _hurried(self) -> Generator[None]:
        before = self._patience
        if before is not None:
            self._patience = min(before, STILL_THERE)
        try:
            yield
        finally:
            self._patience = before


def _heard_within(seconds: float, talk: Any) -> Generator[Any, Any, Any]:
    """What psycopg does with the server, ended when nothing is heard: it looks every tenth."""
    try:
        wants = next(talk)
        since = time.monotonic()
        while True:
            ready = yield wants
            now = time.monotonic()
            if ready:
                since = now
            elif now - since > seconds:
                raise SilentServerError("the server does not answer")
            wants = talk.send(ready)
    except StopIteration as end:
        return end.value
