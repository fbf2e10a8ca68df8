"""The tick that tells heads of requests: harmless twice, harmless late."""

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES)
def notify_heads_of_requests() -> int:
    """A pupil's request half of whose hours has passed unanswered; return the notices written."""
    from apps.results.words.services import talk

    return talk.notify_heads(at=clock.now())
