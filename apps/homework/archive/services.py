"""A notebook to take away: asked on a page, made by a worker, kept a week.

The row is the promise. A worker holds it for ``LEASE``; one that dies leaves it to the next.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.homework.archive.rules import KEPT
from apps.homework.enums import ExportKind
from apps.homework.errors import NothingToReadError
from apps.homework.models import NotebookExport
from apps.schools.models import Division
from coeduc import leases
from coeduc.documents import DocumentError
from coeduc.leases import FREE, Terms

logger = logging.getLogger(__name__)

SOFT_LIMIT, HARD_LIMIT = 240, 270  # seconds; a year of a class takes sixteen on a calm machine
TERMS = Terms(lasts=dt.timedelta(minutes=5), attempts=3)  # longer than the hard limit


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
    """The next one to make, schools in turn; one whose workers died three times is given up."""
    found = leases.claim(
        NotebookExport,
        TERMS,
        at=at,
        give_up=lambda row: _fail(row, _too_much(row), at=at),
        related=("division__year", "division__school", "by"),
    )
    return found[0] if found else None


def make(row: NotebookExport, draw: Callable[..., bytes], *, at: dt.datetime) -> bool:
    """Make one claimed document with ``draw`` (``presenters.printed.drawn``).

    False when it could not be; the row says why, in words.
    """
    try:
        content = draw(row.division, row.kind, by=row.by, at=at)
    except NothingToReadError:
        _fail(row, _("Vous ne suivez plus cette classe."), at=at)
    except SoftTimeLimitExceeded:
        _fail(row, _too_much(row), at=at)
    except DocumentError as problem:
        _fail(row, str(problem), at=at)
    except Exception:
        logger.exception("notebook export %s could not be made", row.public_id)
        if row.attempts >= TERMS.attempts:
            _fail(row, _("Quelque chose a manqué pendant la fabrication."), at=at)
        else:
            NotebookExport.objects.leased(row).update(**FREE)
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
            done = NotebookExport.objects.leased(row).update(
                file=stored, made_at=at, problem="", **FREE
            )
    except BaseException:
        default_storage.delete(stored)
        raise
    if not done:  # another worker took it while we drew
        default_storage.delete(stored)
    return bool(done)


def _fail(row: NotebookExport, why: str, *, at: dt.datetime) -> None:
    NotebookExport.objects.leased(row).update(failed_at=at, problem=why[:200], **FREE)


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
