"""Collèges to measure: the demonstration grown to a year, and its copies, each size in a database.

    python -m coeduc.embedded run python -m bench.schools [1 10 100] [--drop]

The databases are ``bench_1``, ``bench_10``…, beside the one of the settings and on its server; they
are made when a measure asks for them, and ``--drop`` throws them away. A copy is every row of the
collège with its keys shifted alike. Indexes are left aside meanwhile and rebuilt at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from bench import machine
from coeduc import embedded

OFF = 10_000_000_000
PREFIX = "bench_"
SIZES = (1, 10, 100)
MAINTENANCE = "postgres"


def url_of(name: str) -> str:
    """What DATABASE_URL would say of another database of the same server."""
    here = os.environ.get("DATABASE_URL") or embedded.database_url()
    return urlsplit(here)._replace(path=f"/{name}").geturl()


def use(name: str) -> None:
    """From here on, this process asks this database."""
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["PATIENCE"] = None  # an index is long to build


def at_size(size: int) -> str:
    """The database of so many collèges, made if it is not there; this process uses it."""
    embedded.ensure_running()
    name = f"{PREFIX}{size}"
    if not _exists(name):
        begun = time.monotonic()
        if size == 1:
            _first(name)
        else:
            at_size(1)
            _multiplied(name, size)
        print(f"{name} : {_megabytes(name)} Mo, faite en {time.monotonic() - begun:.0f} s")
    use(name)
    return name


def copy_of_one(name: str) -> None:
    """A fresh copy of the database of one collège, whatever had this name before."""
    at_size(1)
    _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{PREFIX}1"')


def drop_all() -> None:
    embedded.ensure_running()
    for name in _existing():
        _server(f'DROP DATABASE "{name}" WITH (FORCE)')
        print(f"{name} jetée")


def _server(statement: str) -> list[Any]:
    """One statement outside any of the databases that are made or dropped."""
    use(MAINTENANCE)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def _existing() -> list[str]:
    rows = _server("SELECT datname FROM pg_database")
    return [name for (name,) in rows if name.startswith(PREFIX)]


def _exists(name: str) -> bool:
    return name in _existing()


def _megabytes(name: str) -> int:
    ((size,),) = _server(f"SELECT pg_database_size('{name}') / 1000000")
    return int(size)


def _first(name: str) -> None:
    """The demonstration, grown: in a process of its own, as if by hand."""
    part = f"{name}_part"
    _server(f'DROP DATABASE IF EXISTS "{part}"')
    _server(f'CREATE DATABASE "{part}"')
    subprocess.run(
        [sys.executable, "-m", "bench.grown_school", "--only-grow"],
        cwd=machine.ROOT,
        env={**os.environ, "DATABASE_URL": url_of(part)},
        check=True,
    )
    _server(f'ALTER DATABASE "{part}" RENAME TO "{name}"')


def _multiplied(name: str, size: int) -> None:
    part = f"{name}_part"
    copy_of_one(part)
    use(part)
    with connection.cursor() as cursor:
        for words in (
            "statement_timeout = 0",
            "session_replication_role = replica",
            "synchronous_commit = off",
            "maintenance_work_mem = '1GB'",
        ):
            cursor.execute(f"SET {words}")
        for model in copied():
            _copy(cursor, model, size)
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    _server(f'ALTER DATABASE "{part}" RENAME TO "{name}"')


def copied() -> list[type[models.Model]]:
    """Every table of ours but the journals of changes, which no page of the table reads."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        and model._meta.managed
        and not model._meta.proxy
        and not issubclass(model, Event)
    ]


def _copy(cursor: Any, model: type[models.Model], size: int) -> None:
    """The rows of one table, ``size`` - 1 times more."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if not field.generated:
            columns.append(connection.ops.quote_name(str(field.column)))
            values.append(_shifted(model, field))
    cursor.execute(f"CREATE TEMP TABLE one AS SELECT * FROM {table}")  # noqa: S608 (our tables)
    cursor.execute(
        "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = %s::regclass",
        [table],
    )
    for k in range(1, size):
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 (names of our own tables)
            f"SELECT {', '.join(values)} FROM (SELECT *, {k}::bigint AS k FROM one) AS one"
        )
    cursor.execute(f"REINDEX TABLE {table}")
    cursor.execute("DROP TABLE one")


def _shifted(model: type[models.Model], field: models.Field) -> str:
    """A key is shifted, what must be the only one is made again, the rest is the same."""
    column = connection.ops.quote_name(str(field.column))
    key: Any = field
    while key.is_relation:  # a key may be somebody else’s key
        if key.related_model not in copied():
            return column
        key = key.target_field
    if key.primary_key and isinstance(key, models.BigAutoField | models.BigIntegerField):
        return f"{column} + k * {OFF}"
    if isinstance(key, models.UUIDField):
        return "gen_random_uuid()" if field.unique else column
    if field.unique or (model._meta.label == "accounts.User" and field.name == "email"):
        length = field.max_length or 500
        return f"CASE {column} WHEN '' THEN '' ELSE left({column}, {length - 4}) || '-' || k END"
    return column


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    words.add_argument("--drop", action="store_true", help="jeter ces bases")
    options = words.parse_args()
    if options.drop:
        drop_all()
        return
    for size in options.sizes:
        at_size(size)


if __name__ == "__main__":
    main()
