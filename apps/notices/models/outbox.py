"""The outbox: what is to be told to whom is a row, written by the service that has the fact.

Celery and Redis only ring the bell. A retry is ``next_attempt_at`` on the row, a worker at work is
a lease on it, and the unique key makes «told once» true whatever runs twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.notices.enums import CancelReason, Channel
from apps.schools.models import Guardian, Staff
from apps.schools.models.structure import SchoolRow
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole


class NoticeQuerySet(LeasedQuerySet):
    since = ("not_before", "next_attempt_at")

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """A guardian sees what they were sent; never what the other guardian was."""
        if reader.capacity is not Capacity.FAMILY:
            return self.none()
        return self.filter(guardian__user=reader.user, sent_at__lte=at)

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, cancelled_at=None)

    def due(self, *, at: dt.datetime) -> Self:
        """What a worker may take now: its moment has come and no other worker holds it."""
        return super().due(at=at).filter(not_before__lte=at, next_attempt_at__lte=at)


class Notice(Leased, SchoolRow):
    """One thing told to one person, a guardian or a member of staff, through one channel."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    guardian = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="notices")
    event = models.CharField(_("événement"), max_length=120)
    kind = models.CharField(_("sorte"), max_length=40)
    channel = models.CharField(_("canal"), max_length=10, choices=Channel, default=Channel.EMAIL)
    created_at = models.DateTimeField(_("créée le"))
    not_before = models.DateTimeField(_("pas avant le"))
    next_attempt_at = models.DateTimeField(_("prochain essai le"))
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("abandonnée le"), null=True, blank=True)
    cancelled_because = models.CharField(
        _("motif de l’abandon"), max_length=20, choices=CancelReason, blank=True
    )
    last_error = models.CharField(_("dernière erreur"), max_length=60, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("nouvelle à envoyer")
        verbose_name_plural = _("nouvelles à envoyer")
        constraints = [
            SchoolKey(name="notices_notice_school"),
            SameSchool(field="guardian", name="notices_notice_same_school_guardian"),
            SameSchool(field="staff", name="notices_notice_same_school_staff"),
            models.CheckConstraint(
                condition=Q(guardian=None) ^ Q(staff=None), name="notice_told_to_one_person"
            ),
            models.UniqueConstraint(
                fields=["event", "guardian", "channel"], name="notice_told_once"
            ),
            models.UniqueConstraint(
                fields=["event", "staff", "channel"], name="notice_told_once_to_staff"
            ),
            models.CheckConstraint(
                condition=~Q(event="") & ~Q(kind=""), name="notice_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="notice_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(cancelled_at=None), name="notice_has_one_end"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) ^ ~Q(cancelled_because=""),
                name="notice_cancelled_with_a_reason",
            ),
            lease_is_whole("notice_lease_is_whole"),
            models.CheckConstraint(
                condition=Q(sent_at=None, cancelled_at=None) | Q(lease=None),
                name="notice_ended_holds_no_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="notice_due",
            ),
            # Whose turn it is: when this school was served last.
            models.Index(fields=["school", "-claimed_at"], name="notice_served"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def person(self) -> Guardian | Staff:
        """Whom it is for: the database keeps exactly one of the two."""
        return self.guardian or self.staff  # type: ignore[return-value]
