"""A pupil gives a file where the teacher asks for one, and takes it back as easily."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.files.models import StoredFile
from apps.homework.errors import NotebookError
from apps.homework.hand_ins.rules import MOST_FILES
from apps.homework.models import HandIn, Homework, HomeworkVersion
from apps.schools.models import Student
from coeduc.days import DAY
from coeduc.locks import hold_row, hold_timeless


def room(homework: Homework, student: Student) -> int:
    """How many files this pupil may still give for this work."""
    given = HandIn.objects.filter(homework=homework, student=student).standing()
    return max(MOST_FILES - given.count(), 0)


@transaction.atomic
def hand_in(
    state: HomeworkVersion, student: Student, found: Sequence[StoredFile], *, at: dt.datetime
) -> None:
    """Whenever, even after the day: no instant is «late». The same file twice is once.

    Raises ``NotebookError`` where no file is asked for, enough were given, or one is forgotten.
    """
    if not state.asks_file or state.is_cancelled:
        raise NotebookError(_("Ce travail ne demande pas de fichier."))
    # Files sent at once are counted one after the other: the pupil's own row is the lock.
    # Nothing else of this row is written: who only points at it does not wait.
    _row, at = hold_row(Student.objects.filter(pk=student.pk), at=at, no_key=True)
    given = HandIn.objects.filter(homework=state.homework_id, student=student).standing()
    known = set(given.values_list("stored__sha256", flat=True))
    # Locked: a bell may be forgetting a file that stayed a day in an open page.
    asked = {one.sha256: one.pk for one in found if one.sha256 not in known}.values()
    new = hold_timeless(StoredFile.objects.filter(pk__in=asked).order_by("pk"), no_key=True)
    if len(new) < len(asked):
        raise NotebookError(_("Un fichier n’est plus là : choisis-le de nouveau."))
    if len(known) + len(new) > MOST_FILES:
        too_many = ngettext(
            "%(n)d fichier au plus : reprends-le d’abord.",
            "%(n)d fichiers au plus : reprends-en un d’abord.",
            MOST_FILES,
        )
        raise NotebookError(too_many % {"n": MOST_FILES})
    HandIn.objects.bulk_create(
        HandIn(
            school_id=state.school_id,
            homework_id=state.homework_id,
            student=student,
            stored=stored,
            at=at,
        )
        for stored in new
    )


def take_back(row: HandIn, *, at: dt.datetime) -> None:
    """Twice is once."""
    HandIn.objects.filter(pk=row.pk).standing().update(taken_back_at=at)


def forget_taken_back(*, at: dt.datetime) -> int:
    """What a pupil took back a day ago; the file itself then goes with those joined to nothing."""
    return HandIn.objects.filter(taken_back_at__lt=at - DAY).delete()[0]
