"""Imports of the national files: what was dropped, what was shown, what was confirmed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.schools.models.school import SchoolRow
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole
from coeduc.plain_words import with_words, words_of


class ImportState(models.TextChoices):
    """READING → READY → IMPORTING → DONE, or one of the three ways out where nothing is written."""

    READING = "READING", _("lecture en cours")
    READY = "READY", _("à confirmer")
    IMPORTING = "IMPORTING", _("import en cours")
    DONE = "DONE", _("fait")
    REFUSED = "REFUSED", _("refusé")
    FAILED = "FAILED", _("interrompu")
    CANCELLED = "CANCELLED", _("abandonné")


class ImportAct(models.TextChoices):
    """What happens to one row."""

    CREATED = "created", _("créé")
    CHANGED = "changed", _("modifié")
    ENDED = "ended", _("terminé")
    REJECTED = "rejected", _("rejeté")


# A worker must take them: a row in one of these states is a promise.
WORKING = (ImportState.READING, ImportState.IMPORTING)
# The dropped files may still be read again.
HELD = (ImportState.READING, ImportState.READY, ImportState.IMPORTING)


class ImportBatchQuerySet(LeasedQuerySet):
    since = ("uploaded_at", "confirmed_at")

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The heads and the digital referent of the school."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(in_office(reader, Office.TOOLS, at=at))

    def waiting(self) -> Self:
        return self.filter(state__in=WORKING)

    def done(self) -> Self:
        return self.filter(state=ImportState.DONE)

    def with_people(self) -> Self:
        return self.select_related("school", "uploaded_by", "confirmed_by")


class ImportBatch(Leased, SchoolRow):
    """Some files dropped together; at most one import is being prepared by a school at a time."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    state = models.CharField(
        _("état"), max_length=10, choices=ImportState, default=ImportState.READING
    )
    # Nobody: the command line of the server.
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("déposé par"),
    )
    uploaded_at = models.DateTimeField(_("déposé le"))
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmé par"),
    )
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    refusal = models.TextField(_("motif"), blank=True)
    is_outdated = models.BooleanField(_("à relire"), default=False)
    report = models.JSONField(_("bilan"), default=dict, blank=True)
    shown = models.CharField(_("empreinte de ce qui a été montré"), max_length=64, blank=True)
    progress = models.PositiveIntegerField(_("avancement"), default=0)
    total = models.PositiveIntegerField(_("étapes"), default=0)
    files_deleted_at = models.DateTimeField(_("fichiers effacés le"), null=True, blank=True)
    names_deleted_at = models.DateTimeField(_("noms effacés le"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            SchoolKey(name="schools_importbatch_school"),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(state__in=HELD),
                name="one_import_at_a_time",
                violation_error_message=_("Un import est déjà en cours dans ce collège."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.IMPORTING, ImportState.DONE])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                | Q(uploaded_by=None, confirmed_at__isnull=False),
                name="no_import_without_a_confirmation",
            ),
            lease_is_whole("import_batch_lease_is_whole"),
        ]

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def quarter(self) -> int:
        """0, 25, 50, 75 or 100: what is worth saying aloud."""
        return 25 * (4 * self.progress // self.total) if self.total else 0


class ImportFileQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With the import it belongs to."""
        batches = ImportBatch.objects.visible_to(reader, at=at)
        return self.filter(Exists(batches.filter(pk=OuterRef("batch"))))


class ImportFile(SchoolRow):
    """One dropped file; ``stored`` is its random name on the disk, empty once it is deleted."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="files")
    name = models.CharField(_("nom"), max_length=120)
    stored = models.CharField(_("nom sur le disque"), max_length=80, blank=True)
    kind = models.CharField(_("sorte"), max_length=16, blank=True)
    size = models.PositiveBigIntegerField(_("taille"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    exported_at = models.DateTimeField(_("exporté le"), null=True, blank=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier importé")
        verbose_name_plural = _("fichiers importés")
        constraints = [
            SameSchool(field="batch", name="schools_importfile_same_school_batch"),
            models.UniqueConstraint(fields=["batch", "name"], name="import_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportLineQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With the import it belongs to."""
        batches = ImportBatch.objects.visible_to(reader, at=at)
        return self.filter(Exists(batches.filter(pk=OuterRef("batch"))))

    def matching(self, words: str) -> Self:
        """Every word somewhere in the line, accents and case apart."""
        return with_words(self, words_of(words), key="search")


class ImportLine(SchoolRow):
    """What happens to one row of the portal, in words: names, never addresses nor phones."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="lines")
    rank = models.PositiveIntegerField(_("rang"))
    kind = models.CharField(_("sorte"), max_length=16)
    act = models.CharField(_("effet"), max_length=8, choices=ImportAct)
    title = models.CharField(_("intitulé"), max_length=300)
    detail = models.CharField(_("détail"), max_length=300, blank=True)
    search = models.TextField(_("texte cherché"))
    cuts_access = models.BooleanField(_("coupe un accès"), default=False)

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne d’import")
        verbose_name_plural = _("lignes d’import")
        constraints = [
            SameSchool(field="batch", name="schools_importline_same_school_batch"),
            models.UniqueConstraint(fields=["batch", "rank"], name="import_line_once"),
        ]
