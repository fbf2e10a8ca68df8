"""The fact that copies were handed back: to the class, later to one pupil, and who still waits."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.publication.sources import past_change_by_row, past_change_by_statement
from apps.results.models.assessments import Assessment, Result
from apps.schools.models import SchoolRow
from apps.schools.models.structure import of_teachings_seen
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey


class HandBackQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Taps that nobody took back."""
        return self.filter(undone_at=None)

    def to_the_class(self) -> Self:
        """Those that stand for a whole class; the others are of one pupil."""
        return self.standing().filter(result=None)


class HandBack(SchoolRow):
    """The copies were handed back: for the class, or later for one pupil who was absent."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="hand_backs")
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="hand_backs"
    )
    at = models.DateTimeField(_("rendue le"))
    recorded_at = models.DateTimeField(_("enregistrée le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Copies that never came back, published by the head: who, and why in plain French.
    reason = models.CharField(_("motif de la direction"), max_length=280, blank=True)
    undone_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("remise des copies")
        verbose_name_plural = _("remises des copies")
        constraints = [
            SchoolKey(name="results_handback_school"),
            models.UniqueConstraint(
                fields=["assessment", "id"], name="results_handback_assessment"
            ),
            SameSchool(field="assessment", name="results_handback_same_school_assessment"),
            SameSchool(field="result", name="results_handback_same_school_result"),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(undone_at=None, result=None),
                name="handed_back_once",
            ),
            models.UniqueConstraint(
                fields=["result"],
                condition=Q(undone_at=None, result__isnull=False),
                name="handed_back_once_to_a_pupil",
            ),
            models.CheckConstraint(
                condition=Q(at__lte=F("recorded_at")), name="hand_back_is_in_the_past"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="fact_is_kept", exclude=["undone_at", "undone_by"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            past_change_by_row(
                "hand_back_told", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
            ),
        ]


class MissedHandBackQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The staff who see the assessment."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(of_teachings_seen(reader, at=at, teaching="assessment__teaching"))

    def standing(self) -> Self:
        """Those whose tap nobody took back."""
        return self.filter(hand_back__undone_at=None)

    def waiting(self) -> Self:
        """Still without the copy that their class has: few rows, the place to start from."""
        theirs = HandBack.objects.standing().filter(result=OuterRef("result"))
        return self.standing().filter(~Exists(theirs))


class MissedHandBack(SchoolRow):
    """A pupil who was not there when the class received its copies: «plus tard».

    It belongs to one tap and ends with it; the pupil's own ``HandBack`` starts their clock.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    hand_back = models.ForeignKey(HandBack, models.PROTECT, related_name="missed")
    result = models.ForeignKey(Result, models.PROTECT, related_name="missed_hand_backs")

    objects = MissedHandBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("copie à rendre plus tard")
        verbose_name_plural = _("copies à rendre plus tard")
        constraints = [
            SameSchool(field="hand_back", name="results_missed_same_school_hand_back"),
            SameSchool(
                field="hand_back", shared="assessment", name="results_missed_same_assessment"
            ),
            SameSchool(
                field="result", shared="assessment", name="results_missed_result_of_assessment"
            ),
            models.UniqueConstraint(fields=["hand_back", "result"], name="missed_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            past_change_by_statement("absents_told", pgtrigger.Insert),
            past_change_by_statement("absents_gone_told", pgtrigger.Delete),
        ]
