"""What was achieved, the instants at which it may be read, and what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from apps.publication.release.models import (
    ReleasedQuerySet,
    Ruled,
    guardians_never_first,
    instant_of,
)
from apps.publication.sources import past_change_by_statement
from apps.results.enums import Status
from apps.results.models.assessments import Assessment, Result
from apps.results.models.decisions import Withdrawal
from apps.schools.links import RESULTS, open_to_family
from apps.schools.models import (
    Enrolment,
    Guardian,
    SchoolRow,
    SchoolYear,
    Student,
    Term,
    day_there,
)
from apps.schools.models.structure import of_teachings_seen
from apps.support.models import HelpDevice
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey, earlier
from coeduc.days import WEEK

MINIMUM_COHORT = 5
# What is not opened stays to be read so long, even where a term ends: most results come then.
NEVER_PAST_BEFORE = 3 * WEEK
# A cell emptied before anybody could read it: a state like another, that never appears.
NOTHING = Q(value=None, status="", levels=[])


class ResultVersionQuerySet(ReleasedQuerySet):
    """Who reads what was achieved."""

    def _linked_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """By link alone: one that held when it appeared."""
        match reader.capacity:
            case Capacity.STUDENT:
                stay = Enrolment.objects.filter(student=OuterRef("student")).filter(
                    Q(during__upper_inf=True)
                    | Q(during__endswith__gt=OuterRef("student_release_at"))
                )
                return self.filter(Exists(stay), student__user=reader.user)
            case Capacity.FAMILY:
                return self.filter(
                    open_to_family(
                        reader, RESULTS, at=at, student="student", since="guardian_release_at"
                    )
                )
            case _:
                return self.none()

    def _taken_back(self, capacity: Capacity | None, *, at: Any) -> Exists:
        """A withdrawal for this audience, made by ``at``, covers the row's version.

        What is entered afterwards follows the rule again.
        """
        taken_back = Withdrawal.objects.against(capacity, at=at)
        return Exists(taken_back.filter(result=OuterRef("result"), up_to__gte=OuterRef("n")))

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """One row a result: the greatest version whose instant has come for this reader."""
        if reader.capacity is Capacity.STAFF:
            allowed = self.filter(
                of_teachings_seen(reader, at=at, teaching="result__assessment__teaching")
            )
            newer = ResultVersion.objects.all()
        else:
            allowed = self.released_to(reader, at=at)
            newer = ResultVersion.objects.released_to(reader, at=at)
        return allowed.exclude(Exists(newer.filter(result=OuterRef("result"), n__gt=OuterRef("n"))))

    def with_correction(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``is_correction``: this reader may have read an earlier state."""
        earlier = ResultVersion.objects.appeared_to(reader, at=at)
        return self.annotate(
            is_correction=Exists(earlier.filter(result=OuterRef("result"), n__lt=OuterRef("n")))
        )

    def with_opened(self, reader: Reader, *, at: dt.datetime) -> Self:
        """What this very account made of it; ``is_past``: a term, or a year, has begun since.

        Three weeks are never past: what the end of a term brought outlives its first days, and the
        holidays. ``is_of_a_past_year``: a whole year has begun since. ``is_read``: no longer to be
        read; ``opened``: on its own page, None while it is to be read.
        """
        from apps.results.models.read_marks import ReadMark  # noqa: PLC0415 (circular)

        instant = instant_of(reader.capacity)
        marks = ReadMark.objects.visible_to(reader, at=at).filter(version=OuterRef("pk"))
        zone = OuterRef("school__zone_name")  # of the version: its school is not sought each time
        since = {
            "school": OuterRef("school"),
            "starts_on__lte": day_there(at, zone=zone),
            "starts_on__gt": day_there(OuterRef(instant), zone=zone),
        }
        year_begun = Q(Exists(SchoolYear.objects.filter(**since)))
        begun = Q(Exists(Term.objects.filter(**since))) | year_begun
        return self.annotate(
            is_read=Exists(marks),
            opened=Subquery(marks.values("is_opened")),
            # The instant first: of what is recent, the database looks at no term.
            is_past=_as_boolean(Q(**{f"{instant}__lte": earlier(at, NEVER_PAST_BEFORE)}) & begun),
            is_of_a_past_year=_as_boolean(year_begun),
        )

    def latest(self) -> Self:  # type: ignore[override] # a set, not a row
        """The last state entered of each result, whoever may see it: for services only.

        None where the cell was emptied since: nothing is entered there.
        """
        newer = ResultVersion.objects.filter(result=OuterRef("result"), n__gt=OuterRef("n"))
        return self.exclude(Exists(newer)).exclude(NOTHING)


def _as_boolean(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=models.BooleanField())


class ResultVersion(Ruled, SchoolRow):
    """One state of a result; content never changes, a correction is the next version."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="versions")
    # Repeated from the result so that a family's pages read one index (see docs, measured).
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField(_("version"))
    value = models.DecimalField(_("note"), max_digits=5, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("statut"), max_length=4, choices=Status, blank=True)
    # One level, 1 to 4, a skill of the assessment; 0: not assessed for this pupil.
    levels = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("niveaux")
    )
    achieved = models.CharField(_("ce qui est réussi"), max_length=280, blank=True)
    to_review = models.CharField(_("ce qu’il faut revoir"), max_length=280, blank=True)
    progress = models.CharField(_("pour progresser, pour cet élève"), max_length=280, blank=True)
    device = models.ForeignKey(
        HelpDevice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aide proposée"),
    )
    no_help = models.BooleanField(_("rien de particulier à proposer"), default=False)
    entered_at = models.DateTimeField(_("saisie le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("motif de la correction"), max_length=200, blank=True)

    objects = ResultVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version d’un résultat")
        verbose_name_plural = _("versions d’un résultat")
        constraints = [
            SchoolKey(name="results_resultversion_school"),
            SameSchool(field="result", name="results_resultversion_same_school_result"),
            SameSchool(field="result", shared="student", name="results_resultversion_same_student"),
            SameSchool(field="rule", name="results_resultversion_same_school_rule"),
            SameSchool(field="opening", name="results_resultversion_same_school_opening"),
            models.UniqueConstraint(fields=["result", "n"], name="result_version_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="result_version_starts_at_one"),
            SameSchool(field="device", name="results_resultversion_same_school_device"),
            models.CheckConstraint(
                condition=(Q(value__isnull=False) & Q(status=""))
                | (Q(value=None) & ~Q(status="") & Q(levels=[]))
                | (Q(value=None) & Q(status="") & ~Q(levels=[]))
                | (NOTHING & Q(student_release_at=None, guardian_release_at=None)),
                name="a_mark_or_a_status_or_levels",
            ),
            models.CheckConstraint(
                condition=Q(levels__contained_by=[0, 1, 2, 3, 4]), name="levels_are_known"
            ),
            models.CheckConstraint(
                condition=Q(device=None) | Q(no_help=False), name="help_or_no_help"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="a_mark_is_not_negative"
            ),
            guardians_never_first(
                "guardians_never_before_the_pupil",
                violation_error_message=_(
                    "Les parents ne voient jamais un résultat avant l’élève."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["student", "-guardian_release_at"],
                include=["result", "n", "value"],
                name="version_for_guardians",
            ),
            models.Index(
                fields=["student", "-student_release_at"],
                include=["result", "n", "value"],
                name="version_for_students",
            ),
            models.Index(fields=["guardian_release_at"], name="version_to_announce"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="content_is_append_only",
                exclude=["rule", "opening", "student_release_at", "guardian_release_at"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # A correction moves nothing: only the first entry is a fact to replay.
            past_change_by_statement("entries_told", pgtrigger.Insert, "n = 1"),
            past_change_by_statement("entries_gone_told", pgtrigger.Delete, "n = 1"),
        ]

    @property
    def is_nothing(self) -> bool:
        """The cell was emptied: «rien de saisi»."""
        return self.value is None and not self.status and not self.levels


class ClassFiguresQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With the assessment, at the instant of the cohort, for at least five marks."""
        counted = self.filter(count__gte=MINIMUM_COHORT)
        if reader.is_staff:
            return counted.filter(of_teachings_seen(reader, at=at, teaching="assessment__teaching"))
        seen = Assessment.objects.visible_to(reader, at=at)
        rows = counted.filter(Exists(seen.filter(pk=OuterRef("assessment"))))
        match reader.capacity:
            case Capacity.FAMILY:
                return rows.filter(guardian_release_at__lte=at)
            case Capacity.STUDENT:
                return rows.filter(student_release_at__lte=at)
            case _:
                return self.none()


class ClassFigures(SchoolRow):
    """Average and extremes of the first cohort released, frozen from that instant on.

    A mark that comes later and alone would otherwise be found by subtraction.
    """

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="figures")
    count = models.PositiveSmallIntegerField(_("nombre de notes"))
    average = models.DecimalField(_("moyenne"), max_digits=5, decimal_places=2)
    lowest = models.DecimalField(_("note la plus basse"), max_digits=5, decimal_places=2)
    highest = models.DecimalField(_("note la plus haute"), max_digits=5, decimal_places=2)
    student_release_at = models.DateTimeField(_("visible par les élèves le"))
    guardian_release_at = models.DateTimeField(_("visible par les parents le"))

    objects = ClassFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("chiffres de la classe")
        verbose_name_plural = _("chiffres des classes")
        constraints = [
            SameSchool(field="assessment", name="results_classfigures_same_school_assessment"),
            models.CheckConstraint(
                condition=Q(guardian_release_at__gte=F("student_release_at")),
                name="figures_guardians_never_before_pupils",
            ),
        ]


class ResultAnnouncement(SchoolRow):
    """This version was told to this guardian, by this notice: the other half of the anti-join."""

    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="announcements")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="+")
    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("résultat annoncé")
        verbose_name_plural = _("résultats annoncés")
        constraints = [
            SameSchool(field="version", name="results_resultannouncement_same_school_version"),
            SameSchool(field="guardian", name="results_resultannouncement_same_school_guardian"),
            SameSchool(field="notice", name="results_resultannouncement_same_school_notice"),
            models.UniqueConstraint(fields=["version", "guardian"], name="announced_once"),
        ]
