"""The browser of the journeys, or what to install in French: they are never skipped."""

from functools import cache

from coeduc.embedded import system


class NoChromiumError(Exception):
    """A French sentence saying what to install."""


@cache
def chromium_path() -> str:
    """The system's Chromium, else Playwright's own; CHROMIUM names another one."""
    if found := system.browser():
        return found
    raise NoChromiumError(system.sentence([system.BROWSER]))
