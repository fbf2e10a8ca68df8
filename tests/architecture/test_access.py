"""The one door: what faces a request never opens a table by itself."""

import ast

from tests.architecture.sources import ROOT, modules, tree_of, where

SIDE_DOORS = {"objects", "_base_manager", "_default_manager", "raw", "cursor"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}

# Whatever is not one of these faces a request and opens no table: a new module is refused first.
OPEN_TABLES = {"models", "policies", "services", "queries", "tasks", "management", "demo"}
# What the querysets themselves ask, said once below them.
BELOW_THE_DOOR = {"apps/schools/links.py", "apps/schools/offices.py", "apps/schools/rosters.py"}


def may_open(path):
    parts = path.relative_to(ROOT).parts
    return (
        any(part.removesuffix(".py") in OPEN_TABLES for part in parts)
        or path.relative_to(ROOT).as_posix() in BELOW_THE_DOOR
    )


APPS = list(modules("apps/**/*.py"))
FACES_REQUESTS = [
    *(path for path in APPS if not may_open(path)),
    ROOT / "coeduc" / "ui.py",
    ROOT / "coeduc" / "forms.py",
]


def test_what_faces_a_request_was_found():
    names = {path.relative_to(ROOT).as_posix() for path in FACES_REQUESTS}

    assert {
        "apps/home/views.py",
        "apps/homework/notebook/views/desk.py",
        "apps/publication/instants.py",
        "apps/results/reading/forms.py",
        "apps/results/reading/presenters/roster.py",
        "apps/results/assessments/presenters/staff.py",
        "apps/results/reading/views/shared.py",
        "coeduc/ui.py",
    } <= names


def test_what_faces_a_request_never_opens_a_table():
    offences = [
        where(path, node)
        for path in FACES_REQUESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in SIDE_DOORS
    ]

    assert offences == []


def test_no_shortcut_is_given_a_model_where_it_needs_what_is_visible():
    offences = [
        where(path, node)
        for path in FACES_REQUESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in SHORTCUTS
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[0].isupper()
    ]

    assert offences == []


def test_in_the_project_only_the_door_opens_a_table():
    doors = {
        path.name
        for path in modules("coeduc/*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in SIDE_DOORS - {"cursor"}
    }

    # A worker takes the rows of whatever machine it is given; no reader is behind it.
    assert doors == {"access.py", "leases.py"}
