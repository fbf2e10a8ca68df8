"""The cast, with a secretary who keeps the day of the school."""

import pytest

from tests.homework.absences import with_office


@pytest.fixture
def office(school_life):
    return with_office(school_life)
