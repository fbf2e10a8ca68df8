"""What a reader has opened, or taken off «à lire»: without an instant, for that reader alone.

It serves «n résultats à lire» and their own lists, nothing else: no page, export, count or file of
anybody else is made of it, and no indicator (docs/decisions/0017).
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.results.models.versions import ResultVersion
from apps.schools.models import SchoolRow
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool


class ReadMarkQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The account that made it, as a family or as a pupil: nobody else, at work never."""
        if reader.capacity in (Capacity.FAMILY, Capacity.STUDENT):
            return self.filter(user=reader.user)
        return self.none()


class ReadMark(SchoolRow):
    """Off «à lire» for this account; a correction is another state, to be read again.

    ``is_opened``: by its own page or its «J’ai lu», so that lists may say its mark. «Tout marquer
    comme lu» opens nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="+")
    is_opened = models.BooleanField(_("ouvert sur sa page"), default=True)

    objects = ReadMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat ouvert")
        verbose_name_plural = _("résultats ouverts")
        constraints = [
            SameSchool(field="version", name="results_readmark_same_school_version"),
            models.UniqueConstraint(fields=["user", "version"], name="read_once"),
        ]
