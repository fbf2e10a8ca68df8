"""What `make test` leaves aside is played by the continuous integration, on no chosen folder.

But for the journeys told at a second size of screen: `make test ALL=1` plays them.
"""

import re
from types import SimpleNamespace

import pytest

from tests.architecture.sources import ROOT
from tests.conftest import _is_asked


def commands():
    """The lines of the integration that run the suite, continued lines joined."""
    text = (ROOT / ".ci" / "run").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if "-m pytest" in line]


def test_the_integration_plays_the_whole_on_no_chosen_folder():
    [whole] = [line for line in commands() if "--whole" in line]
    kept = re.sub(r"--ignore \S+", "", whole)

    assert '--whole --database -m "not browser"' in whole
    assert "tests/" not in kept
    assert set(re.findall(r"--ignore (\S+)", whole)) == {
        "tests/test_embedded.py",
        "tests/test_system.py",
    }


def test_make_test_plays_everything_else_and_all_of_it_when_asked():
    [suite] = [
        line
        for line in (ROOT / "Makefile").read_text().splitlines()
        if "-m pytest" in line and "--dist" in line
    ]

    assert "$(if $(ALL),--whole)" in suite
    assert " -m " not in suite.partition("-m pytest")[2]
    assert "tests/" not in suite


@pytest.mark.parametrize(
    ("marks", "options", "asked"),
    [
        ((), (), True),
        ((), ("database",), False),
        (("django_db",), ("database",), True),
        (("whole",), (), False),
        (("whole",), ("whole", "database"), True),
        (("whole",), ("database",), False),
    ],
)
def test_what_asks_no_database_is_left_to_make_test(marks, options, asked):
    item = SimpleNamespace(get_closest_marker=lambda name: name in marks, fixturenames=[])
    config = SimpleNamespace(getoption=lambda name: name in options)

    assert _is_asked(item, config) is asked
