"""Files joined to a lesson or a work, and those that pupils hand in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.files.enums import Checked
from apps.files.models import StoredFile
from apps.homework.models.notebook import Homework, Lesson, followed_keys
from apps.schools.models import SchoolRow, Student, TeachingStaff
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With its lesson, or with its work when it belongs to one (adapted work stays private).

        A relative opens no file.
        """
        if reader.capacity is Capacity.TRUSTED:
            return self.none()
        lessons = Lesson.objects.visible_to(reader, at=at)
        works = Homework.objects.visible_to(reader, at=at)
        rows = self.filter(
            Q(homework=None) & Exists(lessons.filter(pk=OuterRef("lesson")))
            | Q(homework__isnull=False) & Exists(works.filter(pk=OuterRef("homework")))
        )
        if reader.capacity is Capacity.STAFF:
            return rows
        return rows.shown(at=at)

    def shown(self, *, at: dt.datetime) -> Self:
        """What families may open: its instant has come, nobody removed it, it was not refused."""
        return self.openable(at=at).filter(visible_at__lte=at)

    def openable(self, *, at: dt.datetime) -> Self:
        """Nobody, not even its author, opens what was removed or the antivirus has not seen."""
        return self.filter(
            Q(removed_at=None) | Q(removed_at__gt=at), ~Q(stored__checked=Checked.WAITING)
        )


class Attachment(SchoolRow):
    """A file joined to a lesson, or to one of its works. Removing it hides it; the row stays."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="attachments")
    homework = models.ForeignKey(
        Homework, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    visible_at = models.DateTimeField(_("visible à partir de"), null=True, blank=True)
    added_at = models.DateTimeField(_("ajouté le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [
            SameSchool(field="lesson", name="homework_attachment_same_school_lesson"),
            SameSchool(field="homework", name="homework_attachment_same_school_homework"),
            SameSchool(field="stored", name="homework_attachment_same_school_stored"),
        ]


class HandInQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The pupil and their family; of the team, only those who teach that class now."""
        if reader.capacity is Capacity.STAFF:
            mine = TeachingStaff.objects.of(reader.user, at=at)
            return self.filter(Exists(mine.filter(teaching=OuterRef("homework__teaching"))))
        works = Homework.objects.visible_to(reader, at=at)
        return self.filter(
            Exists(works.filter(pk=OuterRef("homework"))), student__in=followed_keys(reader, at=at)
        )

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def openable(self) -> Self:
        return self.standing().exclude(stored__checked=Checked.WAITING)


class HandIn(SchoolRow):
    """A file that a pupil gave for a work whose teacher asks for one; taken back as easily."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    homework = models.ForeignKey(Homework, models.PROTECT, related_name="hand_ins")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="hand_ins")
    at = models.DateTimeField(_("déposé le"))
    taken_back_at = models.DateTimeField(_("repris le"), null=True, blank=True)

    objects = HandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier déposé")
        verbose_name_plural = _("fichiers déposés")
        constraints = [
            SameSchool(field="homework", name="homework_handin_same_school_homework"),
            SameSchool(field="student", name="homework_handin_same_school_student"),
            SameSchool(field="stored", name="homework_handin_same_school_stored"),
        ]
