"""An import asked for on the server itself: the same reading, the same writing, the same report.

There is nobody to show it to first: whoever has the command line tries with ``--dry-run``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules.report import ImportReport
from apps.schools.imports.services import batches
from apps.schools.imports.services.importing import Watch, import_files
from apps.schools.models import ImportBatch, ImportFile, ImportState, School


@transaction.atomic
def import_now(
    paths: Sequence[Path], *, create: bool, older: bool, dry_run: bool, at: dt.datetime
) -> ImportReport:
    """Import, and keep the batch that the page of the school shows.

    A trial keeps nothing, and says what it would create.

    ``older`` accepts files older than those imported last, as the tick on the page does.
    Raises `ImportRefusedError`; nothing has then been written.
    """
    watch = Watch(last_exports=batches.last_exports)
    report = import_files(paths, create=create or dry_run, dry_run=dry_run, at=at, watch=watch)
    if report.is_older and not older and not dry_run:
        raise ImportRefusedError(
            _("%(reason)s Pour le faire quand même, ajoutez « --older ».")
            % {"reason": " ".join(report.warnings)}
        )
    if not dry_run:
        _keep(paths, report, watch, at=at)
    return report


def _keep(paths: Sequence[Path], report: ImportReport, watch: Watch, *, at: dt.datetime) -> None:
    batch = ImportBatch.objects.create(
        school=School.objects.get(uai=report.uai),
        state=ImportState.DONE,
        uploaded_at=at,
        read_at=at,
        confirmed_at=at,
        ended_at=at,
        report=batches.summary(report, watch.lines),
    )
    names: set[str] = set()
    for path in paths:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        ImportFile.objects.create(
            school_id=batch.school_id,
            batch=batch,
            name=batches.unused(path.name[:100], names),
            size=path.stat().st_size,
            sha256=digest,
        )
    batches.name_files(batch, report)
    batches.keep_lines(batch, watch.lines)
