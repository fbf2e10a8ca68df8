"""Assessments, their roster, and the fact that the copies were handed back.

A family sees the *assessment* by roster and the *result* by instant: ``Result`` is only the roster
row (it exists for every pupil from the first day and carries no value), ``ResultVersion`` is what
was achieved. Otherwise «no row» and «no mark» would differ, and waiting pages would leak.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from apps.publication.sources import past_change_by_row
from apps.results.enums import AssessmentKind, Scale, Stage
from apps.results.models.reading import ReadingQuerySet
from apps.schools.enums import Level
from apps.schools.links import LEGAL, open_to_family
from apps.schools.models import (
    Closure,
    Division,
    SchoolRow,
    Staff,
    Student,
    Teaching,
    day_there,
)
from apps.schools.models.structure import of_teachings_seen
from apps.schools.rosters import enrolled
from apps.support.models import HelpDevice
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey
from coeduc.plain_words import joined, pattern_of, words_of


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Staff who see the teaching; families and pupils by roster, once it has taken place."""
        if reader.capacity is Capacity.STAFF:
            return self.filter(of_teachings_seen(reader, at=at))
        rows = Result.objects.visible_to(reader, at=at)
        return self.filter(Exists(rows.filter(assessment=OuterRef("pk"))))

    def matching(self, words: str) -> Self:
        """Every word in the title, the subject or the class, accents and case apart."""
        said = joined(
            "title",
            "teaching__subject__label",
            "teaching__division__code",
            "teaching__group__code",
        )
        sought = words_of(words)
        if words.strip() and not sought:  # signs alone: nothing is called so
            return self.none()
        queryset = self.alias(said=said)
        for word in sought:
            queryset = queryset.filter(said__regex=pattern_of(word))
        return queryset

    def in_stages(self, *, at: dt.datetime) -> Self:
        """``stage``: what is to hand back first, then what is to come, then what is done."""
        return self.annotate(
            stage=models.Case(
                models.When(handed_back_at__isnull=False, then=Value(Stage.HANDED_BACK)),
                models.When(held_on__gt=day_there(at), then=Value(Stage.COMING)),
                default=Value(Stage.TO_HAND_BACK),
            )
        )

    def with_progress(self) -> Self:
        """Counts for the staff: pupils, those with something entered, and the tap."""
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        rows = Result.objects.filter(assessment=OuterRef("pk")).order_by()
        entered = rows.filter(Exists(ResultVersion.objects.latest().filter(result=OuterRef("pk"))))

        def count(queryset: Any) -> Coalesce:
            counted = queryset.values("assessment").annotate(total=models.Count("pk"))
            return Coalesce(Subquery(counted.values("total")), 0)

        return self.annotate(pupil_count=count(rows), entered_count=count(entered)).with_tap()

    def with_tap(self) -> Self:
        """When, and why, the copies were handed back to the class; None where nobody did."""
        from apps.results.models.hand_backs import HandBack  # noqa: PLC0415 (circular)

        tap = HandBack.objects.to_the_class().filter(assessment=OuterRef("pk"))
        return self.annotate(
            handed_back_at=Subquery(tap.values("at")[:1]),
            tapped_at=Subquery(tap.values("recorded_at")[:1]),
            published_because=Subquery(tap.values("reason")[:1]),
        )

    def with_first_readings(self) -> Self:
        """``first_student_at``, ``first_guardian_at``: the earliest instants its states carry.

        What was read keeps its instant whatever is decided later: a page that tells a past date
        takes it from here. None where no state has an instant.
        """
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        states = ResultVersion.objects.filter(result__assessment=OuterRef("pk")).order_by()

        def first(instant: str) -> Subquery:
            earliest = states.values("result__assessment").annotate(first=models.Min(instant))
            return Subquery(earliest.values("first"))

        return self.annotate(
            first_student_at=first("student_release_at"),
            first_guardian_at=first("guardian_release_at"),
        )

    def with_wordings(self) -> Self:
        """``wording_states``: every state of what families read of the assessment itself."""
        from apps.results.models.wording import with_wordings  # noqa: PLC0415 (circular)

        return with_wordings(self)


class Assessment(SchoolRow):
    """Something pupils were asked to do, once, with a title that families will read."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="assessments")
    author = models.ForeignKey(Staff, models.PROTECT, related_name="assessments")
    kind = models.CharField(
        _("sorte"), max_length=10, choices=AssessmentKind, default=AssessmentKind.TEST
    )
    title = models.CharField(_("titre"), max_length=80)
    held_on = models.DateField(_("date"))
    scale = models.PositiveSmallIntegerField(
        _("note"), choices=Scale, default=Scale.TWENTY, null=True, blank=True
    )
    # In the order of ``ResultVersion.levels``; as the scale, fixed once something is entered.
    skills = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, verbose_name=_("compétences")
    )
    coefficient = models.DecimalField(
        _("coefficient"),
        max_digits=3,
        decimal_places=1,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    progress = models.CharField(_("pour progresser"), max_length=280, blank=True)
    device = models.ForeignKey(
        HelpDevice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("aide proposée à la classe"),
    )
    review_on = models.DateField(_("on regarde ensemble le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")
        constraints = [
            SchoolKey(name="results_assessment_school"),
            SameSchool(field="teaching", name="results_assessment_same_school_teaching"),
            SameSchool(field="author", name="results_assessment_same_school_author"),
            SameSchool(field="device", name="results_assessment_same_school_device"),
            models.CheckConstraint(
                condition=Q(scale__in=Scale.values) | (Q(scale=None) & ~Q(skills=[])),
                name="assessment_has_a_scale_or_skills",
                violation_error_message=_("Choisissez une note, des compétences, ou les deux."),
            ),
            models.CheckConstraint(
                condition=Q(coefficient__gt=0), name="assessment_coefficient_is_positive"
            ),
        ]
        indexes = [models.Index(fields=["school", "-held_on"], name="assessment_by_day")]
        triggers = [
            past_change_by_row(
                "assessment_told", pgtrigger.Update, pgtrigger.AnyChange("kind", "held_on")
            )
        ]

    def __str__(self) -> str:
        return self.title


class ResultQuerySet(ReadingQuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Roster rows: that a pupil had this assessment, whether or not anything is released.

        A former guardian keeps the rows of which something was released to them in their time,
        withdrawn since or not: the page then tells them why.
        """
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        match reader.capacity:
            case Capacity.STAFF:
                return self.filter(
                    of_teachings_seen(reader, at=at, teaching="assessment__teaching")
                )
            case Capacity.FAMILY:
                followed = open_to_family(reader, LEGAL, at=at, student="student")
            case Capacity.STUDENT:
                followed = Q(enrolled(at=at, student="student"), student__user=reader.user)
            case _:
                return self.none()
        appeared = ResultVersion.objects.appeared_to(reader, at=at)
        return self.filter(
            Q(followed, assessment__held_on__lte=day_there(at))
            | Q(Exists(appeared.filter(result=OuterRef("pk"))))
        )

    def with_hand_back(self) -> Self:
        """The pupil's own hand-back, else the class's unless this pupil missed it.

        ``handed_back_at``, ``recorded_at``, ``missed_hand_back``; ``published_because`` is the
        head's reason for copies that never came back: nobody received those. ``closures``: the
        days without school since, only while the class waits.
        """
        from apps.results.models.hand_backs import HandBack, MissedHandBack  # noqa: PLC0415 (circular)

        missed = MissedHandBack.objects.standing()
        of_their_class = Q(result=None) & ~Exists(
            missed.filter(hand_back=OuterRef("pk"), result=OuterRef(OuterRef("pk")))
        )
        theirs = (
            HandBack.objects.standing()
            .filter(assessment=OuterRef("assessment"))
            .filter(Q(result=OuterRef("pk")) | of_their_class)
            .order_by(F("result").asc(nulls_last=True))
        )
        return self.annotate(
            handed_back_at=Subquery(theirs.values("at")[:1]),
            recorded_at=Subquery(theirs.values("recorded_at")[:1]),
            published_because=Subquery(theirs.values("reason")[:1]),
            missed_hand_back=Exists(missed.filter(result=OuterRef("pk"))),
            closures=models.Case(
                models.When(
                    ~Exists(
                        HandBack.objects.to_the_class().filter(assessment=OuterRef("assessment"))
                    ),
                    then=ArraySubquery(
                        Closure.objects.filter(
                            school=OuterRef("school"), ends_on__gt=OuterRef("assessment__held_on")
                        ).values(json=JSONObject(first="starts_on", last="ends_on"))
                    ),
                )
            ),
        )

    def with_audiences(self, *, at: dt.datetime) -> Self:
        """``pupil_reads``, ``parents_read``: something of it is open to them, for the team."""
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        versions = ResultVersion.objects.filter(result=OuterRef("pk"))
        return self.annotate(
            pupil_reads=Exists(versions.open_to(Capacity.STUDENT, at=at)),
            parents_read=Exists(versions.open_to(Capacity.FAMILY, at=at)),
        )

    def with_decisions(self, reader: Reader, *, at: dt.datetime) -> Self:
        """What the school decided about each row, as this reader may know it.

        ``held_until``: the end of a hold that stands at ``at``; ``held_spans``: every hold, lapsed
        or lifted included (facts for ``planned_through``), as JSON; and ``with_withdrawal``. None
        depends on what has been entered since.
        """
        from apps.results.models.decisions import Hold  # noqa: PLC0415 (circular)

        holds = Hold.objects.filter(result=OuterRef("pk"), since__lte=at).order_by()
        span_json = JSONObject(since="since", until="until", lifted_at="lifted_at")
        return self.annotate(
            held_until=Subquery(holds.standing(at=at).values("until")[:1]),
            held_spans=ArraySubquery(holds.values(json=span_json)),
        ).with_withdrawal(reader, at=at)

    def with_withdrawal(self, reader: Reader, *, at: dt.datetime) -> Self:
        """``withdrawn_because``: the reason its family reads.

        When what was taken back had appeared to this very reader and was not taken back before.
        """
        from apps.results.models.decisions import Withdrawal  # noqa: PLC0415 (circular)
        from apps.results.models.versions import ResultVersion  # noqa: PLC0415 (circular)

        withdrawals = Withdrawal.objects.against(reader.capacity, at=at)
        before = withdrawals.filter(
            result=OuterRef("result"), up_to__gte=OuterRef("n"), at__lt=OuterRef(OuterRef("at"))
        )
        appeared = ResultVersion.objects.appeared_to(reader, at=at).exclude(Exists(before))
        taken_back = withdrawals.filter(
            Exists(appeared.filter(result=OuterRef("result"), n__lte=OuterRef("up_to"))),
            result=OuterRef("pk"),
        )
        reason = taken_back.values("reason_for_family")[:1]
        return self.annotate(withdrawn_because=Subquery(reason))


class Result(SchoolRow):
    """A pupil is on the roster of an assessment, with the class and level of that day."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="results")
    student = models.ForeignKey(Student, models.PROTECT, related_name="results")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    level = models.CharField(_("niveau"), max_length=2, choices=Level, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat")
        verbose_name_plural = _("résultats")
        constraints = [
            SchoolKey(name="results_result_school"),
            SameSchool(field="assessment", name="results_result_same_school_assessment"),
            SameSchool(field="student", name="results_result_same_school_student"),
            SameSchool(field="division", name="results_result_same_school_division"),
            models.UniqueConstraint(fields=["assessment", "student"], name="result_once"),
            models.UniqueConstraint(fields=["student", "id"], name="results_result_student"),
            models.UniqueConstraint(fields=["assessment", "id"], name="results_result_assessment"),
        ]
        triggers = [
            past_change_by_row("class_told", pgtrigger.Update, pgtrigger.AnyChange("division"))
        ]
