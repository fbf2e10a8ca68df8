"""Nothing of ours lives in a session of PostgreSQL: behind PgBouncer, the next transaction is
somebody else's connection."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, modules, tree_of, where

# A setting or a lock that lasts, a temporary table, a channel, a statement kept by its name.
LASTING = re.compile(
    r"""^\s*(?:
        SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)(?:SESSION\s+)?\w+\s*(?:=|\bTO\b)
        | (?:UN)?LISTEN\s | PREPARE\s | DECLARE\s.+\bWITH\s+HOLD\b
        | CREATE\s+TEMP
    ) | \bpg_(?:try_)?advisory_(?:lock|unlock)""",
    re.IGNORECASE | re.VERBOSE,
)


def texts(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def lasting(tree):
    return [node for node in texts(tree) if LASTING.search(node.value)]


# Prepared statements, which a setting turns off there (tests/coeduc/test_pooled.py).
SWITCHED_OFF = {"coeduc/postgresql/prepared.py"}


def test_no_statement_of_ours_outlives_its_transaction():
    found = [
        where(path, node)
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        if path.relative_to(ROOT).as_posix() not in SWITCHED_OFF
        for node in lasting(tree_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "SET lock_timeout = '200ms'",
        "set session jit to off",
        "SELECT pg_advisory_lock(%s)",
        "SELECT pg_try_advisory_lock(1)",
        "LISTEN notices",
        "CREATE TEMP TABLE one AS SELECT 1",
        "PREPARE reading AS SELECT 1",
        "DECLARE rows CURSOR WITH HOLD FOR SELECT 1",
    ],
)
def test_what_lasts_is_known(text):
    assert LASTING.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "SET TRANSACTION READ ONLY",
        "SET LOCAL lock_timeout = '300ms'",
        "SELECT pg_advisory_xact_lock(1)",
        "UPDATE one SET name = 'x'",
    ],
)
def test_what_ends_with_its_transaction_is_let_through(text):
    assert not LASTING.search(text)
