"""The bell of the forms already sent: harmless twice, harmless late."""

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES)
def forget_done_acts() -> int:
    """Delete the keys of forms that nobody can send again. Return how many."""
    from apps.accounts.devices import services

    return services.forget_done_acts(at=clock.now())
