"""The bells of the notebook's exports: harmless twice, harmless late."""

from celery import shared_task

from apps.homework.services.exports import HARD_LIMIT, SOFT_LIMIT
from coeduc import clock

EXPIRES = 60


@shared_task(expires=EXPIRES, soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def make_notebook_exports() -> bool:
    """Make the next export, if any. What is to be made is a row, not this message."""
    from apps.homework.services import exports

    row = exports.claim(at=clock.now())
    return exports.make(row, at=clock.now()) if row else False


@shared_task(expires=EXPIRES)
def forget_notebook_exports() -> int:
    """Remove the files kept for a week."""
    from apps.homework.services import exports

    return exports.forget_old(at=clock.now())
