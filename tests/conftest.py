"""What every test relies on: the project's own servers, and templates that refuse a typo."""

import os

import pytest

from coeduc import embedded


def pytest_configure(config: pytest.Config) -> None:
    """Bring up PostgreSQL and Valkey unless the environment names others."""
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        embedded.ensure_running()
