"""The bells of letters and codes by e-mail: harmless twice, harmless late."""

import time

from celery import shared_task

from apps.invitations.letters.services import HARD_LIMIT, SOFT_LIMIT
from coeduc import clock

EXPIRES = 60
SECONDS = 40  # well under the soft limit of a task


@shared_task(expires=EXPIRES, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def print_letters() -> bool:
    """Print the next file, if any. What is to be printed is a row, not this message."""
    from apps.invitations.letters import services as letters_services

    file = letters_services.claim(at=clock.now())
    return letters_services.print_file(file, at=clock.now()) if file else False


@shared_task(expires=EXPIRES)
def send_code_mails() -> int:
    """Send what is due, for at most ``SECONDS``; return how many left."""
    from django.core.mail import get_connection

    from apps.invitations.team import services as team_services
    from apps.notices.outbox.services import sending

    sent = 0
    deadline = time.monotonic() + SECONDS
    connection = get_connection()
    try:
        while time.monotonic() < deadline and sending.reachable(connection):
            left = team_services.send_next(at=clock.now(), connection=connection)
            if left is None:
                break
            sent += left
    finally:
        connection.close()
    return sent


@shared_task(expires=EXPIRES)
def remove_old_letters() -> int:
    """Delete the PDFs whose download window is over. Return how many."""
    from apps.invitations.letters import services as letters_services

    return letters_services.remove_old_files(at=clock.now())
