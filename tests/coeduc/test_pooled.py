"""Through PgBouncer in transaction mode: no setting of a session, limits that the role has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
SAID = (
    "from coeduc.settings.base import DATABASES as all; one = all['default']\n"
    "print(one['OPTIONS'].get('options', '-'), one.get('DISABLE_SERVER_SIDE_CURSORS', False))\n"
    "print(one['PREPARED'])\n"
)


def settings_read(**environment):
    return subprocess.run(
        [sys.executable, "-c", SAID],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


def test_a_pooled_connection_says_nothing_at_its_start_and_keeps_nothing():
    """PgBouncer refuses start-up options; a cursor, a prepared statement is another one's later."""
    assert settings_read(DATABASE_POOLED="true").split() == ["-", "True", "False"]


def test_any_other_says_its_limits_itself():
    assert "statement_timeout=10s" in settings_read(
        DATABASE_POOLED="false", STATEMENT_TIMEOUT="10s"
    )


LIMITS = {"statement_timeout": "0", "lock_timeout": "0", "jit": "on"}


def errors():
    return [
        error.msg.partition(" ")[0]
        for error in run_checks(tags=[Tags.database], databases=["default"])
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_that_the_role_has_not_is_an_error(settings, name):
    settings.DATABASE_POOLED = True
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {name} = {LIMITS[name]}")

    assert errors() == [name]


@pytest.mark.django_db
def test_a_role_with_its_limits_is_let_in(settings):
    settings.DATABASE_POOLED = True

    assert errors() == []


@pytest.mark.django_db
def test_where_we_say_them_ourselves_the_role_is_not_looked_at(settings):
    settings.DATABASE_POOLED = False
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = on")

    assert errors() == []
