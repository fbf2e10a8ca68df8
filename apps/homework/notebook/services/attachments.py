"""Files of a lesson or of a work: joined, taken off, put off with the lesson."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.files.models import StoredFile
from apps.files.rules import recognition
from apps.files.services.storing import Files
from apps.homework.errors import NotebookError
from apps.homework.models import Attachment, Homework, Lesson
from coeduc.locks import hold_timeless


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
        sentence = _("Un fichier n’est plus là : il faut le choisir de nouveau.")
        raise NotebookError(sentence, field="files", work=work)
    if len(known) + len(new) > recognition.MOST:
        most = recognition.MOST
        sentence = ngettext("%(n)d fichier au plus.", "%(n)d fichiers au plus.", most) % {"n": most}
        raise NotebookError(sentence, field="files", work=work)
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


def joinable(by: User, lesson: Lesson | None = None) -> Q:
    """The stored files that this person may join again: those of the lessons they wrote.

    ``lesson``: the one being corrected, whatever colleague joined its files.
    """
    rows = Attachment.objects.filter(stored=OuterRef("pk"))
    theirs = Q(Exists(rows.filter(lesson__author__user=by)))
    return theirs if lesson is None else theirs | Q(Exists(rows.filter(lesson=lesson)))


def joined(found: dict[UUID | None, list[StoredFile]], place: UUID | None) -> Files:
    """The same files for another class."""
    return Files(joined=tuple(found.get(place, ())))
