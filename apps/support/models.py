"""The help a school can propose: a name a family understands, when, where, with whom."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.schools.jobs import jobs_of
from apps.schools.models import SchoolRow, Staff
from apps.support.enums import DeviceKind
from coeduc.access import Capacity, Reader
from coeduc.database import SchoolKey


class HelpDeviceQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The school's team; families read a device through what proposes it, never a catalogue."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        jobs = jobs_of(reader, at=at)
        schools = Staff.objects.of(reader.user, at=at).values("school")
        return self.filter(school__in=schools if jobs is None else jobs.schools)

    def proposed(self) -> Self:
        """Those a teacher may still choose; a closed one stays on the results that name it."""
        return self.filter(closed_on=None)


class HelpDevice(SchoolRow):
    """One help of the school, such as « Devoirs faits, mardi et jeudi de 16 h à 17 h »."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("sorte"), max_length=20, choices=DeviceKind)
    name = models.CharField(_("nom, comme les familles le liront"), max_length=80)
    moment = models.CharField(_("quand"), max_length=120, blank=True)
    place = models.CharField(_("où, avec qui"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("créée le"))
    closed_on = models.DateField(_("fermée le"), null=True, blank=True)

    objects = HelpDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("aide proposée")
        verbose_name_plural = _("aides proposées")
        constraints = [
            SchoolKey(name="support_helpdevice_school"),
            models.CheckConstraint(condition=~Q(name=""), name="help_has_a_name"),
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(closed_on=None),
                name="help_named_once",
                violation_error_message=_("Une aide porte déjà ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.moment}" if self.moment else self.name
