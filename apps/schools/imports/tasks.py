"""The bells of the imports: harmless twice, harmless late."""

import time

from celery import shared_task

from coeduc import clock
from coeduc.bells import EXPIRES

SECONDS = 20  # no new batch is begun after that: one may last until the soft limit


@shared_task(expires=EXPIRES)
def work_on_imports() -> int:
    """Read or write the batches that wait, one after the other; return how many."""
    from apps.schools.imports.services import batches

    done = 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and (batch := batches.claim(at=clock.now())):
        batches.work(batch, at=clock.now())
        done += 1
    return done


@shared_task(expires=EXPIRES)
def forget_import_files() -> int:
    """Delete the files left for a day."""
    from apps.schools.imports.services import batches

    return batches.forget_files(at=clock.now())


@shared_task(expires=EXPIRES)
def forget_import_names() -> int:
    """Delete the names in reports kept long enough; return how many reports."""
    from apps.schools.imports.services import batches

    return batches.forget_names(at=clock.now())
