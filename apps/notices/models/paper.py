"""Letters as rows: what is still to print, for whom, in which envelope.

What is drawn is asked of the app that knows it (``coeduc.portal.PaperKind``), by the kind of batch.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.notices.enums import Delivery, FileState, LetterAudience
from apps.schools.models import Guardian, SchoolRow, Staff, Student
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole

Person = Guardian | Student | Staff


def column_of(person: Person) -> str:
    """The column of a letter or a code that names ``person``."""
    return {Guardian: "guardian", Student: "student", Staff: "staff"}[type(person)]


def one_person(*others: str) -> Q:
    """Exactly one of guardian, student, staff; or of these other columns."""
    nobody = dict.fromkeys(("guardian", "student", "staff", *others))
    one = Q()
    for kind in nobody:
        rest = {key: None for key in nobody if key != kind}
        one |= Q(**{f"{kind}__isnull": False}, **rest)
    return one


class OfficeQuerySet(models.QuerySet):
    """Rows of the office: only those who may give a way in, in their own school."""

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(in_office(reader, Office.ACCOUNTS, at=at))


class LetterTexts(SchoolRow):
    """What only the school can say on its letters; one row a school, empty fields say nothing."""

    sender_address = models.TextField(_("adresse du collège"), blank=True, max_length=300)
    signatory = models.CharField(_("qui signe"), blank=True, max_length=120)
    help_slot = models.CharField(_("aide au collège"), blank=True, max_length=200)
    help_near_home = models.TextField(_("aide près de chez vous"), blank=True, max_length=600)
    data_contact = models.CharField(
        _("délégué à la protection des données"), blank=True, max_length=200
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("textes des lettres")
        verbose_name_plural = _("textes des lettres")
        constraints = [models.UniqueConstraint(fields=["school"], name="letter_texts_once")]


class LetterBatch(SchoolRow):
    """One wish of the office: letters for a class, a level, the school or one person."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("sorte"), max_length=30)
    audience = models.CharField(_("pour"), max_length=10, choices=LetterAudience)
    label = models.CharField(_("libellé"), max_length=80)
    delivery = models.CharField(_("remise"), max_length=6, choices=Delivery)
    renews = models.BooleanField(_("remplace les codes déjà donnés"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("demandé le"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi de lettres")
        verbose_name_plural = _("envois de lettres")
        constraints = [
            SchoolKey(name="notices_letterbatch_school"),
            models.CheckConstraint(condition=~Q(kind=""), name="letter_batch_says_what_it_is"),
        ]
        indexes = [models.Index(fields=["school", "-created_at"], name="letter_batch_recent")]

    def __str__(self) -> str:
        return self.label


class LetterFileQuerySet(LeasedQuerySet, OfficeQuerySet):  # type: ignore[override]
    since = ("batch__created_at",)

    def waiting(self) -> Self:
        return self.filter(state=FileState.WAITING)

    def there(self, *, at: dt.datetime) -> Self:
        """Those that can still be printed, as ``LetterFile.state_at`` says."""
        kept = Q(remove_at=None) | Q(remove_at__gt=at)
        return self.filter(kept, state=FileState.DONE)


class LetterFile(Leased, SchoolRow):
    """One PDF of a batch: a class, or part of a long one. Its name is random, its life short."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="files")
    rank = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("libellé"), max_length=80)
    state = models.CharField(max_length=8, choices=FileState, default=FileState.WAITING)
    done_at = models.DateTimeField(_("prêt le"), null=True, blank=True)
    remove_at = models.DateTimeField(_("à effacer le"), null=True, blank=True)
    stored_as = models.CharField(_("fichier"), max_length=100, blank=True)
    letter_count = models.PositiveSmallIntegerField(_("lettres"), default=0)
    envelope_count = models.PositiveSmallIntegerField(_("enveloppes"), default=0)
    page_count = models.PositiveSmallIntegerField(_("pages"), default=0)
    error = models.CharField(_("pourquoi"), max_length=300, blank=True)

    objects = LetterFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier de lettres")
        verbose_name_plural = _("fichiers de lettres")
        constraints = [
            SchoolKey(name="notices_letterfile_school"),
            SameSchool(field="batch", name="notices_letterfile_same_school_batch"),
            models.UniqueConstraint(fields=["batch", "rank"], name="letter_file_once"),
            lease_is_whole("letter_file_lease_is_whole"),
            models.CheckConstraint(
                condition=Q(state__in=FileState.values), name="letter_file_state_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(state=FileState.DONE) & ~Q(stored_as=""))
                | (~Q(state=FileState.DONE) & Q(stored_as="")),
                name="letter_file_stored_only_when_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state=FileState.WAITING), name="letter_file_waiting"
            ),
        ]

    def state_at(self, at: dt.datetime) -> FileState:
        """What every page says of it: gone from its instant on, however late the bell."""
        state = FileState(self.state)
        is_over = self.remove_at is not None and self.remove_at <= at
        return FileState.REMOVED if state == FileState.DONE and is_over else state


class LetterQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        return self.filter(batch__in=LetterBatch.objects.visible_to(reader, at=at))


class Letter(SchoolRow):
    """One letter to write: to one person, in one envelope (numbered from 1 in its file)."""

    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="letters")
    file = models.ForeignKey(LetterFile, models.PROTECT, related_name="letters")
    rank = models.PositiveSmallIntegerField(_("rang"))
    envelope = models.PositiveSmallIntegerField(_("enveloppe"))
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        constraints = [
            SameSchool(field="batch", name="notices_letter_same_school_batch"),
            SameSchool(field="file", name="notices_letter_same_school_file"),
            SameSchool(field="guardian", name="notices_letter_same_school_guardian"),
            SameSchool(field="student", name="notices_letter_same_school_student"),
            SameSchool(field="staff", name="notices_letter_same_school_staff"),
            models.CheckConstraint(condition=one_person(), name="letter_to_one_person"),
            models.UniqueConstraint(fields=["file", "rank"], name="letter_rank_once"),
        ]

    @property
    def person(self) -> Person:
        """Whom it is for; the relation must have been fetched."""
        return self.guardian or self.student or self.staff  # type: ignore[return-value]
