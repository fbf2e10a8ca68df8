"""What the documents tell people to type, to open or to set is there: command by command."""

import re
from importlib.util import find_spec

import pytest
from django.core.management import get_commands

from coeduc import portal
from tests.architecture.sources import ROOT
from tests.compose import VARIABLE

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md", "bench/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# What they are about today: decisions and the journal of changes tell the past.
OF_TODAY = [
    one
    for one in DOCUMENTS
    if one.name != "CHANGELOG.md" and one.parent.name != "decisions" and one.exists()
]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#]*)(?:#([^)]+))?\)")


def found(pattern, documents=OF_TODAY):
    return {
        (document.name, said)
        for document in documents
        for said in re.findall(pattern, document.read_text())
    }


def test_every_make_target_is_there():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    asked = found(r"(?<![\w-])make ([a-z]+)(?=[`\s,;]|$)")

    assert {"start", "test", "check", "fix", "bench"} <= targets
    assert len(asked) > 8
    assert {one for one in asked if one[1] not in targets} == set()


def test_every_command_of_manage_is_there():
    asked = found(r"manage\.py ([a-z_]+)")

    assert len(asked) > 8
    assert {one for one in asked if one[1] not in get_commands()} == set()


def test_every_module_that_one_runs_is_there():
    asked = found(r"python -m ([a-z_.]+)")

    assert asked
    assert {one for one in asked if find_spec(one[1].rstrip(".")) is None} == set()


def test_every_link_leads_somewhere():
    lost = set()
    for document in DOCUMENTS:
        for path, anchor in LINK.findall(document.read_text()) if document.exists() else ():
            target = (document.parent / path).resolve() if path else document
            if not target.exists() or (anchor and anchor not in anchors(target)):
                lost.add((document.name, path, anchor))

    assert lost == set()


def anchors(document):
    """As a forge makes them of the titles."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_variable_that_the_documents_name_may_be_given():
    example = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.M))
    asked = found(
        r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", [ROOT / "README.md", ROOT / "docs/exploitation.md"]
    )
    read = (ROOT / "coeduc/settings/base.py").read_text() + (
        ROOT / "coeduc/settings/prod.py"
    ).read_text()

    lost = {
        one
        for one in asked
        if one[1] not in known and not re.search(rf'"?{one[1]}"?(\] =| =|:)', read)
    }
    assert {"ERROR_REPORTER", "SOURCE_URL"} <= {name for _, name in asked}
    assert lost == set()


def test_every_variable_that_production_reads_is_written_for_who_installs():
    source = "".join((ROOT / f"coeduc/settings/{name}.py").read_text() for name in ("base", "prod"))
    example = (ROOT / ".env.example").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    # Where the image puts what it built: nobody gives it.
    assert {name for name in read - {"STATIC_ROOT"} if f"{name}=" not in example} == set()
    assert VARIABLE.findall("${PORT:-8000}") == [("PORT", "-", "8000")]


@pytest.mark.parametrize("word", ["bell", "documents", "imports"])
def test_the_processes_told_are_those_that_work(word):
    words = (ROOT / "docs/exploitation.md").read_text()

    assert f"-n {word}@%h -Q {word}" in words
    assert word in {bell.queue for bell in portal.answers().beat}
