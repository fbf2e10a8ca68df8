"""What families read of an assessment itself, once somebody has: versioned as a mark is.

As long as nobody has read any result of it there is no row here: the assessment is what is told.
The first change afterwards keeps the state that was read and adds the next, with its own instants.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from apps.publication.release.models import (
    Released,
    ReleasedQuerySet,
    guardians_never_first,
    instant_of,
)
from apps.results.enums import AssessmentKind
from apps.results.models.assessments import Assessment
from apps.schools.links import followed_until
from apps.schools.models import SchoolRow
from apps.schools.models.structure import of_teachings_seen
from apps.support.models import HelpDevice
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool

WORDING_FIELDS = ("title", "kind", "held_on", "coefficient", "progress", "device_id", "review_on")


class AssessmentWordingQuerySet(ReleasedQuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With its assessment: every state for the team, those whose instant has come else."""
        if reader.capacity is Capacity.STAFF:
            return self._linked_to(reader, at=at)
        return self.released_to(reader, at=at)

    def _linked_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        if reader.is_staff:
            return self.filter(of_teachings_seen(reader, at=at, teaching="assessment__teaching"))
        seen = Assessment.objects.visible_to(reader, at=at)
        return self.filter(Exists(seen.filter(pk=OuterRef("assessment"))))


class AssessmentWording(Released, SchoolRow):
    """One state of the wording; content never changes, a correction is the next one."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="wordings")
    n = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("titre"), max_length=80)
    kind = models.CharField(_("sorte"), max_length=10, choices=AssessmentKind)
    held_on = models.DateField(_("date"))
    coefficient = models.DecimalField(_("coefficient"), max_digits=3, decimal_places=1)
    progress = models.CharField(_("pour progresser"), max_length=280, blank=True)
    device = models.ForeignKey(
        HelpDevice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("aide")
    )
    review_on = models.DateField(_("on regarde ensemble le"), null=True, blank=True)
    entered_at = models.DateTimeField(_("écrit le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("motif de la correction"), max_length=200, blank=True)
    # Read by a class, not by one pupil.
    student_release_at = models.DateTimeField(_("visible par les élèves le"), null=True)
    guardian_release_at = models.DateTimeField(_("visible par les parents le"), null=True)

    objects = AssessmentWordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("énoncé d’une évaluation")
        verbose_name_plural = _("énoncés des évaluations")
        constraints = [
            SameSchool(field="assessment", name="results_wording_same_school_assessment"),
            SameSchool(field="device", name="results_wording_same_school_device"),
            models.UniqueConstraint(fields=["assessment", "n"], name="wording_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="wording_starts_at_one"),
            models.CheckConstraint(
                condition=Q(n=1) | ~Q(reason=""), name="wording_corrected_says_why"
            ),
            guardians_never_first("wording_guardians_never_before_the_pupil"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="wording_is_append_only",
                exclude=["student_release_at", "guardian_release_at"],
            ),
            pgtrigger.Protect(name="wording_never_deleted", operation=pgtrigger.Delete),
        ]


Worded = TypeVar("Worded", bound="models.QuerySet[Any]")


def with_wordings(assessments: Worded) -> Worded:
    """``wording_states``: every state of what families read of it, as JSON, for the team."""
    states = AssessmentWording.objects.filter(assessment=OuterRef("pk")).order_by("n")
    state_json = JSONObject(
        n="n",
        title="title",
        kind="kind",
        held_on="held_on",
        coefficient=Cast("coefficient", models.TextField()),
        progress="progress",
        device="device__name",
        review_on="review_on",
        entered_at="entered_at",
        first_name="by__first_name",
        last_name="by__last_name",
        reason="reason",
        student_at="student_release_at",
        guardian_at="guardian_release_at",
    )
    return assessments.annotate(wording_states=ArraySubquery(states.values(json=state_json)))


def with_wording(results: Worded, reader: Reader, *, at: dt.datetime) -> Worded:
    """``wording``: what this reader reads of the assessment, as JSON; None: the assessment as is.

    ``worded_on``: the day it took place, as told to them; lists and terms go by it.
    """
    results = results.alias(wording_until=followed_until(reader, at=at, student="student"))
    states = (
        AssessmentWording.objects.filter(assessment=OuterRef("assessment"))
        .open_to(reader.capacity, at=OuterRef("wording_until"))
        .order_by("-n")
    )
    since = instant_of(reader.capacity)
    states_json = states.values(
        json=JSONObject(
            n="n",
            since=since,
            entered_at="entered_at",
            reason="reason",
            coefficient=Cast("coefficient", models.TextField()),
            **{name: name for name in WORDING_FIELDS if name != "coefficient"},
        )
    )
    return results.annotate(
        wording=Subquery(states_json[:1]),
        worded_on=Coalesce(Subquery(states.values("held_on")[:1]), F("assessment__held_on")),
    )
