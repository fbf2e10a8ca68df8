"""What people decide about one result: to hold it, to withdraw it. Rows say who, when and why."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from apps.results.enums import WithdrawnFrom
from apps.results.models.assessments import Result
from apps.schools.models import SchoolRow
from apps.schools.offices import Office, in_office, of_own_child
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool


def cares(reader: Reader, *, at: dt.datetime) -> Q:
    """The row's school is one where this person answers for pupils (CPE, principal, deputy)."""
    return in_office(reader, Office.WHOLE_SCHOOL, at=at)


def about_own_child(reader: Reader) -> Exists:
    """The row's result is that of a child of this person."""
    return of_own_child(reader.user, student="result__student")


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With its reason: the CPE and the heads of the school. Families read a sentence only."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(cares(reader, at=at)).exclude(about_own_child(reader))

    def with_people(self) -> Self:
        """With whose result it is, and who decided."""
        return self.select_related(
            "by",
            "school",
            "result__student",
            "result__division",
            "result__assessment__teaching__subject",
        )


class HoldQuerySet(DecisionQuerySet):
    def standing(self, *, at: dt.datetime) -> Self:
        """Begun, neither ended nor lifted: computed when read, no job ends a hold."""
        return self.filter(since__lte=at, until__gt=at).filter(
            Q(lifted_at=None) | Q(lifted_at__gt=at)
        )

    def over(self, *, at: dt.datetime) -> Self:
        """Lapsed or lifted."""
        return self.filter(Q(until__lte=at) | Q(lifted_at__lte=at))


class WithdrawalQuerySet(DecisionQuerySet):
    def against(self, capacity: Capacity | None, *, at: dt.datetime) -> Self:
        """Those that had ended the reading of this audience at ``at``, the newest first."""
        audiences = [WithdrawnFrom.BOTH]
        if capacity is not Capacity.STUDENT:
            audiences.append(WithdrawnFrom.GUARDIANS)
        return self.filter(audience__in=audiences, at__lte=at).order_by("-up_to", "-at")


class Hold(SchoolRow):
    """The school talks with a family before one result appears; the same for both guardians.

    A floor under the two instants, so that it lapses by itself (docs/decisions/0008).
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    result = models.ForeignKey(Result, models.PROTECT, related_name="holds")
    since = models.DateTimeField(_("retenu depuis"))
    until = models.DateTimeField(_("au plus tard jusqu’au"))
    reason = models.CharField(_("pourquoi"), max_length=280)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("levé le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat retenu")
        verbose_name_plural = _("résultats retenus")
        constraints = [
            SameSchool(field="result", name="results_hold_same_school_result"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="hold_ends_later"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("since")),
                name="hold_lifted_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(lifted_at=None),
                name="held_once",
                violation_error_message=_("Ce résultat est déjà retenu."),
            ),
        ]
        indexes = [models.Index(fields=["school", "until"], name="hold_by_end")]
        triggers = [
            pgtrigger.ReadOnly(name="decision_is_kept", exclude=["lifted_at", "lifted_by"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]


class Withdrawal(SchoolRow):
    """A published result is taken back, with a reason its family reads.

    It covers the states up to ``up_to``: what is entered afterwards follows the rule again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    result = models.ForeignKey(Result, models.PROTECT, related_name="withdrawals")
    audience = models.CharField(
        _("pour qui"), max_length=10, choices=WithdrawnFrom, default=WithdrawnFrom.BOTH
    )
    up_to = models.PositiveSmallIntegerField(_("jusqu’à la version"))
    at = models.DateTimeField(_("retiré le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason_for_family = models.CharField(_("ce que la famille lira"), max_length=280)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat retiré")
        verbose_name_plural = _("résultats retirés")
        constraints = [
            SameSchool(field="result", name="results_withdrawal_same_school_result"),
            models.CheckConstraint(condition=~Q(reason_for_family=""), name="withdrawal_says_why"),
            models.CheckConstraint(condition=Q(up_to__gte=1), name="withdrawal_covers_a_version"),
            models.UniqueConstraint(fields=["result", "audience", "up_to"], name="withdrawn_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
