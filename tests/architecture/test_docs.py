"""The maps name every app and every room that the house has, and no other."""

import re

from tests.architecture.house import ROOMS
from tests.architecture.sources import ROOT

# A subject that fits one app says its rooms by what they do.
ROW = re.compile(r"^\| `(?:apps/)?([a-z]+)/?` \|(.*)$", re.MULTILINE)


def rows_of(document):
    return dict(ROW.findall((ROOT / document).read_text()))


def test_the_readme_names_every_app():
    known = {path.name for path in ROOT.iterdir() if path.is_dir()}

    assert {name for name in rows_of("README.md") if name not in known} == set(ROOMS)


def test_the_architecture_names_every_app_and_its_rooms():
    rows = {app: told for app, told in rows_of("docs/architecture.md").items() if app in ROOMS}
    missing = {
        f"{app}/{room}"
        for app, rooms in ROOMS.items()
        for room in rooms
        if not re.search(rf"\b{room}\b", rows.get(app, ""))
    }

    assert set(rows) == set(ROOMS)
    assert missing == set()


def test_the_guide_says_every_name_that_a_portal_may_answer():
    asked = set(re.findall(r'getattr\(told, "([A-Z_]+)"', (ROOT / "coeduc/portal.py").read_text()))
    guide = (ROOT / "docs/contribuer.md").read_text()

    assert {name for name in asked if f"`{name}`" not in guide} == set()


def test_every_path_that_a_document_names_is_there():
    """A move takes its path along in the documents too."""
    named = re.compile(r"(?<![/\w])(?:apps|coeduc|tests|templates|bench|static)/[\w./-]*\w")
    documents = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    lost = {
        f"{document.name}: {path}"
        for document in documents
        for path in named.findall(document.read_text())
        if not (ROOT / path).exists()
    }

    assert lost == set()
