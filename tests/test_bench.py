"""The measures start, and know the pages that they measure; a duration is no matter of a test."""

import importlib

import pytest

from bench.same_bodies import differences
from bench.table import PAGES
from tests.access.routes import routes
from tests.architecture.sources import ROOT

# Served apart, by a Django that has settings of its own.
ALONE = {"bare"}
COMMANDS = sorted(
    {path.stem for path in (ROOT / "bench").glob("*.py")} - ALONE - {"__init__", "__main__"}
)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_measure_imports(name):
    assert importlib.import_module(f"bench.{name}")


def test_each_hot_page_is_one_of_the_portal():
    assert {page.route for page in PAGES} <= {route.name for route in routes()}


def test_each_hot_page_is_named_once():
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.fixture
def answered(tmp_path):
    """What one tree answered to one person at one address."""

    def answer(text, status=200):
        file = f"{len(list(tmp_path.iterdir()))}"
        (tmp_path / file).write_text(text)
        found = {"route": "home:start", "head": [status, "", ""], "file": file, "place": tmp_path}
        return {("claire", "/"): found}

    return answer


def test_two_trees_that_say_the_same_differ_in_nothing(answered):
    assert differences(answered("a\nb"), answered("a\nb")) == {}


def test_the_first_line_that_differs_is_said(answered):
    ((count, said),) = differences(answered("a\nb"), answered("a\nc")).values()

    assert (count, said) == (1, ["claire /", "-b", "+c"])


def test_another_status_is_a_difference_whatever_the_body(answered):
    assert differences(answered("a"), answered("a", status=404))
