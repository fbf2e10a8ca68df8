"""What every test relies on: the project's own servers, and templates that refuse a typo."""

import pytest

from coeduc import embedded
from tests import catalogues


def pytest_configure(config: pytest.Config) -> None:
    """Bring up what DATABASE_URL and REDIS_URL do not name, and compile the plurals."""
    catalogues.compile_stale()
    try:
        embedded.ensure_running()
    except embedded.EmbeddedError as problem:
        pytest.exit(str(problem), returncode=3)
