"""Telephones that somebody printed, or read all at once: who, when, why, for which day."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.schools.models.school import SchoolRow
from apps.schools.models.structure import Division, Group
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool


class PhonePrintingQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The heads of the school."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(in_office(reader, Office.HEADS, at=at))


class PhonePrinting(SchoolRow):
    """Of a class or of a group. Never changed nor removed: it says what left the school."""

    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("motif"), max_length=120)
    for_day = models.DateField(_("pour le"))
    pupils = models.PositiveSmallIntegerField(_("élèves"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("imprimé le"))

    objects = PhonePrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste de téléphones")
        verbose_name_plural = _("listes de téléphones")
        constraints = [
            SameSchool(field="division", name="schools_phoneprinting_same_school_division"),
            SameSchool(field="group", name="schools_phoneprinting_same_school_group"),
            models.CheckConstraint(
                condition=Q(division__isnull=False, group=None)
                | Q(division=None, group__isnull=False),
                name="phone_printing_of_one_list",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="phone_printing_says_why"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Delete | pgtrigger.Update)
        ]
