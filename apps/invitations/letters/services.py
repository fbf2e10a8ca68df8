"""From rows to paper: claim one file, draw it, and only then let its codes open anything.

Codes are drawn in memory; the file is stored; the rows of the codes, the end of those they replace
and «done» are written in one transaction. A worker that dies in the middle leaves nothing but a
lease that runs out, and every earlier letter still works.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import uuid
from collections import Counter

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.enums import Purpose
from apps.invitations.letters.presenters import ToWrite, letters_pdf
from apps.invitations.policies import may_enter
from apps.notices.enums import FileState
from apps.notices.models import Letter, LetterFile
from coeduc import leases
from coeduc.documents import DocumentError, Pdf
from coeduc.leases import FREE, Terms
from coeduc.locks import hold_timeless

logger = logging.getLogger(__name__)

# A class takes ten seconds or so; a worker that dies keeps its file from the others no longer.
SOFT_LIMIT, HARD_LIMIT = 45, 50
TERMS = Terms(lasts=dt.timedelta(seconds=60), attempts=3)
KEPT = dt.timedelta(
    days=7
)  # long enough to print and to print again; then the codes are paper only
FOLDER = "lettres"


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
        letters = _letters(file, at=at)
        pdf = _draw(file, letters, at=at) if letters else None
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
    if pdf is None:
        _fail(file, _("Plus personne à inviter : tout le monde a déjà un compte."), final=True)
        return False
    _finish(file, letters, pdf, at=at)
    return True


def _letters(file: LetterFile, *, at: dt.datetime) -> list[ToWrite]:
    """Who is still to be invited, each with a fresh code; rights may have changed meanwhile."""
    rows = (
        Letter.objects.filter(file=file)
        .select_related("guardian", "student", "staff")
        .order_by("rank")
    )
    kept = []
    for row in rows:
        person = row.guardian or row.student or row.staff
        assert person is not None  # noqa: S101 (a constraint says so)
        if person.user_id is None and may_enter(person, at=at):
            kept.append((row.envelope, person))
    sheets = Counter(envelope for envelope, _person in kept)
    seen: Counter[int] = Counter()
    letters = []
    for envelope, person in kept:
        seen[envelope] += 1
        expires_at = at + codes_services.lifetime(person, Purpose.ACTIVATION)
        letters.append(
            ToWrite(
                person,
                codes_rules.new_code(),
                expires_at,
                envelope,
                seen[envelope],
                sheets[envelope],
            )
        )
    return letters


def _draw(file: LetterFile, letters: list[ToWrite], *, at: dt.datetime) -> Pdf:
    batch = file.batch
    return letters_pdf(
        letters,
        audience=batch.audience,
        school=batch.school,
        texts=codes_services.texts_of(batch.school),
        delivery=batch.delivery,
        at=at,
    )


def _finish(file: LetterFile, letters: list[ToWrite], pdf: Pdf, *, at: dt.datetime) -> None:
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.pdf", ContentFile(pdf.content))
    try:
        with transaction.atomic():
            row = LetterFile.objects.leased(file).select_for_update(of=("self",)).first()
            if row is None:  # another worker took it while we drew
                default_storage.delete(stored)
                return
            for letter in letters:
                codes_services.give_code(
                    letter.person,
                    purpose=Purpose.ACTIVATION,
                    delivery=file.batch.delivery,
                    by=file.batch.by,
                    at=at,
                    batch=file.batch,
                    code=letter.code,
                )
            row.state = FileState.DONE
            row.done_at, row.remove_at = at, at + KEPT
            row.lease = row.leased_until = None
            row.stored_as = stored
            row.letter_count = len(letters)
            row.envelope_count = len({letter.number for letter in letters})
            row.page_count = pdf.page_count
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
