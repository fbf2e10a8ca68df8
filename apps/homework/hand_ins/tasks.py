"""The bell of the hand-ins: harmless twice, harmless late."""

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES


@shared_task(expires=EXPIRES)
def forget_taken_back() -> int:
    """Hand-ins that pupils took back a day ago."""
    from apps.homework.hand_ins import services as hand_ins_services

    return hand_ins_services.forget_taken_back(at=clock.now())
