"""A browser, the live portal, its worker, and a clock that only moves when the story says so."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.journeys.bell import Bell, ringing
from tests.journeys.browsing import Person
from tests.journeys.cast import Cast, build_cast

SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each story at the size of its people; at the other one with the whole.

    A module of stories told at a desk says ``USUAL = "desktop"``.
    """
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            usual = getattr(item.module, "USUAL", "phone")
            chosen = {name for mark in item.iter_markers("parametrize") for name in mark.args[:1]}
            size = item.callspec.params.get("size") if hasattr(item, "callspec") else None
            if size not in (None, usual) and "size" not in chosen:
                item.add_marker(pytest.mark.whole)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SIZES[request.param]


class Clock:
    """The clock of the whole process, the portal's threads included; it stands still."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack

    def go(self, instant: dt.datetime) -> None:
        self._stack.close()
        self._stack.enter_context(time_machine.travel(instant, tick=False))


@pytest.fixture
def clock() -> Iterator[Clock]:
    with contextlib.ExitStack() as stack:
        yield Clock(stack)


@pytest.fixture
def portal(live_server: Any, settings: Any, tmp_path: Any) -> str:
    """The address of the live portal, whose mails go to the catcher of this test alone."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    settings.PUBLIC_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def cast(portal: str) -> Cast:
    return build_cast()


@pytest.fixture
def bell(portal: str) -> Iterator[Bell]:
    with ringing() as bell:
        yield bell


@pytest.fixture
def somebody(
    request: pytest.FixtureRequest, browser: Browser, portal: str, size: tuple[int, int]
) -> Iterator[Callable[..., Person]]:
    """``somebody()`` sits down at a browser of their own, with nothing in it yet."""
    (width, height), thorough = size, request.config.getoption("whole")
    with contextlib.ExitStack() as stack:

        def sit_down(*, scripts: bool = True, **options: Any) -> Person:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="fr-FR",
                timezone_id="Europe/Paris",
                reduced_motion="reduce",
                java_script_enabled=scripts,
                **options,
            )
            stack.callback(context.close)
            context.set_default_timeout(10_000)
            return Person(context.new_page(), portal, scripts=scripts, thorough=thorough)

        yield sit_down
