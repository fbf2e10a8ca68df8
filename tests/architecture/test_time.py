"""Time is an argument, and nothing waits in a broker or hides behind a save."""

import ast

from coeduc import portal
from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

# The edges, where an instant enters the programme.
EDGES = ("coeduc/clock.py", "coeduc/middleware.py", "tasks.py", "management/commands/")
CODE = list(modules("apps/**/*.py", "coeduc/**/*.py"))
CLOCKS = (
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "clock.now",
)


def calls(path):
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def is_an_edge(path):
    name = path.relative_to(ROOT).as_posix()
    # The launcher waits for its servers; it knows nothing of a school.
    return name.startswith("coeduc/embedded/") or any(edge in name for edge in EDGES)


def test_only_the_edges_ask_what_time_it_is():
    offences = [
        where(path, call)
        for path in CODE
        if not is_an_edge(path)
        for call in calls(path)
        if dotted(call.func).endswith(CLOCKS)
    ]

    assert offences == []


def test_no_promise_waits_in_the_broker():
    offences = [
        where(path, call)
        for path in CODE
        for call in calls(path)
        if any(keyword.arg in ("eta", "countdown") for keyword in call.keywords)
    ]

    assert offences == []


def test_no_consequence_hides_behind_a_save():
    """Services say what follows: an ORM signal would act where nobody reads it."""
    offences = [
        where(path, node)
        for path in CODE
        if path.name != "journal.py"  # listens, and writes no row
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("django.dispatch", "django.db.models.signals", "django.core.signals")
    ]

    assert offences == []


def test_every_bell_is_harmless_late():
    """Rung at least once a minute: one that is missed is rung again, none is a promise."""
    assert all(bell.seconds <= 60 for bell in portal.answers().beat)
