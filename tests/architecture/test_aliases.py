"""A module is imported by its own name; that of a layer takes its room's («codes_queries»)."""

import ast

import pytest

from tests.architecture.house import LAYERS
from tests.architecture.sources import modules, tree_of, where


def aliases(tree):
    """Modules of ours imported under another name than theirs: the right one, the one given."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("apps."):
            continue
        room = node.module.rpartition(".")[2]
        for alias in node.names:
            if alias.asname:
                yield (
                    node,
                    f"{room}_{alias.name}" if alias.name in LAYERS else alias.name,
                    alias.asname,
                )


def test_a_module_bears_its_own_name_where_it_is_used():
    others = [
        f"{where(path, node)}: {given}, not {own}"
        for path in modules("apps/*/**/*.py")
        for node, own, given in aliases(tree_of(path))
        if own != given
    ]

    assert others == []


@pytest.mark.parametrize(
    ("source", "is_refused"),
    [
        ("from apps.homework.reading.presenters import days as presenters_days", True),
        ("from apps.files.rules import recognition as files", True),
        ("from apps.homework.load import rules as load", True),
        ("from apps.invitations.codes import queries as codes_queries", False),
        ("from apps.files.rules import recognition", False),
    ],
)
def test_an_alias_of_a_move_is_refused(source, is_refused):
    assert any(own != given for _node, own, given in aliases(ast.parse(source))) is is_refused
