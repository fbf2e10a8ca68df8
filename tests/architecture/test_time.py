"""Time is an argument, and nothing waits in a broker or hides behind a save."""

import ast
import re

import pytest

from coeduc import portal
from tests.architecture.house import in_layers
from tests.architecture.sources import ROOT, modules, tree_of, uses, where

# The edges, where an instant enters the programme; the launcher knows nothing of a school.
EDGES = {
    *in_layers("management", "tasks"),
    *modules("coeduc/clock.py", "coeduc/middleware.py", "coeduc/embedded/*.py"),
}
CODE = list(modules("apps/**/*.py", "coeduc/**/*.py"))
CLOCKS = {
    "coeduc.clock.now",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.utils.timezone.now",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
}
DATABASE_CLOCK = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)"
    r"|\bcurrent_(?:date|timestamp|time)\b",
    re.IGNORECASE,
)
# The database's own clock serves leases and history alone: when a rule was written down, when a
# trigger saw a fact change, which only who keeps the service reads.
HISTORY = {
    (f"apps/publication/models/{name}.py", "django.db.models.functions.Now")
    for name in ("versions", "kept")
}


def calls(path):
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def clocks_in(tree):
    """Read or handed on (``default=timezone.now``), under whatever name it was imported.

    An instant has its class's ``now`` too; the database has a clock of its own.
    """
    found = [(name, node) for name, node in uses(tree) if name in CLOCKS]
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="now" | "utcnow" | "today" as name)):
                found.append((name, node))
            case ast.Call(args=[ast.Constant(value=str(text)), *_]) if DATABASE_CLOCK.search(text):
                found.append((text, node))
    return found


def test_only_the_edges_ask_what_time_it_is():
    offences = [
        where(path, node)
        for path in CODE
        if path not in EDGES
        for name, node in clocks_in(tree_of(path))
        if (path.relative_to(ROOT).as_posix(), name) not in HISTORY
    ]

    assert len(EDGES) > 10
    assert offences == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils import timezone\ntimezone.now()",
        "from django.utils.timezone import now\nnow()",
        "from django.utils.timezone import now as instant\ninstant()",
        "from django.utils import timezone as tz\nfield(default=tz.now)",
        "import django.utils.timezone\ndjango.utils.timezone.now()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "import datetime\ndatetime.date.today()",
        "from datetime import date, datetime\ndatetime.utcnow()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "at.now(zone)",
        "type(at).now()",
        "day.today()",
        "RawSQL('now()', ())",
        "cursor.execute('SELECT clock_timestamp()')",
        "RawSQL('CURRENT_DATE', [])",
        "from time import time\ntime()",
        "from coeduc import clock\nclock.now()",
        "from coeduc.clock import now\nsorted(key=now)",
        "from django.db.models.functions import Now\nNow()",
        "def f():\n    from django.utils import timezone\n    timezone.now()",
    ],
)
def test_each_way_to_ask_the_time_is_known(text):
    assert clocks_in(ast.parse(text))


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
