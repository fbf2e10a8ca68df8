"""Files given with a lesson or a work: kept under random names, never rendered as pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.homework.enums import Checked
from apps.homework.models.notebook import Homework, Lesson, followed
from apps.schools.models import SchoolRow, Student, TeachingStaff
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey


def random_name(attachment: Any, filename: str) -> str:
    """Nothing of the name it had on somebody's computer, no extension a server could obey."""
    return f"notebook/{uuid.uuid4().hex}"


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """One's own, until it is joined to a lesson or handed in: then that row is asked."""
        return self.filter(by=reader.user)


class StoredFile(SchoolRow):
    """A file as it is kept: checked, its pictures drawn again, the same for all who point at it."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    file = models.FileField(_("fichier"), upload_to=random_name)
    name = models.CharField(_("nom"), max_length=120)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("octets"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    checked = models.CharField(
        _("antivirus"), max_length=10, choices=Checked, default=Checked.NOT_ASKED
    )
    added_at = models.DateTimeField(_("ajouté le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")
        constraints = [
            SchoolKey(name="homework_storedfile_school"),
            models.CheckConstraint(condition=Q(size__gte=1), name="stored_file_is_not_empty"),
        ]

    @property
    def is_waiting(self) -> bool:
        """Nobody opens it: the antivirus has not answered, or it found something."""
        return self.checked == Checked.WAITING

    @property
    def is_refused(self) -> bool:
        """The antivirus found something in it, later: its bytes are gone."""
        return not self.file


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """With its lesson, or with its work when it belongs to one (adapted work stays private)."""
        lessons = Lesson.objects.visible_to(reader, at=at)
        works = Homework.objects.visible_to(reader, at=at)
        rows = self.filter(
            Q(homework=None) & Exists(lessons.filter(pk=OuterRef("lesson")))
            | Q(homework__isnull=False) & Exists(works.filter(pk=OuterRef("homework")))
        )
        if reader.capacity is Capacity.STAFF:
            return rows
        return rows.shown(at=at)

    def shown(self, *, at: dt.datetime) -> Any:
        """What families may open: its instant has come, nobody removed it, it was not refused."""
        return self.openable(at=at).filter(visible_at__lte=at)

    def openable(self, *, at: dt.datetime) -> Any:
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
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """The pupil and their family; of the team, only those who teach that class now."""
        if reader.capacity is Capacity.STAFF:
            mine = TeachingStaff.objects.of(reader.user, at=at)
            return self.filter(Exists(mine.filter(teaching=OuterRef("homework__teaching"))))
        works = Homework.objects.visible_to(reader, at=at)
        return self.filter(
            Exists(works.filter(pk=OuterRef("homework"))), student__in=followed(reader, at=at)
        )

    def standing(self) -> Any:
        return self.filter(taken_back_at=None)

    def openable(self) -> Any:
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
