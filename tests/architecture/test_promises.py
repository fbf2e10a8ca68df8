"""The sentences that reassure, count or promise: each has a test, and the test exists."""

import re

from tests.architecture.sources import ROOT

PROMISES = ROOT / "docs" / "promesses.md"
PROOFS = ROOT / "docs" / "preuves.md"


def rows():
    lines = PROMISES.read_text().splitlines()
    table = [line for line in lines if line.startswith("| ") and not line.startswith("| phrase")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_each_sentence_says_where_from_what_and_who_keeps_it():
    incomplete = [cells[0] for cells in rows() if len(cells) != 5 or not all(cells)]

    assert rows()
    assert incomplete == []


def test_the_test_of_each_sentence_exists():
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text() for path in ROOT.glob("tests/**/*.py")
    }
    everything = "\n".join(sources.values())
    named = [name for cells in rows() for name in re.findall(r"`([\w/.:]+)`", cells[-1])]

    missing = [
        name
        for name in named
        if not (
            any(path.startswith(name.split("::")[0]) for path in sources)
            if name.startswith("tests/")
            else f"def {name.split('::')[-1]}(" in everything
        )
    ]

    assert named
    assert missing == []


def test_each_mutation_is_written_once_with_a_test_that_exists():
    lines = PROOFS.read_text().partition("| on enlève |")[2].splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:] if line]
    paths = list(ROOT.glob("tests/**/test_*.py"))
    tests = {path.stem for path in paths}
    everything = "\n".join(path.read_text() for path in paths)
    named = [
        name.split("[")[0] for cells in found for name in re.findall(r"`(test_[^`]+)`", cells[1])
    ]

    missing = [
        name
        for name in named
        if f"def {name.split('::')[-1]}(" not in everything and name not in tests
    ]

    assert len(found) == len({cells[0] for cells in found})
    assert all("`test_" in cells[1] for cells in found)
    assert missing == []
