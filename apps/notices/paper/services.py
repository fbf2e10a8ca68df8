"""From rows to paper: asked for, then claimed, drawn, stored, and forgotten, one file at a time.

What is on a paper is asked of the app that knows it, by the kind of its batch (``PAPER`` of its
portal). The file is stored; what it promises and «done» are written in one transaction. A worker
that dies in the middle leaves nothing but a lease that runs out, and every earlier letter holds.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.notices.enums import FileState
from apps.notices.models import Letter, LetterBatch, LetterFile, LetterTexts, column_of
from apps.notices.paper.queries import PlannedFile
from apps.notices.paper.rules import KEPT
from apps.schools.models import School
from coeduc import leases, portal
from coeduc.documents import DocumentError, Pdf
from coeduc.leases import FREE, Terms
from coeduc.locks import hold_timeless

logger = logging.getLogger(__name__)

# A class takes ten seconds or so; a worker that dies keeps its file from the others no longer.
SOFT_LIMIT, HARD_LIMIT = 45, 50
TERMS = Terms(lasts=dt.timedelta(seconds=60), attempts=3)
FOLDER = "lettres"


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """One file as it was drawn; ``keep`` writes what it promises, in the transaction of «done»."""

    pdf: Pdf
    letter_count: int
    envelope_count: int
    keep: Callable[[], None]


@transaction.atomic
def ask_for_letters(
    planned: Sequence[PlannedFile],
    *,
    kind: str,
    school: School,
    audience: str,
    label: str,
    delivery: str,
    renews: bool,
    by: User,
    at: dt.datetime,
) -> LetterBatch:
    """Write down what is to be printed: a worker's next bell prints it, one file at a time."""
    batch = LetterBatch.objects.create(
        school=school,
        kind=kind,
        audience=audience,
        label=label,
        delivery=delivery,
        renews=renews,
        by=by,
        created_at=at,
    )
    files = LetterFile.objects.bulk_create(
        LetterFile(school=school, batch=batch, rank=rank, label=file.label[:80])
        for rank, file in enumerate(planned, start=1)
    )
    letters = []
    for row, file in zip(files, planned, strict=True):
        rank = 0
        for number, envelope in enumerate(file.envelopes, start=1):
            for person in envelope:
                rank += 1
                letters.append(
                    Letter(
                        school=school,
                        batch=batch,
                        file=row,
                        rank=rank,
                        envelope=number,
                        **{column_of(person): person},
                    )
                )
    Letter.objects.bulk_create(letters)
    return batch


@transaction.atomic
def try_again(file: LetterFile) -> None:
    """Put a failed file back in line; a file in any other state is left as it is."""
    LetterFile.objects.filter(pk=file.pk, state=FileState.FAILED).update(
        state=FileState.WAITING, attempts=0, leased_until=None, error=""
    )


def claim(*, at: dt.datetime) -> LetterFile | None:
    """The next file to print, schools in turn; one whose workers died three times is given up."""
    found = leases.claim(
        LetterFile,
        TERMS,
        at=at,
        give_up=lambda file: _fail(file, _too_much(), final=True),
        related=("batch__school", "batch__by"),
    )
    return found[0] if found else None


def print_file(file: LetterFile, *, at: dt.datetime) -> bool:
    """Draw one claimed file. False when it could not be; the row says why, in words."""
    try:
        paper = portal.paper_of(file.batch.kind)
        drawn: DrawnFile | None = paper.draw(file, at=at)
    except SoftTimeLimitExceeded:
        _fail(file, _too_much(), final=False)
        return False
    except DocumentError as problem:
        _fail(file, str(problem), final=True)
        return False
    except Exception:
        logger.exception("letters of file %s could not be drawn", file.public_id)
        _fail(file, _("Quelque chose a manqué pendant la fabrication."), final=False)
        return False
    if drawn is None:
        _fail(file, str(paper.nobody), final=True)
        return False
    _finish(file, drawn, at=at)
    return True


def _finish(file: LetterFile, drawn: DrawnFile, *, at: dt.datetime) -> None:
    stored = default_storage.save(
        f"{FOLDER}/{uuid.uuid4().hex}.pdf", ContentFile(drawn.pdf.content)
    )
    try:
        with transaction.atomic():
            row = LetterFile.objects.leased(file).select_for_update(of=("self",)).first()
            if row is None:  # another worker took it while we drew
                default_storage.delete(stored)
                return
            drawn.keep()
            row.state = FileState.DONE
            row.done_at, row.remove_at = at, at + KEPT
            row.lease = row.leased_until = None
            row.stored_as = stored
            row.letter_count = drawn.letter_count
            row.envelope_count = drawn.envelope_count
            row.page_count = drawn.pdf.page_count
            row.error = ""
            row.save()
    except BaseException:
        default_storage.delete(stored)
        raise


def _fail(file: LetterFile, why: str, *, final: bool) -> None:
    """Give up, or let the lease go so that a later bell tries again."""
    given_up = final or file.attempts >= TERMS.attempts
    LetterFile.objects.leased(file).update(
        state=FileState.FAILED if given_up else FileState.WAITING,
        error=why[:300] if given_up else "",
        **FREE,
    )


def _too_much() -> str:
    return _(
        "Le travail s’est arrêté trois fois avant la fin : une panne du serveur, ou une lettre que"
        " le portail ne sait pas dessiner."
    )


def remove_old_files(*, at: dt.datetime) -> int:
    """Delete the PDFs whose time has come: from then on a code is only on paper."""
    removed = 0
    for file in LetterFile.objects.filter(state=FileState.DONE, remove_at__lte=at):
        with transaction.atomic():
            [row] = hold_timeless(LetterFile.objects.filter(pk=file.pk))
            if row.state != FileState.DONE:
                continue
            stored, row.stored_as, row.state = row.stored_as, "", FileState.REMOVED
            row.save(update_fields=["stored_as", "state"])
        default_storage.delete(stored)
        removed += 1
    return removed


def open_file(file: LetterFile) -> io.BufferedIOBase | None:
    """The PDF of a finished file; None once it has been removed."""
    if not file.stored_as or not default_storage.exists(file.stored_as):
        return None
    return default_storage.open(file.stored_as)  # type: ignore[return-value]


def save_texts(texts: LetterTexts) -> None:
    """What only the school can say on its letters: those printed from now on say it."""
    texts.save()
