"""A limit is a named constant of the ``rules.py`` of its room (docs/contribuer.md), never of a
service: there it is read beside the others, and the sentence that says it computes it."""

import ast

import pytest

from tests.architecture.house import in_layers
from tests.architecture.sources import ROOT, tree_of

SERVICES = {path.relative_to(ROOT).as_posix(): tree_of(path) for path in in_layers("services")}
# What paces a worker stays beside it: how long it holds what it took, how often it tries again,
# how much it takes at a time. A limit of persons is none of these.
OF_A_WORKER = {
    "BACKOFF": "when it tries again",
    "BATCH": "how much at a time",
    "CHUNK": "how much at a time",
    "HARD_LIMIT": "how long a task may run",
    "LEASE": "how long it holds what it took",
    "MAX_ATTEMPTS": "how often it tries",
    "SOFT_LIMIT": "how long a task may run",
    "TERMS": "how long, and how often",
}
EXCUSED = {
    ("apps/files/services/antivirus.py", "CONNECT_SECONDS"): "how long a worker waits for another",
    ("apps/files/services/antivirus.py", "SECONDS"): "how long a worker waits for another",
    ("apps/publication/simulator/services.py", "AT_REST"): "the row before any step",
    ("apps/results/announcements/services.py", "RECENT"): "how far back a bell looks",
    ("apps/results/announcements/services.py", "LOOK_BACK"): "how far back a deep bell looks",
    ("apps/results/announcements/services.py", "TICK_LOCK"): "the name of a lock",
    ("apps/results/release/services/recompute.py", "MOST_BATCHES"): "the length of a list shown",
    ("apps/schools/imports/services/importing.py", "STEPS_OF_STRUCTURE"): "counts our own steps",
    ("apps/schools/imports/services/importing.py", "STEPS"): "counts our own steps",
    ("apps/schools/imports/services/guardians.py", "SCOPES"): "what the file's figures mean",
    ("apps/schools/imports/services/guardians.py", "LONGEST_NUMBER"): "what the columns hold",
    ("apps/schools/imports/services/guardians.py", "LONGEST_ADDRESS"): "what the columns hold",
}


def counts(value: ast.expr) -> bool:
    """A number or a duration anywhere in what is assigned: ``30``, ``7 * DAY``, ``{A: 5}``."""
    return any(
        (isinstance(node, ast.Constant) and type(node.value) in (int, float))
        or (isinstance(node, (ast.Name, ast.Attribute)) and ast.unparse(node).endswith("timedelta"))
        for node in ast.walk(value)
    )


def limits(tree: ast.Module) -> list[tuple[str, int]]:
    """The constants of a module that count something, with their lines."""
    found = []
    for node in tree.body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign) and node.value
            else []
        )
        names = [
            name.id
            for target in targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name) and name.id.lstrip("_").isupper()
        ]
        if names and counts(node.value):  # type: ignore[union-attr] # one of the two above
            found += [(name, node.lineno) for name in names]
    return found


FOUND = [(path, *limit) for path, tree in SERVICES.items() for limit in limits(tree)]


def test_no_service_has_a_limit_of_its_own():
    found = [
        f"{path}:{line} {name} belongs in the rules.py of its room"
        for path, name, line in FOUND
        if name not in OF_A_WORKER and (path, name) not in EXCUSED
    ]
    assert not found, "\n".join(found)


def test_every_excuse_is_of_use():
    assert set(EXCUSED) <= {(path, name) for path, name, _line in FOUND}
    assert set(OF_A_WORKER) <= {name for _path, name, _line in FOUND}


@pytest.mark.parametrize(
    "line",
    [
        "MOST = 30",
        "MOST: int = 30",
        "KEPT = dt.timedelta(days=7)",
        "KEPT = 7 * DAY",
        "BY_KIND = {A: 5}",
        "LEAST, MOST = 1, 60",
        "_MOST = (1 << 20)",
    ],
)
def test_a_limit_is_seen_however_it_is_written(line):
    assert limits(ast.parse(line))


@pytest.mark.parametrize("line", ["SALT = 'coeduc'", "number = 3", "def f():\n    MOST = 3"])
def test_what_counts_nothing_is_no_limit(line):
    assert not limits(ast.parse(line))
