"""The bells of the notebook's exports: harmless twice, harmless late."""

from celery import shared_task

from apps.homework.archive.services import HARD_LIMIT, SOFT_LIMIT
from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def make_notebook_exports() -> bool:
    """Make the next export, if any. What is to be made is a row, not this message."""
    from apps.homework.archive import services as archive_services
    from apps.homework.archive.presenters.printed import drawn

    row = archive_services.claim(at=clock.now())
    return archive_services.make(row, drawn, at=clock.now()) if row else False


@shared_task(expires=EXPIRES)
def forget_notebook_exports() -> int:
    """Remove the files kept for a week."""
    from apps.homework.archive import services as archive_services

    return archive_services.forget_old(at=clock.now())
