"""What frames the notebook: the school's cap, calendar feeds."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.homework.enums import FeedOf
from apps.homework.load import rules as load_rules
from apps.schools.enums import Level
from apps.schools.models import SchoolRow
from apps.schools.models.school import SchoolRowQuerySet, tracked
from coeduc.access import Reader


@tracked
class DailyCap(SchoolRow):
    """How much a class of a level should have for one day, agreed by the school, families told."""

    level = models.CharField(_("niveau"), max_length=2, choices=Level)
    minutes = models.PositiveSmallIntegerField(
        _("minutes par jour"),
        validators=[MinValueValidator(5), MaxValueValidator(load_rules.LONGEST)],
    )

    objects = SchoolRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("repère de travail par jour")
        verbose_name_plural = _("repères de travail par jour")
        constraints = [
            models.UniqueConstraint(fields=["school", "level"], name="daily_cap_once"),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, load_rules.LONGEST)), name="daily_cap_makes_sense"
            ),
        ]


class FeedQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Each person their own."""
        return self.filter(user=reader.user)

    def standing(self) -> Self:
        return self.filter(revoked_at=None)


class Feed(models.Model):
    """A secret address that a phone's calendar reads; the secret itself is kept nowhere.

    Of a person, not of a school: a family has one for all its children. It shows homework and
    never a result. Its address is made from ``public_id`` and the server's key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="homework_feeds"
    )
    of = models.CharField(_("espace"), max_length=10, choices=FeedOf)
    created_at = models.DateTimeField(_("créée le"))
    revoked_at = models.DateTimeField(_("fermée le"), null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("adresse d’agenda")
        verbose_name_plural = _("adresses d’agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "of"], condition=Q(revoked_at=None), name="one_feed_at_a_time"
            ),
        ]
