"""The tick that tells families what has become visible: harmless twice, harmless late."""

import time

from celery import shared_task

from coeduc import clock

SECONDS = 40  # well under the soft limit of a task
EXPIRES = 60  # after a long breakdown one bell is enough, not a night of them


@shared_task(expires=EXPIRES)
def announce() -> int:
    """Announce batch after batch, for at most ``SECONDS``; return the notices written."""
    from apps.results import notifications

    written = 0
    at = clock.now()
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        batch = notifications.announce(at=at)
        if not batch:
            break
        written += batch
    return written
