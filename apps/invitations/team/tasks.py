"""The bell of codes by e-mail: harmless twice, harmless late."""

import time

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES, SECONDS


@shared_task(expires=EXPIRES)
def send_code_mails() -> int:
    """Send what is due, for at most ``SECONDS``; return how many left."""
    from django.core.mail import get_connection

    from apps.invitations.team import services as team_services
    from apps.invitations.team.presenters.mails import code_mail
    from apps.notices.outbox.services import sending

    sent = 0
    deadline = time.monotonic() + SECONDS
    connection = get_connection()
    try:
        while time.monotonic() < deadline and sending.reachable(connection):
            left = team_services.send_next(code_mail, at=clock.now(), connection=connection)
            if left is None:
                break
            sent += left
    finally:
        connection.close()
    return sent
