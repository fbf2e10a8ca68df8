"""Find the browser of the journeys, or say in French what to install: they are never skipped."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "Les parcours dans le navigateur ont besoin de Chromium : installez-le "
    "(sous Debian : apt-get install chromium) ou lancez "
    "« .venv/bin/python -m playwright install --with-deps chromium »."
)


class NoChromiumError(Exception):
    """A French sentence saying what to install."""


def chromium_path() -> str:
    """The system's Chromium, else Playwright's own; CHROMIUM names another one."""
    for name in (os.environ.get("CHROMIUM"), *NAMES, str(MAC)):
        if name and (found := shutil.which(name)):
            return found
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and seldom needed)

    with sync_playwright() as playwright:
        found = playwright.chromium.executable_path
    if Path(found).exists():
        return found
    raise NoChromiumError(MISSING)


if __name__ == "__main__":
    try:
        chromium_path()
    except NoChromiumError as problem:
        sys.exit(str(problem))
