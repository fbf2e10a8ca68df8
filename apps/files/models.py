"""Files as they are kept: under random names, never rendered as pages, the same for all users."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.files.enums import Checked
from apps.schools.models import SchoolRow
from coeduc.access import Reader
from coeduc.database import SchoolKey


def random_name(attachment: Any, filename: str) -> str:
    """Nothing of the name it had on somebody's computer, no extension a server could obey.

    The folder keeps its first name: what is on the disk of a school stays where it is.
    """
    return f"notebook/{uuid.uuid4().hex}"


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
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
        # Of the notebook until other subjects had files too.
        db_table = "homework_storedfile"
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
