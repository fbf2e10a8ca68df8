"""Files are tried where they are joined: in the class of the notebook."""

import pytest

from tests.homework.conftest import build_school_life


@pytest.fixture
def school_life():
    return build_school_life()
