"""A notebook to take away: asked on a page, made by a worker, kept a week.

The row is the promise. A worker holds it for ``LEASE``; one that dies leaves it to the next.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.homework.archive_document import NothingToReadError, document
from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from apps.schools.models import Division
from coeduc.documents import DocumentError

logger = logging.getLogger(__name__)

SOFT_LIMIT, HARD_LIMIT = 240, 270  # seconds; a year of a class takes sixteen on a calm machine
LEASE = dt.timedelta(minutes=6)  # longer than the hard limit
ATTEMPTS = 3
KEPT = dt.timedelta(days=7)


def ask(division: Division, kind: str, *, by: User, at: dt.datetime) -> None:
    """Once, however many taps: what already waits is what was asked."""
    NotebookExport.objects.bulk_create(
        [
            NotebookExport(
                school_id=division.school_id,
                division=division,
                kind=ExportKind(kind),
                by=by,
                asked_at=at,
            )
        ],
        ignore_conflicts=True,
    )


def claim(*, at: dt.datetime) -> NotebookExport | None:
    """The next one to make, held for ``LEASE``. One at a time: mails must keep their worker."""
    with transaction.atomic():
        if NotebookExport.objects.waiting().filter(leased_until__gt=at).exists():
            return None
        row = (
            NotebookExport.objects.due(at=at)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("division__year", "division__school", "by")
            .order_by("pk")
            .first()
        )
        if row is None:
            return None
        if row.attempts >= ATTEMPTS:  # each time its worker died
            _fail(row, _too_much(row), at=at)
            return None
        row.attempts = F("attempts") + 1
        row.leased_until = at + LEASE
        row.save(update_fields=["attempts", "leased_until"])
        row.refresh_from_db(fields=["attempts"])
        return row


def make(row: NotebookExport, *, at: dt.datetime) -> bool:
    """Make one claimed document. False when it could not be; the row says why, in words."""
    try:
        content = document(row.division, row.kind, by=row.by, at=at)
    except NothingToReadError:
        _fail(row, _("Vous ne suivez plus cette classe."), at=at)
    except SoftTimeLimitExceeded:
        _fail(row, _too_much(row), at=at)
    except DocumentError as problem:
        _fail(row, str(problem), at=at)
    except Exception:
        logger.exception("notebook export %s could not be made", row.public_id)
        if row.attempts >= ATTEMPTS:
            _fail(row, _("Quelque chose a manqué pendant la fabrication."), at=at)
        else:
            NotebookExport.objects.filter(pk=row.pk).waiting().update(leased_until=None)
    else:
        return _finish(row, content, at=at)
    return False


def _too_much(row: NotebookExport) -> str:
    if row.kind == ExportKind.HTML:
        return _("Ce cahier est trop long pour ce serveur.")
    return _("Ce cahier est trop long pour ce serveur. Essayez la page HTML, plus légère.")


def _finish(row: NotebookExport, content: bytes, *, at: dt.datetime) -> bool:
    name = row.file.field.generate_filename(row, "")
    stored = default_storage.save(name, ContentFile(content))
    try:
        with transaction.atomic():
            done = (
                NotebookExport.objects.filter(pk=row.pk)
                .waiting()
                .update(file=stored, made_at=at, leased_until=None, problem="")
            )
    except BaseException:
        default_storage.delete(stored)
        raise
    if not done:  # another worker finished it while we drew
        default_storage.delete(stored)
    return bool(done)


def _fail(row: NotebookExport, why: str, *, at: dt.datetime) -> None:
    NotebookExport.objects.filter(pk=row.pk).waiting().update(
        failed_at=at, leased_until=None, problem=why[:200]
    )


def forget_old(*, at: dt.datetime) -> int:
    """Remove the files kept long enough; the rows stay. Return how many."""
    removed = 0
    old: Any = NotebookExport.objects.filter(made_at__lte=at - KEPT).exclude(file="")
    for row in old:
        stored = row.file.name
        if NotebookExport.objects.filter(pk=row.pk, file=stored).update(file=""):
            default_storage.delete(stored)
            removed += 1
    return removed
