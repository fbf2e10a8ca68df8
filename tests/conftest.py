"""What every test relies on: the project's own servers, and templates that refuse a typo."""

import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from _pytest import runner
from django.conf import settings
from django.db import connection
from hypothesis import settings as examples
from playwright.sync_api import Playwright, sync_playwright

from coeduc import embedded
from coeduc.deep_calls import with_room
from tests import catalogues, emptying, template
from tests.chromium import chromium_path
from tests.costs import Costs
from tests.template import ROOT

# The asserts of four hundred files are written anew once, not by each process of each run, even
# where the environment asks Python to leave no bytecode beside the sources.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(ROOT / "var" / "bytecode")
# No test fails for the time it takes: a machine that works for others is slower, not wrong.
examples.register_profile("house", deadline=None)
examples.load_profile("house")
# A browser that asks nothing of anybody, and no name but the portal's.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", action="store_true", help="what asks PostgreSQL, or is marked `whole`"
    )
    parser.addoption(
        "--whole", action="store_true", help="what is marked `whole` too (make test ALL=1, .ci/run)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Bring up what DATABASE_URL and REDIS_URL do not name, and compile the plurals."""
    emptying.install()
    config.pluginmanager.register(Costs())
    catalogues.compile_stale()
    try:
        embedded.ensure_running()
    except embedded.EmbeddedError as problem:
        pytest.exit(str(problem), returncode=3)
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        _begin_template(config)


def _begin_template(config: pytest.Config) -> None:
    """While the workers start and collect; they wait for it where they come first."""
    making = template.begin(again=config.option.create_db)
    if config.option.create_db:
        making.wait()
    config.add_cleanup(making.wait)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The representative part, unless all of it is asked for.

    Two connections mean two threads, whose waits hang where the wall clock is shifted.
    """
    kept, aside = [], []
    for item in items:
        (kept if _is_asked(item, config) else aside).append(item)
    config.hook.pytest_deselected(items=aside)
    items[:] = sorted(kept, key=_is_alone)
    for item in items:
        database = item.get_closest_marker("django_db")
        if database is not None and database.kwargs.get("transaction"):
            item.add_marker("wall_clock")


def _is_alone(item: pytest.Item) -> bool:
    """A long group begins first: nobody waits for it at the end."""
    return item.get_closest_marker("xdist_group") is None


def _is_asked(item: pytest.Item, config: pytest.Config) -> bool:
    if item.get_closest_marker("whole"):
        return bool(config.getoption("whole"))
    if not config.getoption("database"):
        return True
    asks = item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames
    return bool(asks)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than the processors: a worker waits for its browser, or for the database."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there by now stays: the collector looks no more at six thousand tests and all the
    modules each time a page has made some objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Of pytest, with the room that a page has in production: factories call deeply too."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Of pytest-django: a copy of the template, for this process and this run alone.

    ``--create-db`` makes the template again; ``--reuse-db`` has nothing more to spare.
    """
    worker = hasattr(request.config, "workerinput")
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        connection.close()
        template.copy(name, again=request.config.option.create_db and not worker)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connection.close()
        template.drop(name)


@pytest.fixture(scope="session", autouse=True)
def _addresses() -> None:
    """All of them, before any test: one that travels to production would leave the others without
    the pages of development, had it been the first to ask for an address."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Of pytest-playwright: it leaves an event loop in this thread, where Django would take the
    tests that follow for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Of pytest-playwright: the system's Chromium; root may not use its sandbox."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path(),
        "args": [*FLAGS, *root],
    }
