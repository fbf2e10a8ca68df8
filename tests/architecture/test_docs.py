"""The maps name every app and every room that the house has, and no other."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.house import ROOMS, name_of
from tests.architecture.sources import ROOT, modules, tree_of

# A subject that fits one app says its rooms by what they do.
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
ROW = re.compile(r"^\| `(?:apps/)?([a-z]+)/?` \|(.*)$", re.MULTILINE)


def rows_of(document):
    return dict(ROW.findall((ROOT / document).read_text()))


def test_the_readme_names_every_app():
    known = {path.name for path in ROOT.iterdir() if path.is_dir()}

    assert {name for name in rows_of("README.md") if name not in known} == set(ROOMS)


def test_the_architecture_names_every_app_and_its_rooms():
    rows = {app: line for app, line in rows_of("docs/architecture.md").items() if app in ROOMS}
    missing = {
        f"{app}/{room}"
        for app, rooms in ROOMS.items()
        for room in rooms
        if not re.search(rf"\b{room}\b", rows.get(app, ""))
    }

    assert set(rows) == set(ROOMS)
    assert missing == set()


def test_the_guide_says_every_name_that_a_portal_may_answer():
    asked = set(
        re.findall(r'getattr\(module, "([A-Z_]+)"', (ROOT / "coeduc/portal.py").read_text())
    )
    guide = (ROOT / "docs/contribuer.md").read_text()

    assert {name for name in asked if f"`{name}`" not in guide} == set()


def test_every_path_that_a_document_names_is_there():
    """A move takes its path along in the documents too."""
    named = re.compile(r"(?<![/\w])(?:apps|coeduc|tests|templates|bench|static)/[\w./-]*\w")
    documents = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    lost = {
        f"{document.name}: {path}"
        for document in documents
        for path in named.findall(document.read_text())
        if not (ROOT / path).exists()
    }

    assert lost == set()


SPOKEN = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"(?<![\w./-])[a-z_]\w*(?:\.[A-Za-z_]\w*)+(?![\w/-])")
# Things of a request or of a row, and names of files: no module is meant.
OBJECTS = {"_meta", "reader", "request", "school"}
LOGS = {"coeduc.security"}
FILES = {"html", "js", "md", "pdf", "po", "py", "sh", "toml", "txt"}


@cache
def known_modules():
    return {name_of(path): path for path in modules("apps/**/*.py", "coeduc/**/*.py")}


@cache
def defined_in(path):
    """What a module gives a name to; its classes' own names are not followed."""
    names = set()
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=asname) if name != "*":
                names.add(asname or name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return names


def is_there(name):
    """``timetable.rules.weeks.lessons_of``: the end of a module's name, then what it defines.

    A model may be named after its app: ``accounts.Attempt``.
    """
    parts = name.split(".")
    for at in range(1, len(parts) + 1):
        end, rest = ".".join(parts[:at]), set(parts[at:])
        for known, path in known_modules().items():
            if known == end or known.endswith(f".{end}"):
                within = [path]
                if known == f"apps.{end}":
                    within += [ROOT / f"apps/{end}/models.py", *modules(f"apps/{end}/models/*.py")]
                if any(rest <= defined_in(one) for one in within if one.exists()):
                    return True
    return False


@pytest.mark.parametrize(
    "name",
    [
        "timetable.rules.weeks.lessons_of",
        "coeduc.unsaved",
        "accounts.Attempt",
        "publication.release.models.Released",
        "schools.models.of_a_past_year",
    ],
)
def test_a_name_that_is_there_is_found(name):
    assert is_there(name)


@pytest.mark.parametrize(
    "name", ["staff_pages.meanwhile", "homework.archives", "instants.planed", "accounts.Limit"]
)
def test_a_name_that_is_gone_is_not_found(name):
    assert not is_there(name)


def test_every_dotted_name_of_a_document_is_there():
    """``module.name`` between backquotes: what is renamed is renamed in the documents too."""
    lost = {
        f"{document.name}: {name}"
        for document in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]
        for spoken in SPOKEN.findall(document.read_text())
        for name in DOTTED.findall(spoken)
        if name.partition(".")[0] not in OBJECTS and name.rpartition(".")[2] not in FILES
        if name not in LOGS and not is_there(name)
    }

    assert lost == set()


def test_a_decision_has_its_number_to_itself_and_says_it():
    numbers = [(path.name[:4], path.read_text().split()[1]) for path in DECISIONS]

    assert len(DECISIONS) > 30
    assert [name for name, said in numbers if name != said] == []
    assert len({name for name, _said in numbers}) == len(numbers)
