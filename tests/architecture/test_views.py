"""A view passes from one thing to the other: what a page says is made in ``presenters``."""

import ast

import pytest

from tests.architecture.sources import dotted, modules, tree_of, where

TRANSLATES = {"_", "gettext", "ngettext", "pgettext"}
# What acts, answers or refuses may tell the person by a message; what prepares words may not.
ACTS = {"HttpResponse", "JsonResponse", "None", "bool"}
VIEWS = sorted(modules("apps/*/views.py", "apps/*/*/views.py", "apps/*/*/views/*.py"))


def test_there_are_views():
    assert len(VIEWS) > 30


def test_a_view_shapes_nothing_of_its_own():
    shaped = [
        f"{where(path, node)} {node.name}"
        for path in VIEWS
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef)
    ]

    assert shaped == []


def test_what_helps_a_view_says_no_sentence():
    said = [
        f"{where(path, function)} {function.name}"
        for path in VIEWS
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef) and says_words(function)
    ]

    assert said == []


def says_words(function):
    if function.returns is None or ast.unparse(function.returns) in ACTS:
        return False
    return any(
        isinstance(call, ast.Call) and dotted(call.func) in TRANSLATES
        for call in ast.walk(function)
    )


def test_a_portal_only_answers():
    """What it answers is written in the rooms: a sentence in their ``home`` or ``presenters``."""
    written = [
        where(path, node)
        for path in modules("apps/*/portal.py")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]

    assert written == []


@pytest.mark.parametrize(
    ("source", "is_refused"),
    [
        ("def _lead(audience) -> str:\n    return _('Quand')", True),
        ("def _tabs(request) -> dict[str, Any]:\n    return {'tabs': [_('Retenus')]}", True),
        (
            "def page(request) -> HttpResponse:\n    return render(request, {'title': _('Oui')})",
            False,
        ),
        ("def _saved(request) -> None:\n    messages.success(request, _('Fait'))", False),
    ],
)
def test_words_are_told_from_acts(source, is_refused):
    assert says_words(ast.parse(source).body[0]) is is_refused
