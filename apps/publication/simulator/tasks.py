"""The bell of the kept facts: harmless twice, harmless late."""

import time

from celery import shared_task

from apps.publication.simulator.services import HARD_LIMIT, SOFT_LIMIT
from coeduc import clock
from coeduc.bells import EXPIRES

SECONDS = 15  # no other school is begun after that: the letters of the same queue wait no longer


@shared_task(expires=EXPIRES, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def keep_facts() -> int:
    """Read the schools that are due, one after the other; return how many.

    What is to be read is a row, not this message.
    """
    from apps.publication.simulator import services as simulator_services

    done = 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and (row := simulator_services.claim(at=clock.now())):
        done += simulator_services.refresh(row, at=clock.now())
    return done
