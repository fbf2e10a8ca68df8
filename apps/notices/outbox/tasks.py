"""The bell of the outbox: harmless twice, harmless late."""

import datetime as dt
import time

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES, SECONDS

BATCH = 50


@shared_task(expires=EXPIRES)
def drain_outbox(batch: int = BATCH, lease_seconds: int = 120) -> int:
    """Send what is due, for at most ``SECONDS``; a later bell goes on. Return the mails sent.

    A retry is ``next_attempt_at`` on the row, never a countdown in the broker.
    """
    from django.core.mail import get_connection

    from apps.notices.outbox.services import sending

    sent = 0
    deadline = time.monotonic() + SECONDS
    lease = dt.timedelta(seconds=lease_seconds)
    connection = get_connection()
    try:
        while time.monotonic() < deadline and sending.reachable(connection):
            notices = sending.claim(limit=batch, at=clock.now(), lease=lease)
            if not notices:
                break
            while notices and time.monotonic() < deadline and sending.reachable(connection):
                sent += sending.send(notices.pop(0), at=clock.now(), connection=connection)
            sending.release(notices)
    finally:
        connection.close()
    return sent
