"""One beat a queue: from the clock, through Redis, to the worker that should be there."""

from __future__ import annotations

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES

# One that was not heard in time says nothing any more: the next one will.


@shared_task(expires=EXPIRES)
def bell_heard() -> None:
    from apps.operation import services

    services.heard("bell", at=clock.now())


@shared_task(expires=EXPIRES)
def documents_heard() -> None:
    from apps.operation import services

    services.heard("documents", at=clock.now())


@shared_task(expires=EXPIRES)
def imports_heard() -> None:
    from apps.operation import services

    services.heard("imports", at=clock.now())
