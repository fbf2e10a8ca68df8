"""Guardians, the dated links from which every right of a family follows, and what cuts them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self, TypedDict

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from apps.schools.days import Span, days_of_spans
from apps.schools.enums import Relation, RestrictionKind, Scope
from apps.schools.links import PAGES, Right, links_of
from apps.schools.models.calendar import closed_spans
from apps.schools.models.people import Person, Student
from apps.schools.models.school import SchoolRow
from apps.schools.models.structure import Enrolment
from apps.schools.offices import Office, in_office, of_own_child
from apps.schools.rosters import Taught, class_and_group_teachings
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey

if TYPE_CHECKING:
    from apps.accounts.models import User


class Guardian(Person):
    """An adult of the national file who is linked to at least one pupil of this school."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guardians",
        verbose_name=_("compte"),
    )
    siecle_id = models.CharField(_("identifiant SIECLE"), max_length=20)
    email = models.EmailField(_("adresse électronique"), blank=True, max_length=254)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    mobile = models.CharField(_("portable"), max_length=20, blank=True)
    accepts_sms = models.BooleanField(_("accepte les SMS"), default=False)
    address = models.TextField(_("adresse postale"), blank=True)

    class Meta:
        verbose_name = _("responsable")
        verbose_name_plural = _("responsables")
        constraints = [
            SchoolKey(name="schools_guardian_school"),
            models.UniqueConstraint(fields=["school", "siecle_id"], name="guardian_once"),
            models.UniqueConstraint(
                fields=["school", "user"], name="guardian_account_once_per_school"
            ),
        ]


def _restrictions(at: dt.datetime) -> RestrictionQuerySet[Restriction]:
    """In force for the row's pupil and guardian, whatever the link (docs/decisions/0001)."""
    return Restriction.objects.in_force(at=at).filter(
        student=OuterRef("student"), guardian=OuterRef("guardian")
    )


class GuardianshipQuerySet(DatedQuerySet):
    """Every right of a family starts here; a restriction in force cuts at once."""

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """A guardian sees their own links, never the other parent's.

        Staff see the links of the pupils they follow, ended ones included, but never those of
        their own child: what the school knows of the other parent is not theirs to read.
        """
        match reader.capacity:
            case Capacity.FAMILY:
                links = links_of(reader, at=at)
                if links is None:
                    return self.of(reader.user).opening(PAGES, at=at)
                return self.filter(pk__in=[link.pk for link in links])
            case Capacity.STAFF:
                pupils = Student.objects.visible_to(reader, at=at)
                return self.filter(
                    Exists(pupils.filter(pk=OuterRef("student"))), during__startswith__lte=at
                ).exclude(of_own_child(reader.user))
            case _:
                return self.none()

    def known_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Of the team: who answers for the pupils whose name they know, but their own children."""
        pupils = Student.objects.known_to(reader, at=at)
        theirs = self.filter(
            Exists(pupils.filter(pk=OuterRef("student"))), during__startswith__lte=at
        )
        return theirs.exclude(of_own_child(reader.user))

    def shown(self) -> Self:
        """With the guardian, in the order of a pupil’s page: legal guardians first, by name."""
        rank = Case(
            *(When(scope=scope, then=Value(n)) for n, scope in enumerate(Scope)),
            output_field=models.IntegerField(),
        )
        return self.select_related("guardian", "school").order_by(
            "student", rank, "guardian__sort_key", "guardian", "-during"
        )

    def with_cut(self, *, at: dt.datetime) -> Self:
        """``is_cut``: a restriction is in force, for the team's pages only."""
        return self.annotate(is_cut=Exists(_restrictions(at)))

    def with_class(self, *, at: dt.datetime) -> Self:
        """``class_code``: the class of the pupil at ``at``; None for one who left.

        None on a link that has ended too: a former guardian is not told where the pupil is today.
        """
        enrolment = Enrolment.objects.in_force(at=at).filter(student=OuterRef("student"))
        code = Subquery(enrolment.values("division__code")[:1])
        return self.annotate(class_code=Case(When(during__contains=at, then=code)))

    def with_teachings(self, *, at: dt.datetime) -> Self:
        """See ``rosters.class_and_group_teachings``."""
        return self.annotate(**class_and_group_teachings("student", at=at))

    def with_closed_days(self, first: dt.date, last: dt.date) -> Self:
        """The days without school from one day to another: see ``Guardianship.closed_days``."""
        return self.annotate(closed_spans=closed_spans(first, last))

    def of(self, user: User | int | OuterRef) -> Self:
        return self.filter(guardian__user=user)

    def unrestricted(self, *, at: dt.datetime) -> Self:
        return self.exclude(Exists(_restrictions(at)))

    def opening(self, right: Right, *, at: dt.datetime) -> Self:
        """Links that open this right at ``at``."""
        return self.filter(right.condition(at)).unrestricted(at=at)


class Cut(TypedDict):
    """What ``with_cut`` adds."""

    is_cut: bool


class OfAChild(Taught):
    """What ``with_class``, ``with_closed_days`` and ``with_teachings`` add."""

    class_code: str | None
    closed_spans: list[Span]


@pghistory.track()
class Guardianship(SchoolRow):
    """A dated link between an adult and a pupil; a change of level ends it and opens the next."""

    student = models.ForeignKey(Student, models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="guardianships")
    relation = models.CharField(_("lien"), max_length=2, choices=Relation, default=Relation.OTHER)
    siecle_level = models.CharField(_("niveau de responsabilité"), max_length=1, blank=True)
    scope = models.CharField(_("portée"), max_length=12, choices=Scope)
    lives_with = models.BooleanField(_("héberge l’élève"), null=True, blank=True)
    priority_contact = models.BooleanField(_("à contacter en priorité"), default=False)
    during = DateTimeRangeField(_("période"))

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsabilité")
        verbose_name_plural = _("responsabilités")
        constraints = [
            SameSchool(field="student", name="schools_guardianship_same_school_student"),
            SameSchool(field="guardian", name="schools_guardianship_same_school_guardian"),
            ExclusionConstraint(
                name="one_guardianship_at_a_time",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    ("guardian", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def closed_days(self) -> frozenset[dt.date]:
        """Of a link from ``links_of``: when its school is closed, of every week a page may show."""
        return days_of_spans(self.closed_spans)  # type: ignore[attr-defined] # annotated


class RestrictionQuerySet(DatedQuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Those who follow the whole school; never a parent of the pupil, whatever their role."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        cares = in_office(reader, Office.WHOLE_SCHOOL, at=at)
        return self.filter(cares, during__startswith__lte=at).exclude(of_own_child(reader.user))

    def with_people(self) -> Self:
        return self.select_related(
            "student", "guardian", "school", "set_by", "lifted_by", "lift_confirmed_by"
        )

    def headed_by(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Of the schools of which this reader is head or deputy, who alone reread the past."""
        return self.filter(in_office(reader, Office.HEADS, at=at))


@pghistory.track()
class Restriction(SchoolRow):
    """One person blocks at once, two lift.

    Keyed by pupil and guardian, not by the link: a new export that ends one link and opens
    another must not lift it (docs/decisions/0001).
    """

    student = models.ForeignKey(Student, models.PROTECT, related_name="restrictions")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="restrictions")
    kind = models.CharField(
        _("effet"), max_length=12, choices=RestrictionKind, default=RestrictionKind.BLOCKED
    )
    reason = models.CharField(_("motif"), max_length=300)
    during = DateTimeRangeField(_("période"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_asked_at = models.DateTimeField(_("rétablissement demandé le"), null=True, blank=True)
    lift_reason = models.CharField(_("motif du rétablissement"), max_length=300, blank=True)
    lift_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction d’accès")
        verbose_name_plural = _("restrictions d’accès")
        constraints = [
            SameSchool(field="student", name="schools_restriction_same_school_student"),
            SameSchool(field="guardian", name="schools_restriction_same_school_guardian"),
            models.CheckConstraint(
                condition=Q(lift_confirmed_by=None)
                | (Q(lifted_by__isnull=False) & ~Q(lift_confirmed_by=F("lifted_by"))),
                name="restriction_lifted_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(during__upper_inf=True) | Q(lift_confirmed_by__isnull=False),
                name="restriction_ends_only_when_lifted",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lift_asked_at=None, lift_reason="")
                | (Q(lifted_by__isnull=False, lift_asked_at__isnull=False) & ~Q(lift_reason="")),
                name="restriction_lift_says_when_and_why",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restriction_says_why"),
            ExclusionConstraint(
                name="one_restriction_at_a_time",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    ("guardian", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
