"""The one door: what faces a request never opens a table by itself."""

import ast

from tests.architecture.sources import ROOT, modules, tree_of, where

FACING = ("views", "forms", "templatetags", "presenters", "staff_pages", "sheets", "urls", "ui")
SIDE_DOORS = {"objects", "_base_manager", "_default_manager", "raw", "cursor"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
FACES_REQUESTS = [
    path
    for path in modules("apps/**/*.py", "coeduc/*.py")
    if any(part.removesuffix(".py").endswith(FACING) for part in path.relative_to(ROOT).parts)
]


def test_what_faces_a_request_was_found():
    names = {path.relative_to(ROOT).as_posix() for path in FACES_REQUESTS}

    assert {
        "apps/home/views.py",
        "apps/results/forms/reading.py",
        "apps/results/presenters/roster.py",
        "apps/results/staff_pages.py",
        "apps/results/views/reading.py",
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

    assert doors == {"access.py"}
