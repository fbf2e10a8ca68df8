"""The tick that tells families: harmless twice, harmless late."""

import time

from celery import shared_task
from django.core.cache import cache

from coeduc import clock
from coeduc.bells import EXPIRES, SECONDS

DEEP_KEY, DEEP_EVERY = "announce-looked-far-back", 3600


@shared_task(expires=EXPIRES)
def announce() -> int:
    """Announce batch after batch, for at most ``SECONDS``; return the notices written.

    The first tick of an hour, hence the first after a breakdown, looks far back; a cache emptied
    in between only makes one more look.
    """
    from apps.results.announcements import services as announcements_services

    written = 0
    at = clock.now()
    deep = cache.add(DEEP_KEY, True, timeout=DEEP_EVERY)
    look_back = announcements_services.LOOK_BACK if deep else announcements_services.RECENT
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        batch = announcements_services.announce(at=at, look_back=look_back)
        if not batch:
            break
        written += batch
    return written
