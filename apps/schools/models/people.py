"""Pupils, guardians, staff, and the dated links from which every right follows."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import (
    READING_SCOPES,
    SCHOOL_WIDE_ROLES,
    Civility,
    Relation,
    RestrictionKind,
    Role,
    Scope,
)
from apps.schools.models.structure import (
    Division,
    Enrolment,
    GroupMembership,
    SchoolRow,
    Teaching,
)
from apps.schools.names import readable_name
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey


class StudentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """A family sees its children, a pupil themself, staff the pupils they follow."""
        match reader.capacity:
            case Capacity.FAMILY:
                links = Guardianship.objects.known(reader.user, at=at)
                return self.filter(Exists(links.filter(student=OuterRef("pk"))))
            case Capacity.STUDENT:
                return self.filter(user=reader.user)
            case Capacity.STAFF:
                return self._followed_by(reader.user, at=at)
            case _:
                return self.none()

    def _followed_by(self, user: Any, *, at: dt.datetime) -> Any:
        enrolled = Enrolment.objects.in_force(at=at).filter(student=OuterRef("pk"))
        teachings = Teaching.objects.taught_by(user, at=at)
        grouped = GroupMembership.objects.in_force(at=at).filter(student=OuterRef("pk"))
        leads = LeadTeacher.objects.of(user, at=at)
        return self.filter(
            Exists(enrolled.filter(division__in=teachings.values("division")))
            | Exists(enrolled.filter(division__in=leads.values("division")))
            | Exists(grouped.filter(group__in=teachings.values("group")))
            | Exists(
                Staff.objects.of(user, at=at).filter(
                    school=OuterRef("school"), role__in=SCHOOL_WIDE_ROLES
                )
            )
        )


class Student(SchoolRow):
    """A pupil. ``siecle_id`` is ELEVE_ID, LSU's `id-be`; the INE may be missing for a newcomer."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="student",
        verbose_name=_("compte"),
    )
    siecle_id = models.CharField(_("identifiant SIECLE"), max_length=20)
    ine = models.CharField(_("INE"), max_length=11, blank=True)
    last_name = models.CharField(_("nom de famille"), max_length=100)
    usage_name = models.CharField(_("nom d’usage"), max_length=100, blank=True)
    first_name = models.CharField(_("prénom"), max_length=100)
    birth_date = models.DateField(_("date de naissance"))
    sort_key = models.CharField(max_length=220)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("élève")
        verbose_name_plural = _("élèves")
        constraints = [
            SchoolKey(name="schools_student_school"),
            models.UniqueConstraint(fields=["school", "siecle_id"], name="student_once"),
            models.UniqueConstraint(
                fields=["school", "ine"], condition=~Q(ine=""), name="student_ine_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.display_last_name}"

    @property
    def display_last_name(self) -> str:
        return readable_name(self.usage_name or self.last_name)


class Person(SchoolRow):
    """What guardians and staff have in common."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    civility = models.CharField(_("civilité"), max_length=3, choices=Civility, blank=True)
    last_name = models.CharField(_("nom"), max_length=100)
    first_name = models.CharField(_("prénom"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=220)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_name} {self.display_last_name}".strip()

    @property
    def display_last_name(self) -> str:
        return readable_name(self.last_name)

    @property
    def polite_name(self) -> str:
        """«Mme Diallo»; the first name stands where the files give no civility."""
        title = self.get_civility_display() if self.civility else self.first_name
        return f"{title} {self.display_last_name}".strip()


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


class GuardianshipQuerySet(DatedQuerySet):
    """Every right of a family starts here; a restriction in force cuts at once."""

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """A guardian sees their own links, never the other parent's."""
        if reader.capacity is not Capacity.FAMILY:
            return self.none()
        return self.known(reader.user, at=at)

    def of(self, user: Any) -> Any:
        return self.filter(guardian__user=user)

    def unrestricted(self, *, at: dt.datetime) -> Any:
        return self.exclude(
            Exists(
                Restriction.objects.in_force(at=at).filter(
                    student=OuterRef("student"), guardian=OuterRef("guardian")
                )
            )
        )

    def effective(self, user: Any, *, at: dt.datetime, scopes: Any = READING_SCOPES) -> Any:
        """Links in force now that let ``user`` read something about the pupil."""
        return self.of(user).in_force(at=at).filter(scope__in=scopes).unrestricted(at=at)

    def held(self, user: Any, *, at: dt.datetime) -> Any:
        """FULL links in force or ended: a former guardian keeps what the link let them read.

        A lower scope in force today decides alone: authority that was lost is lost at once.
        """
        lower_scope = (
            Guardianship.objects.in_force(at=at)
            .filter(student=OuterRef("student"), guardian=OuterRef("guardian"))
            .exclude(scope=Scope.FULL)
        )
        return (
            self.of(user)
            .filter(scope=Scope.FULL, during__startswith__lte=at)
            .exclude(Exists(lower_scope))
            .unrestricted(at=at)
        )

    def known(self, user: Any, *, at: dt.datetime) -> Any:
        """Links whose pupil still has a page for ``user``: in force, or FULL and ended."""
        effective = self.effective(user, at=at).values("pk")
        held = self.held(user, at=at).values("pk")
        return self.filter(Q(pk__in=effective) | Q(pk__in=held))


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
    lift_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

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
        ]


class StaffQuerySet(DatedQuerySet):
    def of(self, user: Any, *, at: dt.datetime) -> Any:
        """Where and as what ``user`` works at ``at``."""
        return self.in_force(at=at).filter(user=user)

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """Colleagues of the schools where the reader works."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        mine = Staff.objects.of(reader.user, at=at)
        return self.in_force(at=at).filter(Exists(mine.filter(school=OuterRef("school"))))


class Staff(Person):
    """A member of staff; STS gives (type, id) and no e-mail, so the account comes later."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff_links",
        verbose_name=_("compte"),
    )
    sts_type = models.CharField(_("type STS"), max_length=8)
    sts_id = models.CharField(_("identifiant STS"), max_length=20)
    role = models.CharField(_("fonction"), max_length=20, choices=Role)
    during = DateTimeRangeField(_("période"))

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("membres de l’équipe")
        constraints = [
            SchoolKey(name="schools_staff_school"),
            models.UniqueConstraint(fields=["school", "sts_type", "sts_id"], name="staff_once"),
        ]


class LinkOfStaffQuerySet(DatedQuerySet):
    """Links of a member of staff; ended with the link itself or with the person's stay."""

    def of(self, user: Any, *, at: dt.datetime) -> Any:
        return self.in_force(at=at).filter(staff__user=user, staff__during__contains=at)


class TeachingStaff(SchoolRow):
    """Who teaches what, and when: co-teachers and substitutes are further rows."""

    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="teaching_staff")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="teaching_links")
    during = DateTimeRangeField(_("période"))

    objects = LinkOfStaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("service d’enseignement")
        verbose_name_plural = _("services d’enseignement")
        constraints = [
            SameSchool(field="teaching", name="schools_teachingstaff_same_school_teaching"),
            SameSchool(field="staff", name="schools_teachingstaff_same_school_staff"),
            ExclusionConstraint(
                name="teaching_staff_once_at_a_time",
                expressions=[
                    ("teaching", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class LeadTeacher(SchoolRow):
    """Professeur principal of a class: sees all its subjects while the link lasts."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="lead_teachers")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="lead_links")
    during = DateTimeRangeField(_("période"))

    objects = LinkOfStaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("professeur principal")
        verbose_name_plural = _("professeurs principaux")
        constraints = [
            SameSchool(field="division", name="schools_leadteacher_same_school_division"),
            SameSchool(field="staff", name="schools_leadteacher_same_school_staff"),
            ExclusionConstraint(
                name="lead_teacher_once_at_a_time",
                expressions=[
                    ("division", RangeOperators.EQUAL),
                    ("staff", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
