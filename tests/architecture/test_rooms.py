"""Every subject has the same rooms, every room the same file names, imported one way.

import-linter says the order of the apps; this says the order inside them and across them, and
refuses a name that nobody could place (docs/contribuer.md, «Où ranger dix lignes»).
"""

import grimp
import pytest

ORDER = (
    "enums",
    "errors",
    "rules",
    "models",
    "policies",
    "inputs",
    "queries",
    "services",
    "presenters",
    "forms",
    "views",
    "home",
    "tasks",
    "urls",
    "register",
    "portal",
)
RANK = {name: rank for rank, name in enumerate(ORDER)}
# Views and the first page's cards, tasks: neither above the others.
RANK["tasks"] = RANK["home"] = RANK["views"]
# Read anywhere in the app and by any app above: pure modules at its root, its clock of history.
PURE = {
    "accounts": {"passwords"},
    "schools": {
        "calendar",
        "clocks",
        "days",
        "history",
        "links",
        "logos",
        "names",
        "offices",
        "rosters",
        "territories",
        "words",
    },
    "publication": {
        "changes",
        "explained",
        "instants",
        "opening",
        "pause",
        "sentences",
        "sources",
        "standing",
        "waiting",
    },
    "notices": {"kinds"},
}
ACROSS = {"enums", "errors", "models", "policies", "services", "queries", "rules"}
FILES_TOO = {"forms", "presenters"}
# What must still find its room: this list only shrinks.
UNPLACED = {
    "demo": {"school_files", "theatre"},
}
FREE = {"apps", "migrations", "management"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("apps", exclude_type_checking_imports=True)


@pytest.fixture(scope="module")
def ours(graph):
    return sorted(name for name in graph.modules if len(name.split(".")) > 2 and not is_free(name))


def is_free(name):
    return name.split(".")[2] in FREE


def app_of(name):
    return name.split(".")[1]


def layer_of(name):
    """The layer a module belongs to: «rules» of apps.homework.timetable.rules.weeks; or None."""
    return next((part for part in name.split(".")[2:] if part in RANK), None)


def is_unplaced(name):
    return name.split(".")[2] in UNPLACED.get(app_of(name), ())


def is_pure(name):
    return name.split(".")[2] in PURE.get(app_of(name), ())


def test_a_module_has_a_name_that_says_its_layer(ours):
    rooms = {name.rpartition(".")[0] for name in ours if layer_of(name)}
    riddles = [
        name
        for name in ours
        if not (layer_of(name) or is_pure(name) or is_unplaced(name) or name in rooms)
        and not any(room.startswith(f"{name}.") for room in rooms)
    ]

    assert riddles == []


def test_what_is_unplaced_only_shrinks(ours):
    known = {(app_of(name), name.split(".")[2]) for name in ours}

    assert {(app, name) for app, names in UNPLACED.items() for name in names} <= known


def test_inside_an_app_imports_go_down(graph, ours):
    up = [
        f"{name} -> {other}"
        for name in ours
        for other in graph.find_modules_directly_imported_by(name)
        if app_of(other) == app_of(name)
        and layer_of(name)
        and layer_of(other)
        and RANK[layer_of(other)] > RANK[layer_of(name)]
    ]

    assert up == []


def test_another_app_reads_only_what_an_app_shows(graph, ours):
    """Its words, its tables, its rights, its pure rules, what its rooms read and write."""
    inside = [
        f"{name} -> {other}"
        for name in ours
        for other in graph.find_modules_directly_imported_by(name)
        if other.startswith("apps.")
        and app_of(other) != app_of(name)
        and app_of(name) not in ("home", "demo")
        and not (is_pure(other) or is_unplaced(other))
        and layer_of(other) not in ACROSS | (FILES_TOO if app_of(other) == "files" else set())
    ]

    assert inside == []


@pytest.mark.parametrize(
    "word",
    ["page", "pages", "answers", "document", "content", "lines", "sheets", "utils", "helpers"],
)
def test_no_module_bears_a_word_that_says_nothing(ours, word):
    assert [
        name
        for name in ours
        if (name.split(".")[-1] == word or name.endswith(f"_{word}"))
        and layer_of(name)
        and not is_unplaced(name)
    ] == []
