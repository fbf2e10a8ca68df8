"""Files of the notebook: received, joined to a lesson or a work, taken off, judged, forgotten."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files.rules import recognition
from apps.files.rules.recognition import FileRefusedError
from apps.files.services import antivirus
from apps.files.services.antivirus import Verdict
from apps.homework.enums import Checked
from apps.homework.errors import NotebookError
from apps.homework.models import Attachment, HandIn, Homework, Lesson, NotebookExport, StoredFile
from coeduc.locks import hold_timeless

DAY = dt.timedelta(days=1)
# How many files joined to nothing one person may leave behind in a day.
MOST_LOOSE = 40
BATCH = 100


@dataclass(frozen=True, slots=True)
class Files:
    """What changes in the files of a lesson or of a work; ``removed`` are public ids."""

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
    if _loose(StoredFile.objects.filter(by=by)).count() >= MOST_LOOSE:
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


def put_files(
    lesson: Lesson,
    change: Files,
    *,
    homework: Homework | None = None,
    work: int | None = None,
    visible_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> None:
    """Join files, take others off: their rows stay. ``work``: the rank, for what is refused."""
    here = Attachment.objects.filter(lesson=lesson, homework=homework, removed_at=None)
    if change.removed:
        here.filter(stored__public_id__in=change.removed).update(removed_at=at)
    if not change.joined:
        return
    known = set(here.values_list("stored", flat=True))
    # Locked: a bell may be forgetting a file that stayed a day in an open page.
    asked = {one.pk for one in change.joined} - known
    new = hold_timeless(StoredFile.objects.filter(pk__in=asked).order_by("pk"), no_key=True)
    if len(new) < len(asked):
        told = _("Un fichier n’est plus là : il faut le choisir de nouveau.")
        raise NotebookError(told, field="files", work=work)
    if len(known) + len(new) > recognition.MOST:
        raise NotebookError(_("5 fichiers au plus."), field="files", work=work)
    Attachment.objects.bulk_create(
        Attachment(
            school_id=lesson.school_id,
            lesson=lesson,
            homework=homework,
            stored=stored,
            visible_at=visible_at,
            added_at=at,
            by=by,
        )
        for stored in new
    )


def follow(lesson: Lesson, *, visible_at: dt.datetime | None, at: dt.datetime) -> None:
    """Files that nobody reads yet appear with the lesson, wherever it is put off to."""
    pending = Attachment.objects.filter(lesson=lesson, removed_at=None)
    pending.exclude(visible_at__lte=at).update(visible_at=visible_at)


def files_of(lesson: Lesson) -> dict[UUID | None, list[StoredFile]]:
    """What is joined now, by the public id of its work; None: to the lesson itself."""
    found: dict[UUID | None, list[StoredFile]] = defaultdict(list)
    rows = Attachment.objects.filter(lesson=lesson, removed_at=None).exclude(stored__file="")
    for row in rows.select_related("stored", "homework").order_by("pk"):
        found[row.homework.public_id if row.homework else None].append(row.stored)
    return found


def usable(
    ids: Collection[UUID], *, school: int, by: User, lesson: Lesson | None = None
) -> list[StoredFile]:
    """Of these files, those that this person may join: their own, those of their own lessons.

    ``lesson``: the one being corrected, whatever colleague joined its files.
    """
    if not ids:
        return []
    joined = Attachment.objects.filter(stored=OuterRef("pk"))
    theirs = Q(by=by) | Q(Exists(joined.filter(lesson__author__user=by)))
    if lesson is not None:
        theirs |= Q(Exists(joined.filter(lesson=lesson)))
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


# --- What is forgotten --------------------------------------------------------------------------


def forget_loose(*, at: dt.datetime) -> int:
    """Delete what was joined to nothing for a day, and what a pupil took back a day ago."""
    old = at - DAY
    HandIn.objects.filter(taken_back_at__lt=old).delete()
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update(of=("self",), skip_locked=True)
        unused = _loose(rows.filter(added_at__lt=old)).filter(~Exists(_hand_ins()))
        found = list(unused.order_by("pk")[:BATCH])
        StoredFile.objects.filter(pk__in=[one.pk for one in found]).delete()
        transaction.on_commit(lambda: _delete(found))
    return len(found)


def forget_strangers(*, at: dt.datetime) -> int:
    """Delete the files of the disk that no row knows: a request failed after it had written."""
    storage = StoredFile._meta.get_field("file").storage
    try:
        names = [f"notebook/{name}" for name in storage.listdir("notebook")[1]]
    except FileNotFoundError:
        return 0
    known: set[str] = set()
    for model in (StoredFile, NotebookExport):
        rows: Any = model.objects.exclude(file="")
        known.update(rows.values_list("file", flat=True))
    gone = 0
    for name in names:
        if name not in known and storage.get_modified_time(name) < at - DAY:
            storage.delete(name)
            gone += 1
    return gone


def _hand_ins() -> Any:
    return HandIn.objects.filter(stored=OuterRef("pk"))


def _loose(rows: Any) -> Any:
    joined = Attachment.objects.filter(stored=OuterRef("pk"))
    return rows.filter(~Exists(joined), ~Exists(_hand_ins().standing()))


def _delete(found: Iterable[StoredFile]) -> None:
    for stored in found:
        if stored.file:
            stored.file.storage.delete(str(stored.file))


def joined(found: dict[UUID | None, list[StoredFile]], place: UUID | None) -> Files:
    """The same files for another class."""
    return Files(joined=tuple(found.get(place, ())))
