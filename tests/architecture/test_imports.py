"""One order of imports, inside an app and across (``house.py``); import-linter ranks the apps."""

import ast

import pytest

from tests.architecture.house import (
    ROOMS,
    Place,
    UnplacedError,
    imports,
    out_of_order,
    place_of,
    refused,
)
from tests.architecture.sources import dotted, imported, modules, origins, tree_of, where


@pytest.fixture(scope="module")
def edges():
    return list(imports())


def why_not(importer, imported):
    try:
        return refused(place_of(importer), place_of(imported))
    except UnplacedError:
        return ""  # said by test_rooms


def test_the_graph_was_read(edges):
    assert len(edges) > 1000
    assert ("apps.results.models.versions", "apps.schools.links") in edges
    assert ("apps.schools.links", "apps.schools.models") in edges, "inside a function too"


def test_imports_go_down_inside_an_app_and_across(edges):
    """No app is excused, home and the demonstration no more than another; no edge is."""
    offences = {
        (importer, imported): why
        for importer, imported in edges
        if (why := why_not(importer, imported))
    }

    assert offences == {}


def test_no_two_rooms_of_an_app_read_each_other():
    """Each imports those named before it alone: for a value, inside a function, for a type."""
    offences = set()
    for importer, other in imports(without_types=False):
        try:
            why = out_of_order(place_of(importer), place_of(other))
        except UnplacedError:
            continue  # said by test_rooms
        if why:
            offences.add(f"{importer} imports {other}: {why}")

    assert offences == set()


def test_a_room_put_back_above_another_is_refused():
    """Of any two rooms of an app, one alone may read the other."""
    pairs = [
        (Place(app, one, "queries"), Place(app, other, "queries"))
        for app, rooms in ROOMS.items()
        for one in rooms
        for other in rooms
        if one != other
    ]

    assert len(pairs) > 100
    for one, other in pairs:
        assert bool(out_of_order(one, other)) != bool(out_of_order(other, one))


def test_a_room_reads_itself_the_root_and_other_apps():
    room = Place("results", "words", "services")

    assert out_of_order(room, room) == ""
    assert out_of_order(room, Place("results", "", "models")) == ""
    assert out_of_order(Place("results", "", "lookups"), room) == ""
    assert out_of_order(room, Place("schools", "imports", "queries")) == ""


HIDDEN = {"__import__", "importlib.import_module", "django.utils.module_loading.import_string"}


def hidden_imports(tree):
    """What no graph sees: a module found by its name, or what is not shipped."""
    known = origins(tree)
    yield from (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and resolved(node.func, known) in HIDDEN
    )
    yield from (
        node for name, node in imported(tree) if name.partition(".")[0] in {"bench", "tests"}
    )


def resolved(node, known):
    head, dot, tail = dotted(node).partition(".")
    return f"{known.get(head, head)}{dot}{tail}"


def test_no_app_hides_an_import():
    hidden = [
        where(path, node)
        for path in modules("apps/**/*.py")
        for node in hidden_imports(tree_of(path))
    ]

    assert hidden == []


@pytest.mark.parametrize(
    "text",
    [
        "import importlib\nimportlib.import_module('apps.results.marks.views')",
        "from importlib import import_module\nimport_module('apps.results')",
        "from django.utils.module_loading import import_string as found\nfound('apps.results')",
        "__import__('apps.results')",
        "from tests.world import build_world",
        "def f():\n    import bench.load",
    ],
)
def test_each_way_to_hide_an_import_is_known(text):
    assert list(hidden_imports(ast.parse(text)))


def at(app, layer, room="room"):
    return Place(app, room, layer)


def test_the_views_of_a_room_are_no_other_room_s():
    views, lookups = at("results", "views"), at("results", "lookups", "")

    assert refused(views, at("results", "views", "elsewhere"))
    assert refused(views, views) == refused(views, lookups) == ""
    assert refused(lookups, views)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("views", "presenters"),
        ("services", "queries"),
        ("services", "services"),
        ("queries", "shared"),
        ("models", "shared"),
        ("shared", "models"),
        ("rules", "pure"),
        ("pure", "rules"),
        ("portal", "register"),
        ("theatre", "services"),
    ],
)
def test_what_stands_below_may_be_imported(importer, imported):
    assert refused(at("results", importer), at("results", imported)) == ""


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("rules", "services"),
        ("rules", "models"),
        ("rules", "shared"),
        ("pure", "models"),
        ("enums", "errors"),
        ("models", "policies"),
        ("policies", "queries"),
        ("inputs", "queries"),
        ("queries", "services"),
        ("services", "presenters"),
        ("presenters", "forms"),
        ("presenters", "home"),
        ("services", "tasks"),
        ("views", "tasks"),
        ("tasks", "views"),
        ("home", "views"),
        ("management", "tasks"),
        ("views", "urls"),
        ("home", "portal"),
        ("theatre", "views"),
        ("views", ""),
        ("", "views"),
    ],
)
def test_what_stands_above_or_beside_is_refused_in_an_app_and_across(importer, imported):
    assert refused(at("results", importer), at("results", imported))
    assert refused(at("results", importer), at("schools", imported))


@pytest.mark.parametrize(
    "layer",
    ["inputs", "presenters", "forms", "views", "home", "tasks", "urls", "portal", "register"],
)
@pytest.mark.parametrize("importer", ["results", "home", "demo"])
def test_no_app_reads_what_another_keeps_to_itself(importer, layer):
    assert refused(at(importer, "apps"), at("schools", layer))


@pytest.mark.parametrize("layer", ["forms", "presenters"])
def test_of_the_files_what_takes_and_what_shows_one_too(layer):
    assert refused(at("homework", "views"), at("files", layer)) == ""
    assert refused(at("homework", "services"), at("files", layer))
