"""Rows are locked in one place, which also says what time it is once they are.

A check under a lock with the instant of before it compares with the past. Two exceptions: what is
claimed without waiting (``skip_locked``), and a lease, which the database itself compares.
"""

import ast

from tests.architecture.sources import modules, tree_of, where

THE_PLACE = "coeduc/locks.py"


def _locks(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and node.attr == "select_for_update":
            yield node


def _waits(path, node):
    """Whether the call waits for somebody: neither a claim nor a lease that is still held."""
    for call in ast.walk(tree_of(path)):
        if isinstance(call, ast.Call) and call.func is node:
            claims = any(keyword.arg == "skip_locked" for keyword in call.keywords)
            return not claims and ".leased(" not in ast.unparse(node)
    return True


def test_rows_are_locked_where_the_instant_is_taken_again():
    found = [
        where(path, node)
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        if not str(path).endswith(THE_PLACE)
        for node in _locks(path)
        if _waits(path, node)
    ]

    assert found == []


def test_an_instant_that_came_with_a_lock_is_kept():
    """``_, at = …``: the older one must not remain in use."""
    found = [
        where(path, statement)
        for path in modules("apps/**/*.py")
        for statement in ast.walk(tree_of(path))
        if isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id in ("hold_row", "hold_rows")
    ]

    assert found == []
