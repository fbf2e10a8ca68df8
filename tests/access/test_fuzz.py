"""No request is an error 500, whatever is written in it: every page, every person, every field.

``FUZZ_REQUESTS`` and ``FUZZ_SEED`` choose how many and which (``make bench LONG=1`` for 20 000);
``FUZZ_REPORT`` is a file to which the faults of each part are added.
"""

import logging
import os
from pathlib import Path

import pytest

from tests.access.fuzzing import Fuzz

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "600"))
SEED = os.environ.get("FUZZ_SEED", "coeduc")
REPORT = os.environ.get("FUZZ_REPORT", "")
PARTS = 3
# One part in `make test`, all of them with the whole.
EACH = [0, *(pytest.param(part, marks=pytest.mark.whole) for part in range(1, PARTS))]


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are the subject here, not news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("part", EACH)
def test_no_request_is_an_error_500(world, in_november, part):
    fuzz = Fuzz(world, f"{SEED}-{part}")

    fuzz.run(REQUESTS // PARTS)

    found = [f"{n} × {kind}\n    {fuzz.examples[kind]}" for kind, n in fuzz.faults.most_common()]
    if REPORT:
        with Path(REPORT).open("a") as report:
            report.write("\n".join([f"{SEED}-{part} {dict(fuzz.asked)}", *found, ""]))
    assert found == []
