"""A view asks a room’s ``queries`` for what it shows: it narrows, sorts and joins no rows itself.

Nor does a lookup, a presenter, or what a room shows on the first pages. Left to them: the
door as it stands (``visible(request, Hold)``), and the one row or the 404
(``get_object_or_404``). What is chained on rows is a read: ``queries`` gives it a name.
"""

import ast

import pytest
from django.apps import apps

from tests.architecture.house import in_layers
from tests.architecture.sources import dotted, origins, tree_of, where
from tests.architecture.test_access import ANSWERS, ANYBODYS, assigned

# What a dictionary, a list, a set or a file answers too: a read where rows are known to answer.
SAID_BY_OTHERS = ANYBODYS - {"exists"} | {"open", "reverse", "union", "update", "values"}


def words_of_rows():
    """What every QuerySet answers, and what those of our tables say besides."""
    ours = {
        name
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for name in dir(type(model._default_manager.all()))
        if not name.startswith("_")
    }
    return ours | ANSWERS


def asked_first(node):
    """The call that a chain begins with: ``visible(…)`` in ``visible(…).filter().first()``."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if isinstance(node.func.value, ast.NamedExpr):
            node = node.func.value.value
        elif isinstance(node.func.value, ast.Call):
            node = node.func.value
        else:
            break
    return node


def origin_of(node, known):
    """What a call calls: «coeduc.access.visible», whatever it is named here."""
    name = dotted(node.func) if isinstance(node, ast.Call) else ""
    head, dot, tail = name.partition(".")
    return f"{known.get(head, head)}{dot}{tail}"


def is_the_door(node, known):
    return origin_of(asked_first(node), known).rpartition(".")[2] == "visible"


def chained_in(tree):
    """Every chain of words said to rows, by its last."""
    known, ours = origins(tree), words_of_rows()
    doors = {name for name, value in assigned(tree) if is_the_door(value, known)}
    said = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="exists"), args=[_, *_]):
                continue  # a file, by its name
            case ast.Call(func=ast.Attribute(attr="of", value=ast.Name(id=made))) if made[
                :1
            ].isupper():
                continue  # one of ours, made of something: ``Days.of(…)``
            case ast.Call(func=ast.Attribute(attr=word, value=owner)) if word in ours:
                if isinstance(owner, ast.NamedExpr):
                    owner = owner.value
                if is_the_door(owner, known) or dotted(owner) in doors:
                    said.append(node)
                elif word not in SAID_BY_OTHERS and not known.get(dotted(owner)):
                    said.append(node)  # a module has functions of these names
    followed = {id(node.func.value) for node in said}
    return [node for node in said if id(node) not in followed]


def test_no_page_chains_anything_on_rows():
    chained = [
        where(path, node)
        for path in in_layers("forms", "home", "lookups", "presenters", "tasks", "views")
        for node in chained_in(tree_of(path))
    ]

    assert chained == []


@pytest.mark.parametrize(
    "text",
    [
        "visible(request, Hold).filter(pk=1)",
        "visible(request, Hold).with_people()",
        "visible(request, Hold).exists()",
        "visible(request, Hold).count()",
        "get_object_or_404(visible(request, Student).select_related('school'), pk=1)",
        "from coeduc import access\naccess.visible(request, Hold).first()",
        "from coeduc.access import visible as seen\nseen(request, Hold).none()",
        "rows = visible(request, Hold)\nrows.exists()",
        "if (rows := visible(request, Hold)).exists(): ...",
        "def _found(rows):\n    return rows.filter(pk=1)",
        "def _found(rows):\n    return rows.standing(at=request.now)",
        "from apps.results.holds import queries\nqueries.holds(request.reader).order_by('pk')",
        "from apps.results.holds.queries import holds\nholds(request.reader).first()",
        "from apps.results.holds import queries\nrows = queries.holds(reader)\nrows.exists()",
        "self.rows.annotate(n=Count('pk'))",
    ],
)
def test_each_way_to_chain_is_known(text):
    assert len(chained_in(ast.parse(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "visible(request, Hold)",
        "get_object_or_404(visible(request, Hold), public_id=public_id)",
        "from apps.results.holds import queries\nget_object_or_404(queries.holds(reader), pk=1)",
        "from apps.results.holds import queries\n[one.pk for one in queries.holds(reader)]",
        "from apps.results.words.services import talks\ntalks.standing(request.reader)",
        "request.GET.get('q')",
        "form.cleaned_data.values()",
        "context.update(lines=lines)",
        "school.logo.open('rb')",
        "Days.of(at, zone)",
        "school.logo.storage.exists(school.logo.name)",
        "from apps.homework.reading import queries\ncaps = queries.caps(reader)\ncaps.get(1)",
    ],
)
def test_what_asks_nothing_of_rows_is_left_alone(text):
    assert chained_in(ast.parse(text)) == []


def test_words_of_our_own_tables_are_known():
    assert {"with_people", "standing", "taught_by", "with_progress"} <= words_of_rows()
    assert "filter" in words_of_rows()
