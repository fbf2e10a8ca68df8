"""A name says one thing: a class of ours is found by its name alone, and guessed from it.

Deny by default: a second class of a name is refused wherever it stands. Say whose it is
(``SettingsEntry``, ``MarkEntry``), in the words of the glossary (docs/glossaire.md).
"""

import ast
import io
import re
import tokenize
from collections import defaultdict

import pytest

from tests.architecture.sources import ROOT, modules, tree_of

# Each is what its framework looks for, in its own place.
SHARED = {
    "Command",  # of Django, one a file of ``management/commands``
}
# What says nothing of what a class holds; nobody would look for it.
RIDDLES = {
    "Bell",
    "Care",
    "Desk",
    "Drawn",
    "Entry",
    "Frame",
    "Helper",
    "Item",
    "Kept",
    "Kind",
    "Known",
    "Line",
    "Machine",
    "Manager",
    "Named",
    "Row",
    "Search",
    "Shelf",
    "Story",
    "Teller",
    "Telling",
    "Thing",
    "Told",
    "Way",
    "Work",
}


def classes_in(tree):
    """Public ones of the module itself, for its types alone too: a ``Meta`` is its owner's."""
    body = [
        inner for node in tree.body for inner in (node.body if isinstance(node, ast.If) else [node])
    ]
    return [
        node.name
        for node in body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def homes(trees):
    """Where each class is defined, by its name."""
    found = defaultdict(list)
    for where, tree in trees:
        for name in classes_in(tree):
            found[name].append(where)
    return found


def ours():
    for path in (*modules("apps/**/*.py"), *modules("coeduc/**/*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), tree_of(path)


def test_a_class_has_a_name_of_its_own():
    twice = {
        name: where
        for name, where in homes(ours()).items()
        if len(where) > 1 and name not in SHARED
    }

    assert twice == {}


def test_a_class_says_what_it_holds():
    riddles = {name: where for name, where in homes(ours()).items() if name in RIDDLES}

    assert riddles == {}


def test_what_is_shared_is_shared_still():
    """An excuse that serves no more would let the next one in."""
    found = homes(ours())

    assert {name for name in SHARED if len(found[name]) < 2} == set()
    assert len(found) > 500, "the classes were read"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("class Told: ...", ["Told"]),
        ("class _Told: ...", []),
        ("if TYPE_CHECKING:\n    class Told: ...", ["Told"]),
        ("class Rule:\n    class Meta: ...", ["Rule"]),
        ("def f():\n    class Told: ...", []),
    ],
)
def test_a_class_is_seen(text, names):
    assert classes_in(ast.parse(text)) == names


# A sentence, words, a report, who was notified: whatever it is has a name that says so.
VAGUE = re.compile(r"(^|_)(un|re)?(told|telling|teller|tells)(_|$)", re.IGNORECASE)


def names_of(source):
    """Every identifier of a module, as the tokens say them; words in a text are English."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def test_nothing_is_named_told():
    vague = {
        path.relative_to(ROOT).as_posix(): found
        for path in modules("apps/**/*.py", "coeduc/**/*.py")
        if (found := {name for name in names_of(path.read_text()) if VAGUE.search(name)})
    }

    assert vague == {}


@pytest.mark.parametrize(
    ("source", "is_vague"),
    [
        ("told = 1", True),
        ("def f(summary_told): ...", True),
        ("row.told_on", True),
        ("'told'", False),
        ("sentence = 1  # told", False),
        ("untoldness = 1", False),
    ],
)
def test_a_vague_name_is_seen(source, is_vague):
    assert any(map(VAGUE.search, names_of(source))) is is_vague


def test_a_homonym_put_back_is_seen():
    trees = [("one.py", ast.parse("class Entry: ...")), ("two.py", ast.parse("class Entry: ..."))]

    assert homes(trees) == {"Entry": ["one.py", "two.py"]}
