"""How far a long transaction is, told to the page while nothing of it can be seen yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from apps.schools.models import ImportBatch

Step = Callable[[int, int], None]


@contextmanager
def progress_of(batch: ImportBatch) -> Iterator[Step]:
    """A function to call with (done, total); it writes outside the current transaction.

    The figure is a comfort: when it cannot be written, the import goes on.
    """
    aside = connections.create_connection(DEFAULT_DB_ALIAS)

    def step(done: int, total: int) -> None:
        try:
            with aside.cursor() as cursor:
                cursor.execute(
                    "UPDATE schools_importbatch SET progress = %s, total = %s"
                    " WHERE id = %s AND lease = %s",
                    [done, total, batch.pk, batch.lease],
                )
        except DatabaseError:
            aside.close()

    try:
        yield step
    finally:
        aside.close()
