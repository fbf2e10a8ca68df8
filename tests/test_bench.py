"""The measures start, and know the pages that they measure; a duration is no matter of a test."""

import importlib

import pytest

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
