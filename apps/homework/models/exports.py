"""The notebook of a class for one year as one file: kept read-only, given on demand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.files.models import random_name
from apps.homework.enums import ExportKind
from apps.schools.models import Division, SchoolRow
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole


class NotebookExportQuerySet(LeasedQuerySet):
    since = ("asked_at",)

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Those who asked for it, each their own."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(by=reader.user)

    def waiting(self) -> Self:
        return self.filter(made_at=None, failed_at=None)


class NotebookExport(Leased, SchoolRow):
    """A demand, then its file. It holds what families read, and not what was adapted for one.

    It waits while neither made nor failed; ``leased_until`` says which worker has it. The file goes
    some days after ``made_at``; the row stays, and says who took the notebook away.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="notebook_exports")
    kind = models.CharField(_("forme"), max_length=4, choices=ExportKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("demandé le"))
    file = models.FileField(_("fichier"), upload_to=random_name, blank=True)
    made_at = models.DateTimeField(_("prêt le"), null=True, blank=True)
    failed_at = models.DateTimeField(_("échoué le"), null=True, blank=True)
    problem = models.CharField(_("problème"), max_length=200, blank=True)

    objects = NotebookExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive d’un cahier de textes")
        verbose_name_plural = _("archives de cahiers de textes")
        constraints = [
            SameSchool(field="division", name="homework_notebookexport_same_school_division"),
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(failed_at=None), name="export_made_or_failed"
            ),
            models.UniqueConstraint(
                fields=["division", "kind", "by"],
                condition=Q(made_at=None, failed_at=None),
                name="one_export_waits",
            ),
            lease_is_whole("notebook_export_lease_is_whole"),
        ]
