"""The bells of paper: harmless twice, harmless late."""

from celery import shared_task

from apps.notices.paper.services import HARD_LIMIT, SOFT_LIMIT
from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def print_letters() -> bool:
    """Print the next file, if any. What is to be printed is a row, not this message."""
    from apps.notices.paper import services as paper_services

    file = paper_services.claim(at=clock.now())
    return paper_services.print_file(file, at=clock.now()) if file else False


@shared_task(expires=EXPIRES)
def remove_old_letters() -> int:
    """Delete the PDFs whose download window is over. Return how many."""
    from apps.notices.paper import services as paper_services

    return paper_services.remove_old_files(at=clock.now())
