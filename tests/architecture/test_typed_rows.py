"""What a table answers says what its rows are: a set of the same rows, never of anything.

And what is kept as JSON is read by the decoder of its shape (``coeduc/shapes.py``), nowhere else.
"""

import ast

from django.apps import apps
from django.db.models import JSONField

from tests.architecture.house import ANY
from tests.architecture.sources import ROOT, dotted, modules, origins, tree_of, where

# What answers a set of the same rows.
SETS = {
    "alias",
    "all",
    "annotate",
    "defer",
    "distinct",
    "exclude",
    "filter",
    "none",
    "only",
    "order_by",
    "prefetch_related",
    "reverse",
    "select_for_update",
    "select_related",
    "using",
}
PLACES = ("apps/**/*.py", "coeduc/**/*.py")
# Who reads JSON by itself: the decoder, and what a build of ours wrote.
READ_JSON = {"coeduc/shapes.py", "coeduc/build.py"}
# Kept figures are found by the key of their rule, then read whole.
BY_KEY = {"figures"}


def sets_of_rows(tree):
    """Every class of the module that is a QuerySet, by its name or by what it inherits."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
            if any(dotted(one).endswith("QuerySet") for one in bases):
                yield node


def answers_itself(method, own):
    """A ``return`` of the method is this set, asked for less: ``self.filter(…).standing()``."""
    for node in ast.walk(method):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
            function = node.value.func
            if not isinstance(function, ast.Attribute) or function.attr not in SETS | own:
                continue
            if starts_with_self(node.value):
                return True
    return False


def starts_with_self(node):
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Call) and dotted(node.func) == "super":
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == "self"


def untyped(tree, own):
    """Methods that hide what their rows are, as ``Class.method``."""
    for rows in sets_of_rows(tree):
        for method in rows.body:
            if not isinstance(method, ast.FunctionDef):
                continue
            says = ast.unparse(method.returns) if method.returns else "Any"
            words = {
                getattr(part, "id", getattr(part, "attr", ""))
                for part in ast.walk(ast.parse(says.strip("'\""), mode="eval"))
            }
            hides = any(word == "Any" or word.endswith("QuerySet") for word in words)
            if hides or (answers_itself(method, own) and "Self" not in words):
                yield f"{rows.name}.{method.name}"


def filters_of(trees):
    """The names of our own methods that answer a set of the same rows."""
    return {
        method.name
        for tree in trees
        for rows in sets_of_rows(tree)
        for method in rows.body
        if isinstance(method, ast.FunctionDef)
        and method.returns
        and ast.unparse(method.returns) == "Self"
    }


def test_a_set_of_rows_answers_a_set_of_the_same_rows():
    trees = [tree_of(path) for path in modules(*PLACES)]
    own = filters_of(trees)

    assert {"in_force", "standing", "visible_to"} <= own
    assert [found for tree in trees for found in untyped(tree, own)] == []


def test_every_set_of_rows_of_the_tables_is_looked_at():
    ours = {type(model._default_manager.all()) for model in apps.get_models()}
    named = {rows.name for path in modules(*PLACES) for rows in sets_of_rows(tree_of(path))}

    assert {one.__name__ for one in ours if one.__module__.startswith("apps.")} <= named


def test_what_hides_its_rows_is_seen():
    tree = ast.parse(
        "class Rows(models.QuerySet['Row']):\n"
        "    def visible_to(self, reader) -> Any: return self.none()\n"
        "    def bare(self): return self.filter()\n"
        "    def named(self) -> models.QuerySet[Row]: return self.filter()\n"
        "    def of(self) -> 'Rows': return super().of().filter()\n"
        "    def ours(self) -> object: return self.filter().standing()\n"
        "    def standing(self) -> Self: return self.filter()\n"
        "    def maybe(self) -> Self | None: return self.filter()\n"
        "    def first_one(self) -> Row | None: return self.filter().first()\n"
        "    def open_to(self) -> Q: return Q()\n"
    )

    assert [one.removeprefix("Rows.") for one in untyped(tree, {"standing"})] == [
        "visible_to",
        "bare",
        "named",
        "of",
        "ours",
    ]


def raw_json(tree):
    """Where JSON is turned into anything at all."""
    known = origins(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted(node)):
            head, dot, tail = name.partition(".")
            if f"{known.get(head, head)}{dot}{tail}" in {"json.loads", "json.load"}:
                yield node


def test_json_is_read_by_the_decoder_of_its_shape():
    found = [
        where(path, node)
        for path in modules(*PLACES)
        if path.relative_to(ROOT).as_posix() not in READ_JSON
        for node in raw_json(tree_of(path))
    ]

    assert found == []


def test_a_reading_of_json_is_seen():
    said = "import json\nfrom json import loads as read\njson.loads(x)\nread(x)\njson.dumps(x)\n"

    assert [node.lineno for node in raw_json(ast.parse(said))] == [3, 4]


def keys_of_kept(tree, name):
    """``row.report["cuts"]`` or ``row.report.get("cuts")``: what its decoder should have read."""
    for node in ast.walk(tree):
        inner = (
            node.value
            if isinstance(node, ast.Subscript)
            else node.func.value
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            else None
        )
        if isinstance(inner, ast.Attribute) and inner.attr == name:
            yield node


def test_no_key_of_what_is_kept_as_json_is_read_by_hand():
    kept = {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for field in model._meta.get_fields()
        if isinstance(field, JSONField)
    } | {"metadata"}

    found = [
        where(path, node)
        for path in modules(*PLACES)
        for name in kept - BY_KEY
        for node in keys_of_kept(tree_of(path), name)
    ]

    assert {"pasts", "report"} <= kept
    assert found == []


def test_a_key_read_by_hand_is_seen():
    tree = ast.parse("row.report['cuts']\nrow.report.get('cuts', 0)\ntold(row.report)['cuts']\n")

    assert [node.lineno for node in keys_of_kept(tree, "report")] == [1, 2]


def gives_up(tree):
    """How many times ``Any`` is said."""
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(tree))


def test_the_types_give_up_no_more_than_they_did():
    found = dict.fromkeys(ANY, 0)
    for path in modules(*PLACES):
        top, name, *_rest = path.relative_to(ROOT).parts
        app = name if top == "apps" else top
        found[app] = found.get(app, 0) + gives_up(tree_of(path))

    grown = {app: (ANY.get(app, 0), n) for app, n in found.items() if n > ANY.get(app, 0)}
    assert grown == {}


def test_a_type_that_gives_up_is_counted():
    said = "from typing import Any\ndef f(x: Any, y: list[Any]) -> int:\n    z: Any = x\n"

    assert gives_up(ast.parse(said)) == 3
