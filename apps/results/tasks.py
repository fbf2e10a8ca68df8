"""The tick that tells families what has become visible: harmless twice, harmless late."""

import time

from celery import shared_task

from coeduc import clock

SECONDS = 40  # well under the soft limit of a task
EXPIRES = 60  # after a long breakdown one bell is enough, not a night of them


@shared_task(expires=EXPIRES)
def announce(deep: bool = False) -> int:
    """Announce batch after batch, for at most ``SECONDS``; return the notices written.

    ``deep`` also looks for what a breakdown of several days left untold.
    """
    from apps.results import notifications

    written = 0
    at = clock.now()
    look_back = notifications.LOOK_BACK if deep else notifications.RECENT
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        batch = notifications.announce(at=at, look_back=look_back)
        if not batch:
            break
        written += batch
    return written
