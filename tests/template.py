"""The empty database of the portal, migrated once: every process of tests copies it.

Migrating costs ten seconds of processor, copying a tenth of one. A template is named after all
that may change it; two are kept a server, so that two branches do not undo each other's. It is made
in a subprocess, under a lock of the server itself, and takes its name once it is whole.
``python -m tests.template`` makes it.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests import quick_migrations

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "coeduc_template_"
KEPT = 2
LOCK = 0xC0ED


class TemplateError(Exception):
    """The migrations failed: the message is theirs."""


def sources() -> list[Path]:
    """The files that decide what the empty database holds."""
    migrations = sorted(
        path
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT / "apps")
        for path in Path(app.path, "migrations").glob("*.py")
    )
    imported = {file for path in migrations for file in _imported(path)}
    return [
        *migrations,
        *sorted(imported),
        ROOT / "requirements-dev.txt",
        Path(__file__),
        Path(quick_migrations.__file__),
    ]


def _imported(path: Path) -> Iterator[Path]:
    """The project's own modules that a migration names."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            module = ROOT / Path(*name.split("."))
            if name.split(".")[0] in ("apps", "coeduc"):
                yield from (
                    file
                    for file in (module.with_suffix(".py"), module / "__init__.py")
                    if file.is_file()
                )


def key(version: str, files: list[Path] | None = None) -> str:
    digest = hashlib.sha256(f"{version} {settings.INSTALLED_APPS}".encode())
    for path in sources() if files is None else files:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def name() -> str:
    """Of the template of this code on this server."""
    with _server() as cursor:
        cursor.execute("SHOW server_version")
        return PREFIX + key(cursor.fetchone()[0])


def ensure(*, again: bool = False) -> str:
    """Its name, once it is made; ``again`` throws away the one that is there."""
    wanted = name()
    with _server() as cursor, _alone(cursor):
        if again:
            _drop(cursor, wanted)
        if wanted not in _templates(cursor):
            _make(cursor, wanted)
            for old in _templates(cursor)[:-KEPT]:
                _drop(cursor, old)
    return wanted


def copy(database: str, *, again: bool = False) -> None:
    """A fresh copy under this name, whatever had it before."""
    template = ensure(again=again)
    with _server() as cursor:
        _drop(cursor, database)
        cursor.execute(f"CREATE DATABASE {_quoted(database)} TEMPLATE {_quoted(template)}")


def drop(database: str) -> None:
    with _server() as cursor:
        _drop(cursor, database)


@contextmanager
def _server() -> Iterator[Any]:
    """Outside any database of ours, for as long as making one takes."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        yield cursor


@contextmanager
def _alone(cursor: Any) -> Iterator[None]:
    """The lock goes with the connection: nobody waits for a process that was killed."""
    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _templates(cursor: Any) -> list[str]:
    """The oldest first."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX]
    )
    return [row[0] for row in cursor.fetchall()]


def _quoted(database: str) -> str:
    quoted: str = connection.ops.quote_name(database)
    return quoted


def _drop(cursor: Any, database: str) -> None:
    """Even where a page that is closing still asks for something."""
    cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(database)} WITH (FORCE)")


def _make(cursor: Any, wanted: str) -> None:
    """Under a name that the embedded server forgets when it starts, until it is whole."""
    part = f"test_{PREFIX}{uuid.uuid4().hex[:12]}"
    cursor.execute(f"CREATE DATABASE {_quoted(part)}")
    made = subprocess.run(
        [sys.executable, "-c", MIGRATE, part],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "coeduc.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        _drop(cursor, part)
        raise TemplateError(made.stderr)
    cursor.execute(f"ALTER DATABASE {_quoted(part)} RENAME TO {_quoted(wanted)}")


MIGRATE = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests import quick_migrations
quick_migrations.install()
connection.settings_dict["NAME"] = sys.argv[1]
with connection.cursor() as cursor:
    cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
call_command("migrate", verbosity=0, interactive=False)
connection.close()
"""


def begin(*, again: bool = False) -> subprocess.Popen[bytes]:
    """Make it meanwhile, where it is not made: collecting the tests takes as long."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.template", *(["again"] if again else [])],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "coeduc.settings.test"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # whoever needs it tries again, and says
    )


if __name__ == "__main__":
    django.setup()
    ensure(again="again" in sys.argv[1:])
