"""After a test that commits: its rows go, table by table, where there are any.

Django truncates all tables, which makes as many files anew (a second on a busy machine), and then
writes permissions again. Here only what holds rows is emptied; what migrations wrote stays.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import DatabaseError, connection, connections, transaction

KEPT = ("django_content_type", "auth_permission", "django_migrations")
_truncate = flush.Command.handle


def tables_with_rows(cursor: Any) -> list[str]:
    """Of what tests write, in one look."""
    tables = [one for one in connection.introspection.table_names(cursor) if one not in KEPT]
    # The names are those of PostgreSQL's own catalogue.
    looks = [f"(SELECT '{one}' FROM {_quoted(one)} LIMIT 1)" for one in tables]  # noqa: S608
    cursor.execute(" UNION ALL ".join(looks))
    return [row[0] for row in cursor.fetchall()]


def may_put_aside(cursor: Any) -> bool:
    cursor.execute("SELECT current_setting('is_superuser')")
    return bool(cursor.fetchone() == ("on",))


def put_aside(cursor: Any, *, back: bool = False) -> None:
    """Triggers and foreign keys, until the end of the transaction or until they are back."""
    role = "origin" if back else "replica"
    cursor.execute(f"SET LOCAL session_replication_role = {role}")


def delete_rows(using: str) -> bool:
    """Whether this role of the database may."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if not may_put_aside(cursor):
            return False
        deletions = [f"DELETE FROM {_quoted(one)}" for one in tables_with_rows(cursor)]  # noqa: S608
        put_aside(cursor)
        if deletions:
            cursor.execute("; ".join(deletions))
    return True


def install() -> None:
    flush.Command.handle = _handle


def _handle(self: Any, **options: Any) -> None:
    """A page that is closing may hold what this waits for, and wait for it: asked again."""
    for attempt in range(5):
        try:
            if not delete_rows(options["database"]):
                _truncate(self, **options)
        except (CommandError, DatabaseError):
            if attempt == 4:
                raise
            time.sleep(1)
        else:
            return


def _quoted(table: str) -> str:
    quoted: str = connection.ops.quote_name(table)
    return quoted
