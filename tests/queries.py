"""What one request asks of the database, counted as PostgreSQL sees it in production."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Under test a request is inside a transaction already: where production says BEGIN and COMMIT, a
# test says SAVEPOINT and RELEASE.
HARNESS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")


class Statements(list):
    """The statements, in order; ``len`` is what a budget is about."""

    def __call__(self, execute, sql, params, many, context):
        self.append(sql)
        return execute(sql, params, many, context)

    def listed(self) -> str:
        """One line a statement, short enough to be read in a failing test."""
        return "\n".join(f"{n}. {sql[:160]}" for n, sql in enumerate(self, start=1))


@contextmanager
def statements() -> Iterator[Statements]:
    """``with statements() as asked: client.get(…)``; SET TRANSACTION counts, savepoints do not."""
    seen = Statements()
    with connection.execute_wrapper(seen):
        yield seen
    seen[:] = [sql for sql in seen if not sql.startswith(HARNESS)]
