"""Said once: which decision a kind of assessment follows (``publication.rules.of_kind``).

Its exception, else the school's, else the ministry's frame: a second spelling would drift.
"""

import ast

import pytest

from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

HOME = "apps/publication/rules.py"
DECIDED = {"decided", "past", "rules", "versions"}
FRAME = "COPY_FIRST"


def _is_empty(node):
    return isinstance(node, ast.Constant) and node.value == ""


def _names_decisions(node):
    return dotted(node).rpartition(".")[2] in DECIDED


def spelled_in(tree):
    """``rules.get("")``, ``rules[""]``, ``{"": …}``, ``… or COPY_FIRST``, the last by kind."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="get" | "pop"), args=[key, *_]):
                if _is_empty(key) and _names_decisions(owner):
                    yield node
            case ast.Subscript(value=owner, slice=key) if _is_empty(key):
                if _names_decisions(owner):
                    yield node
            case ast.Dict(keys=keys) if any(key and _is_empty(key) for key in keys):
                yield node
            case ast.BoolOp(op=ast.Or(), values=[*found, last]) if dotted(last).endswith(FRAME):
                if any(isinstance(one, ast.Call | ast.Subscript) for one in found):
                    yield node
            case ast.IfExp(orelse=last) if dotted(last).endswith(FRAME):
                yield node
            case ast.Call(func=ast.Name(id="next"), args=[_, last]) if dotted(last).endswith(FRAME):
                yield node
            case ast.Call(func=ast.Attribute(attr="order_by"), args=[ast.Constant(value="-kind")]):
                yield node
            case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute(attr="kind", value=ast.Name())):
                yield node


def test_what_a_kind_follows_is_said_in_one_place():
    spelled = [
        where(path, node)
        for path in modules("apps/publication/**/*.py", "apps/results/**/*.py", "apps/home/**/*.py")
        if path.relative_to(ROOT).as_posix() != HOME
        for node in spelled_in(tree_of(path))
    ]

    assert spelled == []


@pytest.mark.parametrize(
    "text",
    [
        'self.rules.get(kind) or self.rules.get("") or COPY_FIRST',
        'self.rules.get(kind) or self.rules[""]',
        'self.past.get("", (now,))',
        '{"": COPY_FIRST} | {version.kind: version for version in versions}',
        'kind if kind in self.rules else self.rules[""]',
        "rule.as_rule() if rule else COPY_FIRST",
        "next((one.as_rule() for one in decided if one.kind == kind), rules.COPY_FIRST)",
        "next((one for one in decided if not one.kind), None)",
        'candidates.order_by("-kind").first()',
    ],
)
def test_each_other_spelling_is_known(text):
    assert list(spelled_in(ast.parse(text)))


@pytest.mark.parametrize(
    "text", ["rule_for(rules, kind)", "of_kind(self.past, kind, (now,))", "chosen or COPY_FIRST"]
)
def test_the_one_spelling_is_free(text):
    assert list(spelled_in(ast.parse(text))) == []
