"""The structure of a school: classes, groups, subjects, teachings, and who is where."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.schools.days import today_of
from apps.schools.enums import Level
from apps.schools.jobs import jobs_of
from apps.schools.models.calendar import SchoolYear
from apps.schools.models.school import SchoolRow
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey


class DivisionQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Staff only: classes they teach or lead, or all those of the school."""
        return self._opened_by(reader, at=at, office=Office.WHOLE_SCHOOL)

    def known_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The classes of the pupils whose name one knows (``Student.known_to``)."""
        return self._opened_by(reader, at=at, office=Office.DIRECTORY)

    def _opened_by(self, reader: Reader, *, at: dt.datetime, office: Office) -> Self:
        from apps.schools.models import LeadTeacher  # noqa: PLC0415 (circular)

        if reader.capacity is not Capacity.STAFF:
            return self.none()
        held = in_office(reader, office, at=at)
        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            return self.filter(Q(pk__in=(*jobs.divisions, *jobs.led)) | held)
        taught = Teaching.objects.taught_by(reader, at=at)
        leads = LeadTeacher.objects.of(reader.user, at=at)
        return self.filter(
            held
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


def of_teachings_seen(reader: Reader, *, at: dt.datetime, teaching: str = "teaching") -> Q:
    """The teaching at this path of a row is one that a colleague sees, as ``Teaching.visible_to``.

    Of every row that a teaching has, said along the way to it: asked whether it is in a set of rows
    that are in a set, PostgreSQL may gather all that the colleague sees to find one.
    """
    known = _in_keys(reader, at=at, teaching=teaching)
    if known is not None:
        return known
    seen = Teaching.objects.visible_to(reader, at=at)
    return Q(Exists(seen.filter(pk=OuterRef(teaching))))


def _in_keys(reader: Reader, *, at: dt.datetime, teaching: str) -> Q | None:
    """The same in literal keys; None where their jobs were not read."""
    jobs = jobs_of(reader, at=at)
    if jobs is None:
        return None
    # Their schools too: where few rows are, they are found by it before they are joined to any.
    theirs = Q(**{f"{teaching}__in": (*jobs.taught, *jobs.led_teachings)}, school__in=jobs.schools)
    return theirs | in_office(reader, Office.WHOLE_SCHOOL, at=at)


class TeachingQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Staff only: what they teach, what their class is taught, or all of the school."""
        from apps.schools.models import LeadTeacher, TeachingStaff  # noqa: PLC0415 (circular)

        if reader.capacity is not Capacity.STAFF:
            return self.none()
        known = _in_keys(reader, at=at, teaching="pk")
        if known is not None:
            return self.filter(known)
        return self.filter(
            Exists(TeachingStaff.objects.of(reader.user, at=at).filter(teaching=OuterRef("pk")))
            | Exists(
                LeadTeacher.objects.of(reader.user, at=at).filter(division=OuterRef("division"))
            )
            | in_office(reader, Office.WHOLE_SCHOOL, at=at)
        )

    def taught_by(self, reader: Reader, *, at: dt.datetime) -> Self:
        """What the reader gives themself, whatever else they follow."""
        from apps.schools.models import TeachingStaff  # noqa: PLC0415 (circular)

        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            return self.filter(pk__in=jobs.taught)
        return self.filter(
            Exists(TeachingStaff.objects.of(reader.user, at=at).filter(teaching=OuterRef("pk")))
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

    def is_archived(self, *, at: dt.datetime) -> bool:
        """The school year is over: read-only for everybody."""
        return today_of(self.school, at=at) > self.year.ends_on

    def __str__(self) -> str:
        return f"{self.subject} — {self.class_code}"

    @property
    def choice(self) -> str:
        """«4eB — Mathématiques»: one among others, in a list."""
        return f"{self.class_code} — {self.subject.label}"

    @property
    def heading(self) -> str:
        """«4eB · Mathématiques»: the one that a page is of."""
        return f"{self.class_code} · {self.subject.label}"

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
