"""One small collège, played once for all the tests that only read it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from apps.demo.theatre.load import LoadSummary, at_of, load_demo
from tests.snapshot import remembered

TODAY = dt.date(2026, 11, 22)  # a Sunday
PUPILS = 24


def quiet(line: str) -> None:
    """Nobody reads the terminal here."""


def load(today: dt.date = TODAY, *, pupils: int = PUPILS, seed: int = 1) -> LoadSummary:
    return load_demo(pupils=pupils, seed=seed, at=at_of(today), say=quiet)


@remembered
def played() -> LoadSummary:
    """The collège of the stories: played for the first module, put back for the next ones."""
    return load()


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: object) -> Iterator[LoadSummary]:
    """In a transaction that is rolled back when the module is over.

    The tests that use it are marked ``django_db``: without one such mark in a run, pytest-django
    creates no test database and this would load into the development one.
    """
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield played()
        transaction.set_rollback(True)
