"""A page whose scripts arrive late, as on the network of a school: one types before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Route


@contextmanager
def held_back(page: Page, module: str) -> Iterator[None]:
    """Within, ``module`` has been asked for and has not come; it comes at the end."""
    waiting: list[Route] = []
    pattern = f"**/modules/{module}*"
    page.route(pattern, lambda route: waiting.append(route))
    yield
    while not waiting:
        page.wait_for_timeout(50)
    for route in waiting:
        route.continue_()
    page.unroute(pattern)


def soon(page: Page, script: str, fits: Callable[[Any], bool]) -> Any:
    """What ``script`` answers once it fits; the pages forbid what Playwright's own wait needs."""
    for _attempt in range(100):
        if fits(found := page.evaluate(script)):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(found)
