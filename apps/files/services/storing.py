"""Keep a file that somebody sends, and have it judged by the antivirus, now or later."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files import queries
from apps.files.enums import Checked
from apps.files.errors import FileRefusedError
from apps.files.models import StoredFile
from apps.files.rules import recognition
from apps.files.services import antivirus
from apps.files.services.antivirus import Verdict


@dataclass(frozen=True, slots=True)
class Files:
    """What changes in the files of one place; ``removed`` are public ids."""

    joined: tuple[StoredFile, ...] = ()
    removed: frozenset[UUID] = frozenset()


NO_CHANGE = Files()


def receive(
    upload: UploadedFile, *, school: int, by: User, at: dt.datetime, ask: bool = True
) -> StoredFile:
    """Keep a file that is joined to nothing yet; ``ask`` False leaves the antivirus for later.

    Raises ``FileRefusedError``. The bytes reach the disk before the transaction ends: what a
    roll-back leaves there, ``forget_strangers`` finds.
    """
    if upload.size is not None and upload.size > recognition.MAX_BYTES:
        raise FileRefusedError(recognition.too_heavy())
    if queries.loose(StoredFile.objects.filter(by=by)).count() >= recognition.MOST_LOOSE:
        raise FileRefusedError(_("trop de fichiers essayés aujourd’hui : ce sera possible demain."))
    kept = recognition.accept(upload.read(), upload.name or "")
    verdict = antivirus.ask(kept.data) if ask else Verdict.NO_ANSWER
    if verdict is Verdict.FOUND:
        raise FileRefusedError(_("l’antivirus y a trouvé un programme malveillant."))
    stored = StoredFile(
        school_id=school,
        name=kept.name,
        content_type=kept.content_type,
        size=len(kept.data),
        sha256=hashlib.sha256(kept.data).hexdigest(),
        checked=_state(verdict),
        added_at=at,
        by=by,
    )
    try:
        stored.file.save(kept.name, ContentFile(kept.data), save=False)
    except OSError as error:
        raise FileRefusedError(
            _("le portail n’a pas pu le garder : à essayer de nouveau.")
        ) from error
    stored.save()
    return stored


def usable(
    ids: Collection[UUID], *, school: int, by: User, also: Q | None = None
) -> list[StoredFile]:
    """Of these files, those that this person may join: their own, and ``also`` those of a subject.

    ``also``: a condition on the files (those of the lessons one wrote); None: one's own alone.
    """
    if not ids:
        return []
    theirs = Q(by=by) if also is None else Q(by=by) | also
    rows = StoredFile.objects.filter(theirs, school=school, public_id__in=ids).exclude(file="")
    return list(rows.order_by("pk"))


# --- The antivirus, later -----------------------------------------------------------------------


def waiting(*, most: int) -> list[StoredFile]:
    """Files not judged yet, in any order: one that clamd chokes on must not stop the others."""
    rows = StoredFile.objects.filter(checked=Checked.WAITING).exclude(file="")
    return list(rows.order_by("?")[:most])


def judge(stored: StoredFile, *, seconds: float) -> Verdict:
    """Ask again. What is found is emptied at once and stays «waiting»: nobody ever reads it."""
    try:
        with stored.file.open("rb") as content:
            verdict = antivirus.ask(content.read(), seconds=seconds)
    except FileNotFoundError:
        return Verdict.NO_ANSWER
    if verdict is Verdict.FOUND:
        _empty(stored)
    elif verdict is not Verdict.NO_ANSWER:
        StoredFile.objects.filter(pk=stored.pk).update(checked=_state(verdict))
    return verdict


@transaction.atomic
def _empty(stored: StoredFile) -> None:
    name, storage = stored.file.name or "", stored.file.storage
    StoredFile.objects.filter(pk=stored.pk).update(file="", checked=Checked.WAITING)
    transaction.on_commit(lambda: storage.delete(name))


def _state(verdict: Verdict) -> Checked:
    return {Verdict.CLEAN: Checked.CLEAN, Verdict.NOT_ASKED: Checked.NOT_ASKED}.get(
        verdict, Checked.WAITING
    )
