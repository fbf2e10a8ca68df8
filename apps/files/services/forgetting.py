"""Files that nobody needs any more: joined to nothing for a day, or on the disk and in no row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from apps.files import queries
from apps.files.models import StoredFile
from coeduc.days import DAY

BATCH = 100
FOLDER = "notebook"


def forget_loose(*, at: dt.datetime) -> int:
    """Delete what was joined to nothing for a day; return how many."""
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update(of=("self",), skip_locked=True)
        found = list(queries.unused(rows.filter(added_at__lt=at - DAY)).order_by("pk")[:BATCH])
        StoredFile.objects.filter(pk__in=[one.pk for one in found]).delete()
        transaction.on_commit(lambda: _delete(found))
    return len(found)


def forget_strangers(*, at: dt.datetime) -> int:
    """Delete the files of the disk that no row knows: a request failed after it had written."""
    storage = StoredFile._meta.get_field("file").storage
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    known = set(StoredFile.objects.exclude(file="").values_list("file", flat=True))
    known |= queries.other_names()
    gone = 0
    for name in names:
        if name not in known and storage.get_modified_time(name) < at - DAY:
            storage.delete(name)
            gone += 1
    return gone


def _delete(found: Iterable[StoredFile]) -> None:
    for stored in found:
        if stored.file:
            stored.file.storage.delete(str(stored.file))
