"""Every subject has the same rooms, every room the same file names: deny by default.

The table is ``house.py``. Each dotted part of a module is one of its app's rooms, a layer, or a
name inside a layer; what nobody could place is refused (docs/contribuer.md, «Où ranger dix
lignes»).
"""

import ast

import pytest

from coeduc.settings import base
from tests.architecture.house import (
    AT_A_ROOT,
    BESIDES,
    BESIDES_ROOMS,
    EMPTY_WORDS,
    ROOMS,
    Place,
    UnplacedError,
    name_of,
    place_of,
    placed,
)
from tests.architecture.sources import ROOT, modules, tree_of, where

OURS = list(modules("apps/**/*.py"))


def test_a_module_has_a_name_that_says_its_room_and_its_layer():
    riddles = []
    for path in OURS:
        try:
            place_of(name_of(path))
        except UnplacedError as problem:
            riddles.append(str(problem))

    assert riddles == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("apps", Place("")),
        ("apps.results", Place("results")),
        ("apps.results.marks", Place("results", "marks")),
        ("apps.results.marks.rules.typed", Place("results", "marks", "rules")),
        ("apps.results.models.wording", Place("results", "", "models")),
        ("apps.schools.offices", Place("schools", "", "shared")),
        ("apps.schools.days", Place("schools", "", "pure")),
        ("apps.publication.rules", Place("publication", "", "rules")),
        ("apps.homework.urls", Place("homework", "", "urls")),
        ("apps.home.views", Place("home", "", "views")),
        ("apps.schools.management.commands.import_school_files", None),
        ("apps.demo.theatre.cast", Place("demo", "", "theatre")),
    ],
)
def test_a_place_is_read_from_a_name(name, place):
    found = place_of(name)

    assert found == (place or Place("schools", "", "management"))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("apps.helpers", "no app is called helpers"),
        ("apps.results.marks.migrations", "migrations is no layer of a room"),
        ("apps.results.marks.rules.migrations", "migrations inside rules"),
        ("apps.nowhere.models", "no app is called nowhere"),
        ("apps.results.anything.rules", "neither a room of results nor a layer"),
        ("apps.results.anything", "neither a room of results nor a layer"),
        ("apps.results.timetable.rules", "neither a room of results nor a layer"),
        ("apps.results.marks.anything", "anything is no layer of a room"),
        ("apps.results.marks.deeper.rules", "deeper is no layer of a room"),
        ("apps.results.marks.models", "models is no layer of a room"),
        ("apps.results.marks.portal", "portal is no layer of a room"),
        ("apps.results.marks.policies", "policies is no layer of a room"),
        ("apps.results.marks.rules.views", "views inside rules"),
        ("apps.results.marks.rules.views.grid", "views inside rules"),
        ("apps.results.models.services", "services inside models"),
        ("apps.results.views", "results has rooms: its views are those of one of them"),
        ("apps.results.tasks", "results has rooms"),
        ("apps.results.home", "results has rooms"),
        ("apps.homework.services", "homework has rooms"),
        ("apps.homework.services.writing", "homework has rooms"),
        ("apps.publication.queries", "publication has rooms"),
        ("apps.support.presenters", "support has rooms"),
        ("apps.results.days", "neither a room of results nor a layer"),
        ("apps.schools.days.views", "views inside pure"),
        *((f"apps.results.marks.views.{word}", "says nothing") for word in sorted(EMPTY_WORDS)),
        ("apps.results.marks.presenters.staff_page", "says nothing"),
        ("apps.demo.theatre.views", "views inside theatre"),
    ],
)
def test_a_name_that_nobody_could_place_is_refused(name, why):
    with pytest.raises(UnplacedError, match=why):
        place_of(name)


def test_the_table_names_nothing_that_is_not_there():
    """A room that went away leaves the table too, or its name would let anything in."""
    tables = (ROOMS, *(table for table, _layer in AT_A_ROOT))
    named = {(app, one) for table in tables for app, names in table.items() for one in names}
    there = {
        (app.name, path.stem)
        for app in (ROOT / "apps").iterdir()
        for path in (*app.glob("*.py"), *app.glob("*/__init__.py"), *app.glob("*/*/__init__.py"))
        for path in (path.parent if path.name == "__init__.py" else path,)
    }

    assert set(ROOMS) == {path.parent.name for path in (ROOT / "apps").glob("*/apps.py")}
    assert set(ROOMS) == {path.name for path in (ROOT / "apps").iterdir() if any(path.glob("*.py"))}
    assert named - there == set()
    assert {
        (app, layer)
        for app, layers in BESIDES_ROOMS.items()
        for layer in layers
        if Place(app, "", layer) not in placed().values()
    } == set()
    assert {
        (app, room, layer)
        for (app, room), layers in BESIDES.items()
        for layer in layers
        if Place(app, room, layer) not in placed().values()
    } == set()


def test_every_app_of_the_house_is_installed():
    """The play of the demonstration, only where a portal asks for it."""
    installed = {
        name.removeprefix("apps.") for name in base.INSTALLED_APPS if name.startswith("apps.")
    }

    assert set(ROOMS) - installed == {"demo"}


def code_in(tree):
    return [
        node
        for node in tree.body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def test_no_package_holds_code_but_that_of_the_tables():
    """A module is imported by its own name; ``models`` alone gives the names of its files."""
    filled = [
        where(path, node)
        for path, place in placed().items()
        if path.name == "__init__.py"
        if path.parent.name != "models"
        for node in code_in(tree_of(path))
    ]

    assert filled == []


def test_the_package_of_the_tables_gives_their_names_and_nothing_else():
    made = [
        where(path, node)
        for path, place in placed().items()
        if path.name == "__init__.py" and path.parent.name == "models"
        for node in code_in(tree_of(path))
        if not isinstance(node, ast.ImportFrom | ast.Assign)
    ]

    assert made == []


@pytest.mark.parametrize("text", ["from apps.results import enums", "X = 1", "def f(): ..."])
def test_code_of_a_package_is_seen(text):
    assert code_in(ast.parse(f'"""What for."""\n{text}'))
    assert code_in(ast.parse('"""What for."""')) == []
