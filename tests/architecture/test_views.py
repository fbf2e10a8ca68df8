"""A view passes from one thing to the other: what a page says is made in ``presenters``."""

import ast

import pytest

from tests.architecture.house import in_layers
from tests.architecture.sources import ROOT, dotted, modules, tree_of, uses, where

TRANSLATES = {"_", "gettext", "ngettext", "pgettext"}
# What acts, answers or refuses may tell the person by a message; what prepares words may not.
ACTS = {"FileResponse", "HttpResponse", "JsonResponse", "None", "bool"}
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


NO_RIGHT_OF_THE_READER = {
    "apps/home/presenters/frame.py": "the names under which chapters of the menu ask one",
    "apps/home/presenters/first_steps.py": "what each job reads first: words, and no right",
    "apps/schools/team/presenters.py": "what the rights of a post are, in words; of no reader",
    "apps/invitations/team/presenters/colleagues.py": "which colleagues of a list are heads",
    "apps/schools/team/presenters/words.py": "what each office lets do, said in words",
}
OFFICE = "apps.schools.offices.Office"


def offices_in(tree):
    return [node for name, node in uses(tree) if name.startswith(f"{OFFICE}.")]


def test_what_a_person_may_do_is_asked_of_the_policies():
    """A page that asked an office by itself would keep the right it had when the right changes."""
    asking = [
        where(path, node)
        for path in in_layers("forms", "home", "inputs", "presenters", "views")
        if path.relative_to(ROOT).as_posix() not in NO_RIGHT_OF_THE_READER
        for node in offices_in(tree_of(path))
    ]

    assert asking == []


@pytest.mark.parametrize(
    "text",
    [
        "from apps.schools.offices import Office\nOffice.HEADS.among(jobs)",
        "from apps.schools import offices\noffices.Office.CPE",
        "from apps.schools.offices import Office as O\ndesk.schools(O.HEADS)",
    ],
)
def test_each_way_to_ask_an_office_is_known(text):
    assert offices_in(ast.parse(text))
