"""The bells of the account mails: harmless twice, harmless late."""

import logging
import time
from typing import Any

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES, SECONDS

logger = logging.getLogger(__name__)


@shared_task(expires=EXPIRES)
def send_account_mails() -> int:
    """Send what is due, for at most ``SECONDS``; return how many left."""
    from django.core.mail import get_connection

    from apps.accounts.own_account.services import mails

    sent = 0
    deadline = time.monotonic() + SECONDS
    connection = get_connection()
    try:
        while time.monotonic() < deadline and _reachable(connection):
            mail = mails.claim(at=clock.now())
            if mail is None:
                break
            sent += mails.send(mail, at=clock.now(), connection=connection)
    finally:
        connection.close()
    return sent


@shared_task(expires=EXPIRES)
def forget_account_mails() -> int:
    """Delete what only served the limits of a day, and sessions that are over. Return how many."""
    from apps.accounts.own_account.services import mails
    from apps.accounts.sign_in.services import limits

    now = clock.now()
    return limits.forget_sessions(at=now) + mails.forget_old(at=now) + limits.forget_old(at=now)


def _reachable(connection: Any) -> bool:
    """A mail server that is down is not the fault of any mail: none of them is tried."""
    try:
        connection.open()
    except OSError as error:
        logger.warning("account mails: the server does not answer (%s)", type(error).__name__)
        return False
    return True
