"""The record of what a change of rule, hours or calendar moved."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.publication.models import OpeningVersion, RuleVersion
from apps.results.enums import ChangeCause
from apps.schools.models import SchoolRow
from apps.schools.models.school import SchoolRowQuerySet
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool


class RecomputationQuerySet(SchoolRowQuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The school's team: how many moved, never whose."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return super().visible_to(reader, at=at)


class Recomputation(SchoolRow):
    """One batch: pending instants placed again after a change; those that had passed never move."""

    at = models.DateTimeField(_("faite le"))
    cause = models.CharField(_("cause"), max_length=10, choices=ChangeCause)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.ForeignKey(RuleVersion, models.PROTECT, null=True, blank=True, related_name="+")
    opening = models.ForeignKey(
        OpeningVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    earlier = models.PositiveIntegerField(_("résultats avancés"))
    later = models.PositiveIntegerField(_("résultats reculés"))
    unchanged = models.PositiveIntegerField(_("résultats inchangés"))

    objects = RecomputationQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultats déplacés ensemble")
        verbose_name_plural = _("résultats déplacés ensemble")
        constraints = [
            SameSchool(field="rule", name="results_recomputation_same_school_rule"),
            SameSchool(field="opening", name="results_recomputation_same_school_opening"),
            models.CheckConstraint(
                condition=~Q(cause=ChangeCause.RULE) | Q(rule__isnull=False),
                name="recomputation_names_its_rule",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
