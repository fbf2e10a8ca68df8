"""The life of an import: dropped, read, shown, confirmed, written; each step a row's state.

PostgreSQL says what is to do, Celery only rings. A worker holds a batch by a lease; whoever dies
leaves a lease that runs out and a transaction that never happened.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable

from celery import current_app
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.errors import ImportOutdatedError, ImportRefusedError
from apps.schools.imports.queries.progress import progress_of
from apps.schools.imports.queries.wording import KIND_WORDS, ImportedRow, digest
from apps.schools.imports.rules.files import (
    FILES_LAST,
    MOST_A_DAY,
    NAMES_LAST,
    ImportKind,
    Source,
)
from apps.schools.imports.rules.report import ActCounts, ImportReport, Summary, full_summary
from apps.schools.imports.services.importing import Exports, Watch, import_files
from apps.schools.models import ImportBatch, ImportFile, ImportLine, ImportState, School
from apps.schools.models.imports import HELD
from coeduc import leases, private_files
from coeduc.days import DAY
from coeduc.leases import FREE, Terms
from coeduc.locks import hold_row, hold_timeless

logger = logging.getLogger(__name__)

# By its name: a bell is rung from below the tasks.
WORK = "apps.schools.imports.tasks.work_on_imports"
LEASE = dt.timedelta(minutes=2)  # longer than the hard limit of a task
MAX_ATTEMPTS = 3
CHUNK = 1000


class LeaseLostError(Exception):
    """Another worker has taken the batch: what this one did must not be written."""


@transaction.atomic
def upload(
    school: School, uploads: Iterable[UploadedFile], *, by: User, at: dt.datetime
) -> ImportBatch:
    """Keep the files and ask for a trial.

    Raises `ImportRefusedError` while another is open, or after too many in a day.
    """
    school, at = hold_row(School.objects.filter(pk=school.pk), at=at, no_key=True)
    recent = ImportBatch.objects.filter(uploaded_by=by, uploaded_at__gt=at - DAY)
    if recent.count() >= MOST_A_DAY:
        raise ImportRefusedError(
            _("Vous avez déposé %(n)d imports en un jour : le prochain sera possible demain.")
            % {"n": MOST_A_DAY}
        )
    if ImportBatch.objects.filter(school=school, state__in=HELD).exists():
        raise ImportRefusedError(
            _("Un import est déjà ouvert : terminez-le ou abandonnez-le d’abord.")
        )
    batch = ImportBatch.objects.create(school=school, uploaded_by=by, uploaded_at=at)
    names: set[str] = set()
    for item in uploads:
        kept = private_files.keep(item)
        name = unused(private_files.shown_name(item), names)
        ImportFile.objects.create(
            school=school,
            batch=batch,
            name=name,
            stored=kept.stored,
            size=kept.size,
            sha256=kept.sha256,
        )
    _ring()
    return batch


def unused(name: str, names: set[str]) -> str:
    """Two files may be dropped under one name, from two folders."""
    found, n = name, 1
    while found in names:
        n += 1
        found = f"{name} ({n})"
    names.add(found)
    return found


@transaction.atomic
def confirm(batch: ImportBatch, *, by: User, at: dt.datetime) -> bool:
    """Ask for the real import of what was shown; False when it no longer waits for it."""
    batch = _locked(batch)
    if batch.state != ImportState.READY or batch.is_outdated:
        return False
    batch.state, batch.confirmed_by, batch.confirmed_at = ImportState.IMPORTING, by, at
    batch.attempts = batch.progress = batch.total = 0
    batch.save(
        update_fields=["state", "confirmed_by", "confirmed_at", "attempts", "progress", "total"]
    )
    _ring()
    return True


@transaction.atomic
def reread(batch: ImportBatch) -> bool:
    """Ask for a new trial of the same files: the portal has changed since the first."""
    batch = _locked(batch)
    if batch.state != ImportState.READY:
        return False
    batch.state, batch.is_outdated, batch.refusal = ImportState.READING, False, ""
    batch.attempts = batch.progress = batch.total = 0
    batch.save(update_fields=["state", "is_outdated", "refusal", "attempts", "progress", "total"])
    _ring()
    return True


@transaction.atomic
def cancel(batch: ImportBatch, *, at: dt.datetime) -> bool:
    """Give up before anything is written; an import that runs can no longer be stopped."""
    batch = _locked(batch)
    if batch.state not in (ImportState.READING, ImportState.READY):
        return False
    _close(batch, ImportState.CANCELLED, at=at)
    return True


# --- For the workers ---------------------------------------------------------------------------


def claim(*, at: dt.datetime, lease: dt.timedelta = LEASE) -> ImportBatch | None:
    """Take one batch that waits, or that a dead worker left; give up after a few deaths."""
    found = leases.claim(
        ImportBatch,
        Terms(lasts=lease, attempts=MAX_ATTEMPTS),
        at=at,
        give_up=lambda batch: _close(batch, ImportState.FAILED, at=at, refusal=_gave_up()),
        order=("uploaded_at", "pk"),
        related=("school", "uploaded_by", "confirmed_by"),
    )
    return found[0] if found else None


def work(batch: ImportBatch, *, at: dt.datetime) -> None:
    """Do what a claimed batch waits for; nothing of it is written when anything goes wrong."""
    try:
        if batch.state == ImportState.READING:
            _try(batch, at=at)
        else:
            _write(batch, at=at)
    except LeaseLostError:
        logger.warning("imports: %s was taken by another worker", batch.public_id)
    except ImportOutdatedError as error:
        _mark_outdated(batch, str(error))
    except ImportRefusedError as error:
        _end(batch, ImportState.REFUSED, at=at, refusal=str(error))
    # Whatever it is, the person must not wait for ever; the class name says nothing of anybody.
    except Exception as error:
        logger.warning("imports: %s failed (%s)", batch.public_id, type(error).__name__)
        if batch.attempts >= MAX_ATTEMPTS:
            _end(batch, ImportState.FAILED, at=at, refusal=_gave_up())
        else:
            ImportBatch.objects.leased(batch).update(**FREE)


def forget_files(*, at: dt.datetime) -> int:
    """Delete the files of what was left waiting for a day, and those that no row knows."""
    waiting = ImportBatch.objects.filter(
        state=ImportState.READY, uploaded_at__lte=at - FILES_LAST
    ).order_by("pk")
    forgotten = 0
    with transaction.atomic():
        for batch in waiting.select_for_update(skip_locked=True):
            sentence = _("Les fichiers ont été effacés après un jour sans confirmation.")
            _close(batch, ImportState.CANCELLED, at=at, refusal=sentence)
            forgotten += 1
    known = ImportFile.objects.exclude(stored="").values_list("stored", flat=True)
    strays = private_files.strays(known, before=at - FILES_LAST)
    private_files.drop(strays)
    return forgotten + len(strays)


@transaction.atomic
def forget_names(*, at: dt.datetime) -> int:
    """Delete the names of reports kept long enough; the numbers and who imported stay."""
    old = ImportBatch.objects.filter(names_deleted_at=None, ended_at__lte=at - NAMES_LAST)
    found = list(old.order_by("pk").select_for_update(skip_locked=True, of=("self",)))
    ImportLine.objects.filter(batch__in=found).delete()
    for batch in found:
        batch.names_deleted_at = at
        if batch.report:
            batch.report = full_summary(batch.report) | {"warnings": []}
        batch.save(update_fields=["names_deleted_at", "report"])
    return len(found)


def _try(batch: ImportBatch, *, at: dt.datetime) -> None:
    with progress_of(batch) as step:
        watch = Watch(last_exports=last_exports, step=step)
        report = import_files(
            _sources(batch),
            school=batch.school,
            create=True,
            dry_run=True,
            at=at,
            by=batch.uploaded_by,
            watch=watch,
        )
    with transaction.atomic():
        batch = _held(batch)
        name_files(batch, report)
        keep_lines(batch, watch.lines)
        batch.state, batch.read_at, batch.shown = ImportState.READY, at, digest(watch.lines)
        batch.report = summary(report, watch.lines)
        batch.lease = batch.leased_until = None
        batch.save(update_fields=["state", "read_at", "shown", "report", "lease", "leased_until"])


def _write(batch: ImportBatch, *, at: dt.datetime) -> None:
    """One transaction: the rows of the school and the state that says they are written."""
    with progress_of(batch) as step, transaction.atomic():
        import_files(
            _sources(batch),
            school=batch.school,
            create=True,
            at=at,
            by=batch.confirmed_by,
            watch=Watch(shown=batch.shown, last_exports=last_exports, step=step),
        )
        _close(_held(batch), ImportState.DONE, at=at)


def _held(batch: ImportBatch) -> ImportBatch:
    found = ImportBatch.objects.leased(batch).select_for_update(of=("self",)).first()
    if found is None or found.state != batch.state:
        raise LeaseLostError
    return found


def _end(batch: ImportBatch, state: str, *, at: dt.datetime, refusal: str) -> None:
    with transaction.atomic():
        found = ImportBatch.objects.leased(batch).select_for_update(of=("self",)).first()
        if found is not None:
            _close(found, state, at=at, refusal=refusal)


def _close(batch: ImportBatch, state: str, *, at: dt.datetime, refusal: str = "") -> None:
    """The last state: the files go, and so does what was shown when it did not happen."""
    batch.state, batch.ended_at, batch.refusal = state, at, refusal
    batch.lease = batch.leased_until = None
    batch.files_deleted_at = at
    batch.save(
        update_fields=[
            "state",
            "ended_at",
            "refusal",
            "lease",
            "leased_until",
            "files_deleted_at",
        ]
    )
    files = ImportFile.objects.filter(batch=batch)
    stored = list(files.values_list("stored", flat=True))
    files.update(stored="")
    if state != ImportState.DONE:
        ImportLine.objects.filter(batch=batch).delete()
    transaction.on_commit(lambda: private_files.drop(stored))


def _mark_outdated(batch: ImportBatch, sentence: str) -> None:
    ImportBatch.objects.leased(batch).update(
        state=ImportState.READY,
        is_outdated=True,
        refusal=sentence,
        confirmed_by=None,
        confirmed_at=None,
        **FREE,
    )


def _locked(batch: ImportBatch) -> ImportBatch:
    [locked] = hold_timeless(ImportBatch.objects.filter(pk=batch.pk))
    return locked


def _sources(batch: ImportBatch) -> list[Source]:
    files = ImportFile.objects.filter(batch=batch).order_by("pk")
    return [Source(private_files.path_of(file.stored), file.name, file.sha256) for file in files]


def last_exports(uai: str) -> Exports:
    """Of each kind, the day of the file that was imported last in this school."""
    files = ImportFile.objects.filter(
        school__uai=uai, batch__state=ImportState.DONE, exported_at__isnull=False
    ).order_by("batch__ended_at", "batch")
    return {ImportKind(file.kind): file.exported_at for file in files if file.exported_at}


def name_files(batch: ImportBatch, report: ImportReport) -> None:
    """Keep with each file what was read in it: its kind, when it was exported."""
    for facts in report.files:
        ImportFile.objects.filter(batch=batch, name=facts.name).update(
            kind=facts.kind, exported_at=facts.exported_at
        )


def keep_lines(batch: ImportBatch, lines: list[ImportedRow]) -> None:
    """The lines of the report, in their order, in the place of those of an earlier reading."""
    ImportLine.objects.filter(batch=batch).delete()
    ImportLine.objects.bulk_create(
        [
            ImportLine(
                school_id=batch.school_id,
                batch=batch,
                rank=rank,
                kind=line.kind,
                act=line.act,
                title=line.title[:300],
                detail=line.detail[:300],
                search=line.search,
                cuts_access=line.cuts_access,
            )
            for rank, line in enumerate(lines)
        ],
        batch_size=CHUNK,
    )


def summary(report: ImportReport, lines: list[ImportedRow]) -> Summary:
    """What the page says first: numbers by kind, and the sentences to read before confirming."""
    counts = Counter((line.kind, line.act) for line in lines)
    return {
        "year": report.year_words,
        "counts": {kind: _counted(counts, kind) for kind in KIND_WORDS},
        "warnings": report.warnings,
        "cuts": sum(line.cuts_access for line in lines),
        "is_older": report.is_older,
        "is_nothing": report.is_nothing,
    }


def _counted(counts: Counter[tuple[str, str]], kind: str) -> ActCounts:
    return {
        "created": counts[kind, "created"],
        "changed": counts[kind, "changed"],
        "ended": counts[kind, "ended"],
        "rejected": counts[kind, "rejected"],
    }


def _gave_up() -> str:
    return _(
        "Le travail s’est arrêté trois fois avant la fin : une panne du serveur, ou quelque chose"
        " dans ces fichiers que le portail ne sait pas traiter."
    )


def _ring() -> None:
    """Wake a worker once the row is there; if nobody hears, the next tick sees the row."""
    transaction.on_commit(lambda: current_app.send_task(WORK, retry=False), robust=True)
