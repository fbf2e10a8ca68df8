"""The bell of the letters: one file a ring, harmless twice, harmless late."""

from celery import shared_task

from coeduc import clock

EXPIRES = 60


@shared_task(expires=EXPIRES)
def print_letters() -> bool:
    """Print the next file, if any. What is to be printed is a row, not this message."""
    from apps.notices.invitations import printing

    file = printing.claim(at=clock.now())
    return printing.print_file(file, at=clock.now()) if file else False


@shared_task(expires=EXPIRES)
def remove_old_letters() -> int:
    """Delete the PDFs whose download window is over. Return how many."""
    from apps.notices.invitations import printing

    return printing.remove_old_files(at=clock.now())
