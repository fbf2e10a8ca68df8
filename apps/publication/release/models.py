"""What is published by rule: two instants a row, and who they are open to, said once.

A model that is published by rule inherits ``Released`` (``Ruled`` if its rows keep the rule they
follow), its queryset ``ReleasedQuerySet``, and says two things of itself: which of the readers a
row is linked to, and what takes a row back. Nothing here reads a value.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from apps.publication.models import OpeningVersion, RuleVersion
from coeduc.access import Capacity, Reader


def instant_of(capacity: Capacity | None) -> str:
    """The column of the instant at which this audience may read: the pupil's, else the adults'."""
    return "student_release_at" if capacity is Capacity.STUDENT else "guardian_release_at"


def guardians_never_first(name: str, **more: Any) -> models.CheckConstraint:
    """The constraint that every ``Released`` model carries; the test of the kind asks for it."""
    return models.CheckConstraint(
        condition=Q(guardian_release_at=None) | Q(guardian_release_at__gte=F("student_release_at")),
        name=name,
        **more,
    )


class ReleasedQuerySet(models.QuerySet):
    """Who reads what is published: for pages, counts, mails, exports and PDFs."""

    def open_to(self, capacity: Capacity | None, *, at: Any) -> Self:
        """The instant of an audience has come and nobody took it back, whoever the people are.

        No instant is ever erased: what was withdrawn is not there because something covers it.
        """
        opened = self.filter(**{f"{instant_of(capacity)}__lte": at})
        gone = self._taken_back(capacity, at=at)
        return opened if gone is None else opened.exclude(gone)

    def released_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Every row this reader may read, superseded ones included."""
        return self.open_to(reader.capacity, at=at)._linked_to(reader, at=at)

    def appeared_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """What this reader may have read by ``at``, taken back since or not."""
        instant = instant_of(reader.capacity)
        appeared = self.filter(**{f"{instant}__lte": at})
        gone = self._taken_back(reader.capacity, at=models.OuterRef(instant))
        if gone is not None:
            appeared = appeared.exclude(gone)
        return appeared._linked_to(reader, at=at)

    def readable(self, *, at: dt.datetime) -> Self:
        """Every row that somebody may have read by ``at``, taken back since or not."""
        return self.filter(student_release_at__lte=at)

    def waiting(self, *, at: dt.datetime) -> Self:
        """What has not reached the guardians, without a date included."""
        return self.exclude(guardian_release_at__lte=at)

    def _linked_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """By link alone; nobody, until the model says whom."""
        return self.none()

    def _taken_back(self, capacity: Capacity | None, *, at: Any) -> Exists | None:
        """What covers a row for this audience by ``at``; None where nothing is ever taken back."""
        return None


class Released(models.Model):
    """A row with its two instants; both None while nothing gives them a date."""

    student_release_at = models.DateTimeField(_("visible par l’élève le"), null=True)
    guardian_release_at = models.DateTimeField(_("visible par les parents le"), null=True)

    class Meta:
        abstract = True


class Ruled(Released):
    """With the rule and the hours that gave the instants, kept while what was read stands."""

    rule = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="+")
    opening = models.ForeignKey(OpeningVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def followed(self) -> RuleVersion:
        """The rule that gave the instants; ValueError where none did: nobody reads it yet."""
        if self.rule is None:
            raise ValueError(f"{self._meta.label} {self.pk} follows no rule")
        return self.rule
