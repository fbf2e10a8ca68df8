"""The tick that tells teachers, then heads, of late copies: harmless twice, harmless late."""

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES)
def remind_of_late_copies() -> int:
    """Tell teachers, then heads, once an assessment and a step; return the notices written."""
    from apps.results.release.services import patience

    return patience.remind(at=clock.now())
