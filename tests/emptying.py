"""After a test that commits: its rows go, table by table, where there are any.

Django truncates all tables, which makes as many files anew (a second on a busy machine), and then
writes permissions again. Here only what holds rows is emptied; what migrations wrote stays.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import DatabaseError, connections, transaction

KEPT = ("django_content_type", "auth_permission", "django_migrations")
_truncate = flush.Command.handle


def _handle(self: Any, **options: Any) -> None:
    """A page that is closing may hold what this waits for, and wait for it: asked again."""
    connection = connections[options["database"]]
    for attempt in range(5):
        try:
            if not delete_rows(connection):
                _truncate(self, **options)
        except (CommandError, DatabaseError):
            if attempt == 4:
                raise
            time.sleep(1)
        else:
            return


def delete_rows(connection: Any) -> bool:
    """Whether this role may: triggers and foreign keys are put aside meanwhile."""
    quoted = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            return False
        tables = [one for one in connection.introspection.table_names(cursor) if one not in KEPT]
        # The names are those of the catalogue of PostgreSQL.
        looks = [f"(SELECT '{one}' FROM {quoted(one)} LIMIT 1)" for one in tables]  # noqa: S608
        cursor.execute(" UNION ALL ".join(looks))
        deletions = [f"DELETE FROM {quoted(row[0])}" for row in cursor.fetchall()]  # noqa: S608
        cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *deletions]))
    return True


def install() -> None:
    flush.Command.handle = _handle
