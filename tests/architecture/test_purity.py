"""What computes asks nothing: no table, no clock, no request, no setting, no chance.

``rules``, ``enums``, ``errors`` and the pure modules of ``house.py`` import what is named here and
nothing else: a library that reaches out is refused first.
"""

import ast
import sys

import pytest

from tests.architecture.house import SHARED, UnplacedError, in_layers, name_of, place_of
from tests.architecture.sources import ROOT, dotted, imported, tree_of, uses, where

PURE = sorted(in_layers("rules", "enums", "errors", "pure"))
# Of the standard library, what reaches out of the programme, or answers otherwise every time.
REACHES_OUT = {
    "asyncio",
    "http",
    "logging",
    "multiprocessing",
    "os",
    "random",
    "secrets",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
}
STANDARD = set(sys.stdlib_module_names) - REACHES_OUT
# What reads a file, a calendar or a language, from values to values.
LIBRARIES = {
    "babel",
    "django.utils.crypto",
    "django.utils.translation",
    "holidays",
    "icalendar",
    "lxml",
    "vacances_scolaires_france",
}
# Of the project; each is read by the test below too.
PROJECT = {
    "coeduc.cldr",
    "coeduc.days",
    "coeduc.formulas",
    "coeduc.french",
    "coeduc.letters",
    "coeduc.picture_costs",
    "coeduc.pictures",
    "coeduc.rich_text",
    "coeduc.shapes",
    "coeduc.upright",
    "coeduc.zips",
}
THEIR_LIBRARIES = LIBRARIES | {
    "PIL",
    "django.utils.dates",
    "django.utils.safestring",
    "latex2mathml",
    "markdown_it",
    "mdit_py_plugins",
    "nh3",
    "pillow_heif",
}
CHOICES = {"IntegerChoices", "TextChoices"}
# How long a hostile file is read for, measured and never told: no instant comes out of it.
STOPWATCHES = {"apps/files/rules/office_zip.py", "apps/schools/imports/rules/files.py"}


def starts_with(name, known):
    return any(name == one or name.startswith(f"{one}.") for one in known)


def impure_imports(tree, *, libraries=LIBRARIES):
    """What a pure module imports that is not pure."""
    return [
        (name, node)
        for name, node in imported(tree)
        if not starts_with(name, STANDARD - {"urllib"} | {"urllib.parse"})
        and not starts_with(name, libraries | PROJECT)
        and not is_pure_module(name)
    ]


def is_pure_module(name):
    """``apps.schools.days.DAY``, ``apps.files.rules.kinds``: ours, and checked here too."""
    try:
        return place_of(name).layer in {"rules", "enums", "errors", "pure"}
    except (UnplacedError, ValueError):
        return False


def takes_a_request(tree):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.arg)
        and (
            node.arg in {"request", "reader", "queryset"}
            or (node.annotation and dotted(node.annotation).endswith(("Request", "QuerySet")))
        )
    ]


def test_the_pure_modules_were_found():
    names = {path.relative_to(ROOT).as_posix() for path in PURE}

    assert len(PURE) > 50
    assert {
        "apps/publication/instants.py",
        "apps/results/reading/rules.py",
        "apps/schools/imports/rules/readers/staff.py",
        "apps/homework/enums.py",
        "apps/schools/errors.py",
    } <= names


def test_what_computes_imports_nothing_that_asks():
    asking = [
        f"{where(path, node)}: {name}"
        for path in PURE
        for name, node in impure_imports(tree_of(path))
        if not (name == "time" and path.relative_to(ROOT).as_posix() in STOPWATCHES)
        and not (place_of(name_of(path)).layer == "enums" and is_of_choices(name))
    ]

    assert asking == []


def is_of_choices(name):
    """A closed list is Django's, and nothing more of its models."""
    return name == "django.db.models" or name in {f"django.db.models.{one}" for one in CHOICES}


def test_a_closed_list_takes_nothing_of_models_but_lists():
    taken = {
        name
        for path in in_layers("enums")
        for name, _node in uses(tree_of(path))
        if name.startswith("django.db") and name != "django.db.models"
    }

    assert {name.removeprefix("django.db.models.").partition(".")[0] for name in taken} <= CHOICES


def test_a_stopwatch_is_no_clock():
    taken = {
        name
        for one in STOPWATCHES
        for name, _node in uses(tree_of(ROOT / one))
        if name.startswith("time.")
    }

    assert taken == {"time.monotonic"}


def test_what_computes_is_given_no_request_and_no_rows():
    given = [where(path, node) for path in PURE for node in takes_a_request(tree_of(path))]

    assert given == []


@pytest.mark.parametrize("name", sorted(PROJECT))
def test_what_they_use_of_the_project_is_pure_too(name):
    tree = tree_of(ROOT / f"{name.replace('.', '/')}.py")

    assert impure_imports(tree, libraries=THEIR_LIBRARIES) == []
    assert takes_a_request(tree) == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.db import models",
        "from django.db.models import Q",
        "import django.db",
        "from django.conf import settings",
        "from django.utils import timezone",
        "from django.core.cache import cache",
        "from django.http import HttpRequest",
        "from apps.schools.models import School",
        "from apps.schools import models",
        "from apps.schools import offices",
        "from apps.schools.links import READING",
        "from apps.results.marks import services",
        "import apps.results.marks.services",
        "from coeduc import clock",
        "from coeduc.access import visible",
        "from coeduc.http import Request",
        "import time",
        "from time import time",
        "import random",
        "import secrets",
        "import os.path",
        "from urllib import request",
        "import urllib.request",
        "import requests",
        "def late():\n    from apps.schools.models import School",
        "try:\n    import redis\nexcept ImportError:\n    pass",
    ],
)
def test_each_way_to_ask_is_refused(line):
    assert impure_imports(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "import datetime as dt",
        "from urllib.parse import quote",
        "from django.utils.translation import gettext as _",
        "from apps.schools.days import DAY",
        "from apps.schools import days",
        "from apps.files.rules import kinds",
        "from coeduc import french",
        "if TYPE_CHECKING:\n    from apps.schools.models import School",
    ],
)
def test_what_is_pure_is_imported_freely(line):
    assert impure_imports(ast.parse(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "def f(request): ...",
        "def f(reader, *, at): ...",
        "def f(one: Request): ...",
        "def f(one: http.HttpRequest): ...",
        "def f(*, rows: QuerySet): ...",
    ],
)
def test_each_way_to_be_given_a_request_is_known(line):
    assert takes_a_request(ast.parse(line))


def test_what_is_shared_is_what_is_not_pure():
    """The second list is for what needs it: a module that could be pure is said so."""
    could = [
        (app, name)
        for app, names in SHARED.items()
        for name in names
        if not impure_imports(tree_of(ROOT / "apps" / app / f"{name}.py"))
        and not takes_a_request(tree_of(ROOT / "apps" / app / f"{name}.py"))
    ]

    assert could == []
