"""Behind PgBouncer in transaction mode: the limits that we cannot say ourselves are the role's.

`manage.py check --database default` asks PostgreSQL; what of ours would outlive a transaction is
looked for by tests/architecture/test_sessions.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

# What each page counts on, and the values that would let it down.
NEEDED = {
    "statement_timeout": ({"0"}, "une page pourrait occuper la base sans fin"),
    "lock_timeout": ({"0"}, "une page pourrait attendre un verrou sans fin"),
    "jit": ({"on"}, "compiler une requête de quelques millisecondes prend des secondes"),
}


def limits_of_the_role(*, databases: Sequence[str] | None, **_more: Any) -> list[CheckMessage]:
    """Each limit that this connection has not, as an error."""
    if not settings.DATABASE_POOLED:
        return []
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            for name, (wrong, why) in NEEDED.items():
                cursor.execute("SELECT current_setting(%s)", [name])
                (value,) = cursor.fetchone()
                if value in wrong:
                    found.append(
                        Error(
                            f"{name} = {value} : {why}.",
                            hint="ALTER ROLE … SET …, voir docs/exploitation.md, «PgBouncer».",
                            obj=alias,
                            id="coeduc.E001",
                        )
                    )
    return found
