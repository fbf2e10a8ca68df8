"""The house: every app, its rooms, the layers of a room, and what each may import.

One table, read by the tests of names (test_rooms), of imports (test_imports), of what is pure
(test_purity) and of the one door (test_access). Whatever it does not name is refused: a new room,
a new module at an app's root is written here first (docs/contribuer.md, «Où ranger dix lignes»).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grimp

from tests.architecture.sources import ROOT, modules

# From the bottom up. Each imports only what stands before it, or beside it under its own name.
ORDER = (
    ("enums",),
    ("errors",),
    ("pure", "rules"),
    ("shared", "models"),
    ("policies",),
    ("inputs",),
    ("queries",),
    ("services", "theatre"),
    ("presenters",),
    ("forms",),
    ("lookups",),
    ("home", "management", "tasks", "views"),
    ("urls",),
    ("register",),
    ("portal",),
    ("apps",),
)
RANK = {layer: rank for rank, layers in enumerate(ORDER) for layer in layers}
# Of one rank and strangers to each other: a task is not a page.
PEERS = {"home", "management", "tasks", "views"}
# What lists below are called: no file bears these names.
LAYERS = set(RANK) - {"pure", "shared", "theatre"}
AT_THE_ROOT = {
    "apps",
    "enums",
    "errors",
    "lookups",
    "management",
    "models",
    "policies",
    "portal",
    "register",
}
# An app with rooms has nothing else at its root, but the list of their routes.
BESIDE_ROOMS = AT_THE_ROOT | {"urls"}

# From the bottom up, in an app too: a room imports the rooms named before it, at the head of a file
# as inside a function, so that no two of them read each other. What both would need goes to the
# lower one, to the root (``models``, ``policies``, a pure module) or, for views, to ``lookups``.
ROOMS: dict[str, tuple[str, ...]] = {
    "accounts": ("devices", "sign_in", "own_account"),
    "schools": ("trusted", "people", "lists", "settings", "team", "imports"),
    "files": (),
    "publication": ("release", "rule_pages", "simulator", "adoption"),
    "notices": ("outbox", "paper", "mailbox"),
    "support": ("devices",),
    "invitations": ("codes", "activation", "team", "letters", "relatives"),
    "homework": (
        "load",
        "weeks",
        "teacher_absences",
        "timetable",
        "reading",
        "archive",
        "hand_ins",
        "notebook",
        "feeds",
        "week_sheet",
    ),
    "results": (
        "release",
        "words",
        "reading",
        "assessments",
        "marks",
        "holds",
        "hand_backs",
        "announcements",
    ),
    "home": (),
    "operation": (),
    "demo": (),
}
# A layer of the root that one room has too, and why.
BESIDES = {
    ("publication", "release"): {"models"},  # abstract: what is published by a rule inherits it
}
# A layer that rooms have, at the root of an app with rooms all the same, and why.
BESIDES_ROOMS = {
    "publication": {
        "rules",  # what a rule is: the kernel's, whose modules of ``PURE`` stand beside it
        "services",  # what adopts one, which no page of it may do alone
    },
}
# Modules of an app's root that compute and ask nothing: read by every layer from rules up.
PURE = {
    "accounts": {"passwords"},
    "schools": {"calendar", "clocks", "days", "logos", "names", "territories", "words"},
    "homework": {"calendar"},
    "publication": {
        "explained",
        "instants",
        "opening",
        "pause",
        "sentences",
        "standing",
        "waiting",
    },
}
# One floor down: what the tables themselves ask: whose, who, in what, by whom.
SHARED = {
    "schools": {"entrusted", "history", "jobs", "links", "offices", "rosters"},
}
# One floor down too: what a lower app asks of those above, who registered to answer.
SEAMS = {
    "publication": {"changes", "sources"},
    "notices": {"kinds"},
}
# The play of the demonstration: no room of a school, its files are those of its story.
THEATRE = {"demo": {"school_files", "theatre"}}
AT_A_ROOT = ((PURE, "pure"), (SHARED, "shared"), (SEAMS, "shared"), (THEATRE, "theatre"))
# What says nothing of what a module holds.
EMPTY_WORDS = {
    "answers",
    "common",
    "content",
    "document",
    "helpers",
    "lines",
    "misc",
    "page",
    "pages",
    "sheets",
    "utils",
}

# What an app shows to the apps above it; of the files, also what takes and what shows one.
ACROSS = {
    "enums",
    "errors",
    "models",
    "policies",
    "pure",
    "queries",
    "rules",
    "services",
    "shared",
}
ACROSS_OF = {"files": ACROSS | {"forms", "presenters"}}


# How many times the types give up, by app, and in the project: it may only fall. A form hands over
# what it was given, a library says nothing of its types; a row, a card, a reader has its own.
ANY = {
    "accounts": 22,
    "coeduc": 287,
    "demo": 15,
    "files": 14,
    "home": 23,
    "homework": 147,
    "invitations": 47,
    "notices": 3,
    "operation": 4,
    "publication": 42,
    "results": 127,
    "schools": 98,
    "support": 4,
}


class UnplacedError(Exception):
    """Nobody could say what may import this module; the message says which part of its name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module lives; no ``layer`` for the package of an app or of a room."""

    app: str
    room: str = ""
    layer: str = ""


def place_of(name: str) -> Place:
    """``apps.homework.timetable.rules.weeks``: homework, timetable, rules. UnplacedError."""
    _apps, *rest = name.split(".")
    if not rest:
        return Place("")
    app, *rest = rest
    if app not in ROOMS:
        raise UnplacedError(f"{name}: no app is called {app}")
    if not rest:
        return Place(app)
    first, *tail = rest
    for known, layer in AT_A_ROOT:
        if first in known.get(app, ()):
            return _in_layer(name, Place(app, "", layer), tail)
    if first in LAYERS:
        if ROOMS[app] and first not in BESIDE_ROOMS | BESIDES_ROOMS.get(app, set()):
            raise UnplacedError(f"{name}: {app} has rooms: its {first} are those of one of them")
        return _in_layer(name, Place(app, "", first), tail)
    if first not in ROOMS[app]:
        raise UnplacedError(f"{name}: {first} is neither a room of {app} nor a layer")
    if not tail:
        return Place(app, first)
    layer, *tail = tail
    if layer not in (LAYERS - AT_THE_ROOT) | BESIDES.get((app, first), set()):
        raise UnplacedError(f"{name}: {layer} is no layer of a room")
    return _in_layer(name, Place(app, first, layer), tail)


def _in_layer(name: str, place: Place, tail: list[str]) -> Place:
    for part in tail:
        if part in LAYERS | {"migrations"}:
            raise UnplacedError(f"{name}: {part} inside {place.layer}")
        if place.layer != "theatre" and (part.rpartition("_")[2] in EMPTY_WORDS):
            raise UnplacedError(f"{name}: {part} says nothing of what it holds")
    return place


def refused(importer: Place, imported: Place) -> str:
    """Why one may not import the other; nothing when it may."""
    if not importer.layer or not imported.layer:
        return "a package holds no code"
    if importer.app != imported.app and imported.layer not in ACROSS_OF.get(imported.app, ACROSS):
        return f"no other app reads the {imported.layer} of {imported.app}"
    if RANK[imported.layer] > RANK[importer.layer]:
        return f"{importer.layer} stand below {imported.layer}"
    if {importer.layer, imported.layer} <= PEERS and importer.layer != imported.layer:
        return f"{importer.layer} and {imported.layer} are strangers"
    if importer.layer == imported.layer == "views" and importer.room != imported.room:
        return "what views of several rooms ask is in the lookups of the app"
    return ""


def out_of_order(importer: Place, imported: Place) -> str:
    """Why a room may not import another of its app; nothing when it may, or when neither is one."""
    if importer.app != imported.app or not (importer.room and imported.room):
        return ""
    order = ROOMS[importer.app]
    if order.index(imported.room) > order.index(importer.room):
        return f"{importer.room} stands below {imported.room}"
    return ""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def placed() -> dict[Path, Place]:
    """Every module of the apps that has a place; the others are refused by test_rooms."""
    found = {}
    for path in modules("apps/**/*.py"):
        try:
            found[path] = place_of(name_of(path))
        except UnplacedError:
            continue
    return found


def in_layers(*layers: str) -> Iterator[Path]:
    return (path for path, place in placed().items() if place.layer in layers)


@cache
def graph(*, without_types: bool = True) -> grimp.ImportGraph:
    """``without_types``: what is imported for the types alone is left out.

    Read anew each time: the cache of grimp dates the files once for its two graphs, and gives the
    second one as it was before a change.
    """
    return grimp.build_graph("apps", exclude_type_checking_imports=without_types, cache_dir=None)


def imports(*, without_types: bool = True) -> Iterator[tuple[str, str]]:
    """Every import between two of our modules, migrations apart."""
    found = graph(without_types=without_types)
    for name in sorted(found.modules):
        if name.split(".")[1:] and name.split(".")[2:3] != ["migrations"]:
            for other in sorted(found.find_modules_directly_imported_by(name)):
                yield name, other
