"""The school and its structure: year, terms, classes, groups, subjects, teachings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import SCHOOL_WIDE_ROLES, Level, Zone
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """Families: their children's schools. Pupils: their own. Staff: where they work."""
        from apps.schools.models import Guardianship, Staff, Student  # noqa: PLC0415 (circular)

        match reader.capacity:
            case Capacity.FAMILY:
                links = Guardianship.objects.known(reader.user, at=at)
            case Capacity.STUDENT:
                links = Student.objects.visible_to(reader, at=at)
            case Capacity.STAFF:
                links = Staff.objects.of(reader.user, at=at)
            case _:
                return self.none()
        return self.filter(Exists(links.filter(school=OuterRef("pk"))))


class School(models.Model):
    """A collège, known nationally by its UAI (seven digits and a letter)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    uai = models.CharField(_("UAI"), max_length=8, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    city = models.CharField(_("commune"), max_length=100, blank=True)
    zone = models.CharField(_("zone de vacances"), max_length=1, choices=Zone, default=Zone.C)
    zone_name = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    school_life_phone = models.CharField(
        _("téléphone de la vie scolaire"), max_length=20, blank=True
    )
    school_life_hours = models.CharField(_("heures d’appel"), max_length=60, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("établissement")
        verbose_name_plural = _("établissements")

    def __str__(self) -> str:
        return self.name

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)


class SchoolRow(models.Model):
    """A row of one school, so that a school can be exported, purged or moved alone."""

    school = models.ForeignKey(School, models.PROTECT, verbose_name=_("établissement"))

    class Meta:
        abstract = True


class SchoolYear(SchoolRow):
    start_year = models.PositiveSmallIntegerField(_("année de rentrée"))
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("année scolaire")
        verbose_name_plural = _("années scolaires")
        constraints = [
            SchoolKey(name="schools_schoolyear_school"),
            models.UniqueConstraint(fields=["school", "start_year"], name="school_year_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="school_year_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start_year}-{self.start_year + 1}"


class Term(SchoolRow):
    """A trimestre or a semestre: LSU's `periode(indice, nb-periodes)`."""

    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="terms")
    index = models.PositiveSmallIntegerField(_("rang"))
    count = models.PositiveSmallIntegerField(_("nombre de périodes"), default=3)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("période")
        verbose_name_plural = _("périodes")
        constraints = [
            SameSchool(field="year", name="schools_term_same_school_year"),
            models.UniqueConstraint(fields=["school", "year", "index"], name="term_once"),
            models.CheckConstraint(
                condition=Q(index__gte=1, index__lte=F("count")), name="term_index_within_count"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"
            ),
        ]


class Closure(SchoolRow):
    """Days without school: holidays of the zone, public holidays, local closures."""

    label = models.CharField(_("libellé"), max_length=60)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("fermeture")
        verbose_name_plural = _("fermetures")
        constraints = [
            models.UniqueConstraint(fields=["school", "starts_on", "label"], name="closure_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start"
            ),
        ]


class DivisionQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """Staff only: classes they teach or lead, or all those of the school."""
        from apps.schools.models import LeadTeacher, Staff  # noqa: PLC0415 (circular)

        if reader.capacity is not Capacity.STAFF:
            return self.none()
        offices = Staff.objects.of(reader.user, at=at).filter(role__in=SCHOOL_WIDE_ROLES)
        taught = Teaching.objects.taught_by(reader.user, at=at)
        leads = LeadTeacher.objects.of(reader.user, at=at)
        return self.filter(
            Exists(offices.filter(school=OuterRef("school")))
            | Exists(taught.filter(division=OuterRef("pk")))
            | Exists(leads.filter(division=OuterRef("pk")))
        )


class Division(SchoolRow):
    """A class. ``code`` is SIECLE's, character for character: LSU refuses any other."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="divisions")
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("libellé"), max_length=40, blank=True)
    level = models.CharField(_("niveau"), max_length=2, choices=Level, blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("classe")
        verbose_name_plural = _("classes")
        constraints = [
            SchoolKey(name="schools_division_school"),
            SameSchool(field="year", name="schools_division_same_school_year"),
            models.UniqueConstraint(fields=["school", "year", "code"], name="division_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Group(SchoolRow):
    """A teaching group across classes: languages, options, groupes de besoins."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="groups")
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("libellé"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        constraints = [
            SchoolKey(name="schools_group_school"),
            SameSchool(field="year", name="schools_group_same_school_year"),
            models.UniqueConstraint(fields=["school", "year", "code"], name="group_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Subject(SchoolRow):
    """A subject by its six-character BCN code, kept as text: letters and leading zeros exist."""

    code = models.CharField(_("code matière"), max_length=6)
    short_label = models.CharField(_("libellé court"), max_length=20)
    label = models.CharField(_("libellé"), max_length=60)

    class Meta:
        verbose_name = _("matière")
        verbose_name_plural = _("matières")
        constraints = [
            SchoolKey(name="schools_subject_school"),
            models.UniqueConstraint(fields=["school", "code"], name="subject_once"),
        ]

    def __str__(self) -> str:
        return self.label


class TeachingQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Any:
        """Staff only: what they teach, what their class is taught, or all of the school."""
        from apps.schools.models import LeadTeacher, Staff, TeachingStaff  # noqa: PLC0415 (circular)

        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(
            Exists(TeachingStaff.objects.of(reader.user, at=at).filter(teaching=OuterRef("pk")))
            | Exists(
                LeadTeacher.objects.of(reader.user, at=at).filter(division=OuterRef("division"))
            )
            | Exists(
                Staff.objects.of(reader.user, at=at).filter(
                    school=OuterRef("school"), role__in=SCHOOL_WIDE_ROLES
                )
            )
        )

    def taught_by(self, user: Any, *, at: dt.datetime) -> Any:
        from apps.schools.models import TeachingStaff  # noqa: PLC0415 (circular)

        return self.filter(
            Exists(TeachingStaff.objects.of(user, at=at).filter(teaching=OuterRef("pk")))
        )


class Teaching(SchoolRow):
    """A subject taught to one class or one group: STS's «service»."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="teachings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="teachings")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="teachings"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="teachings"
    )

    objects = TeachingQuerySet.as_manager()

    class Meta:
        verbose_name = _("enseignement")
        verbose_name_plural = _("enseignements")
        constraints = [
            SchoolKey(name="schools_teaching_school"),
            SameSchool(field="year", name="schools_teaching_same_school_year"),
            SameSchool(field="subject", name="schools_teaching_same_school_subject"),
            SameSchool(field="division", name="schools_teaching_same_school_division"),
            SameSchool(field="group", name="schools_teaching_same_school_group"),
            models.CheckConstraint(
                condition=Q(division=None) ^ Q(group=None), name="teaching_of_a_class_or_a_group"
            ),
            models.UniqueConstraint(
                fields=["school", "year", "subject", "division", "group"],
                nulls_distinct=False,
                name="teaching_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} — {self.class_code}"

    @property
    def class_code(self) -> str:
        """Code of the class or group; its relation must have been fetched."""
        return (self.division or self.group).code  # type: ignore[union-attr]


class GroupMembership(SchoolRow):
    """A pupil is in a group while the national file says so."""

    student = models.ForeignKey("schools.Student", models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    during = DateTimeRangeField(_("période"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenance à un groupe")
        verbose_name_plural = _("appartenances à un groupe")
        constraints = [
            SameSchool(field="student", name="schools_groupmembership_same_school_student"),
            SameSchool(field="group", name="schools_groupmembership_same_school_group"),
            ExclusionConstraint(
                name="group_membership_once_at_a_time",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Enrolment(SchoolRow):
    """A pupil is in one class at a time, from an instant to another."""

    student = models.ForeignKey("schools.Student", models.PROTECT, related_name="enrolments")
    division = models.ForeignKey(Division, models.PROTECT, related_name="enrolments")
    during = DateTimeRangeField(_("période"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription dans une classe")
        verbose_name_plural = _("inscriptions dans une classe")
        constraints = [
            SameSchool(field="student", name="schools_enrolment_same_school_student"),
            SameSchool(field="division", name="schools_enrolment_same_school_division"),
            ExclusionConstraint(
                name="one_class_at_a_time",
                expressions=[
                    ("student", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]
