"""A long walk at random: whatever people do, nobody reads what the oracle does not allow.

``LEAK_STEPS`` and ``LEAK_SEED`` choose the length and the walk (``make bench LONG=1``: 100 000;
``make test`` takes the first 240, the whole 800);
``LEAK_EPISODE`` replays one episode alone.
"""

import logging
import os
import sys
import time
from collections import Counter

import pytest
from django.db import connection, transaction

from tests.leaks.stage import build
from tests.leaks.walker import Walk

FIRST, WHOLE = 240, 800
SEED = os.environ.get("LEAK_SEED", "coeduc")
EPISODE = 120  # steps in one school, before everything is forgotten


@pytest.fixture
def stage(db, caplog):
    caplog.set_level(logging.ERROR)  # thousands of 404s are the subject here, not news
    return build()


@pytest.fixture
def steps(request):
    few = WHOLE if request.config.getoption("whole") else FIRST
    return int(os.environ.get("LEAK_STEPS") or few)


def walk_once(stage, seed, steps=EPISODE):
    """One episode in a savepoint: its triggers and its deferred constraints are those of life."""
    with transaction.atomic():
        walk = Walk(stage, seed)
        for __ in range(steps):
            walk.step()
        connection.check_constraints()
        transaction.set_rollback(True)
    return walk.counts


def test_nobody_reads_anything_before_its_time_whatever_happens(stage, steps, capsys):
    counts: Counter[str] = Counter()
    started = time.monotonic()
    only = os.environ.get("LEAK_EPISODE")
    episodes = [int(only)] if only else range(-(-steps // EPISODE))
    for episode in episodes:
        counts += walk_once(stage, f"{SEED}-{episode}")
        if steps > 5000:
            done = (episode + 1) * EPISODE
            speed = f"{done} steps, {done / (time.monotonic() - started):.0f} a second"
            with capsys.disabled():
                sys.stdout.write(f"\r{speed}" if done < steps else f"\r{speed}\n{dict(counts)}\n")
    assert counts["shown"] > 0
    assert counts["read"] > counts["shown"]
