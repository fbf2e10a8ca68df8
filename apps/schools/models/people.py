"""Pupils and staff, and the dated links that give a member of staff their pupils."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self, TypedDict

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject, Lower, Replace
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import OF_A_WOMAN, Civility, Role
from apps.schools.jobs import jobs_of
from apps.schools.links import PAGES
from apps.schools.models.school import SchoolContact
from apps.schools.models.structure import (
    Division,
    Enrolment,
    GroupMembership,
    SchoolRow,
    Teaching,
)
from apps.schools.names import full_name, readable_name
from apps.schools.offices import Office, in_office
from apps.schools.rosters import Taught, class_and_group_teachings
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey
from coeduc.plain_words import joined, with_words, words_of


class StudentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """A family sees its children, a pupil themself, staff the pupils they follow."""
        from apps.schools.models.families import Guardianship  # noqa: PLC0415 (circular)

        match reader.capacity:
            case Capacity.FAMILY:
                links = Guardianship.objects.visible_to(reader, at=at)
                return self.filter(Exists(links.filter(student=OuterRef("pk"))))
            case Capacity.STUDENT:
                return self.filter(user=reader.user)
            case Capacity.STAFF:
                return self._followed_by(reader, at=at)
            case _:
                return self.none()

    def _followed_by(self, reader: Reader, *, at: dt.datetime) -> Self:
        enrolled = Enrolment.objects.in_force(at=at).filter(student=OuterRef("pk"))
        grouped = GroupMembership.objects.in_force(at=at).filter(student=OuterRef("pk"))
        held = in_office(reader, Office.WHOLE_SCHOOL, at=at)
        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            theirs = held
            if jobs.divisions or jobs.led:
                classes = (*jobs.divisions, *jobs.led)
                theirs |= Q(Exists(enrolled.filter(division__in=classes)))
            if jobs.groups:
                theirs |= Q(Exists(grouped.filter(group__in=jobs.groups)))
            return self.filter(theirs)
        teachings = Teaching.objects.taught_by(reader, at=at)
        leads = LeadTeacher.objects.of(reader.user, at=at)
        return self.filter(
            Exists(enrolled.filter(division__in=teachings.values("division")))
            | Exists(enrolled.filter(division__in=leads.values("division")))
            | Exists(grouped.filter(group__in=teachings.values("group")))
            | held
        )

    def matching(self, words: str) -> Self:
        """Every word somewhere in the name, accents and case apart.

        In the family name too, where the pupil is called by another one.
        """
        return with_words(self, words_of(words), besides="last_name")

    def matching_in_class(self, words: str) -> Self:
        """The same for rows ``in_class``; a word may be that of the class: «diallo 4eb»."""
        code = F("class_code")
        besides = joined("last_name", code, Replace(code, Value(" "), Value("")))
        return with_words(self, words_of(words), besides=besides)

    def in_class(self, *, at: dt.datetime) -> Self:
        """Pupils enrolled at ``at``, with their class, as ``with_class``.

        Joined, since a list sorts and sifts by it: a pupil is in one class at a time, so that none
        is there twice. The school, said again, is the only one whose stays and classes are
        looked at.
        """
        stay = FilteredRelation("enrolments", condition=Q(enrolments__during__contains=at))
        return (
            self.alias(stay=stay)
            .filter(stay__school=F("school"), stay__division__school=F("school"))
            .annotate(class_code=F("stay__division__code"), class_id=F("stay__division__public_id"))
        )

    def with_class(self, *, at: dt.datetime) -> Self:
        """``class_code`` and ``class_id`` at ``at``; None for one who left."""
        enrolled = Enrolment.objects.in_force(at=at).filter(student=OuterRef("pk"))
        return self.annotate(
            class_code=Subquery(enrolled.values("division__code")[:1]),
            class_id=Subquery(enrolled.values("division__public_id")[:1]),
        )

    def with_teachings(self, *, at: dt.datetime) -> Self:
        """See ``rosters.class_and_group_teachings``."""
        return self.annotate(**class_and_group_teachings("pk", at=at))


class OfAPupil(Taught):
    """What ``with_class`` and ``with_teachings`` add; no class for one who left."""

    class_code: str | None
    class_id: uuid.UUID | None


class ClassOfToday(TypedDict):
    """What ``in_class`` adds."""

    class_code: str
    class_id: uuid.UUID


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
        return full_name(self)

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
        return full_name(self)

    @property
    def display_last_name(self) -> str:
        return readable_name(self.last_name)

    @property
    def polite_name(self) -> str:
        """«Mme Diallo»; the first name stands where the files give no civility."""
        title = self.get_civility_display() if self.civility else self.first_name
        return f"{title} {self.display_last_name}".strip()


# What one says before the name of a colleague, which no file holds.
CIVILITIES = {"m", "mr", "mme", "mlle", "madame", "mademoiselle", "monsieur"}


class StaffQuerySet(DatedQuerySet):
    def of(self, user: Any, *, at: dt.datetime) -> Self:
        """Where and as what ``user`` works at ``at``."""
        return self.in_force(at=at).filter(user=user)

    def with_work(self, *, at: dt.datetime) -> Self:
        """What each job gives: ``taught``, ``led`` and ``led_teachings`` (``schools/jobs.py``)."""
        given = TeachingStaff.objects.in_force(at=at).filter(staff=OuterRef("pk"))
        led = LeadTeacher.objects.in_force(at=at)
        classes = led.filter(staff=OuterRef(OuterRef("pk")))
        theirs = Teaching.objects.filter(division__in=classes.values("division"))
        return self.annotate(
            taught=ArraySubquery(
                given.order_by("pk").values(
                    json=JSONObject(
                        teaching="teaching",
                        division="teaching__division",
                        group="teaching__group",
                    )
                )
            ),
            led=ArraySubquery(
                led.filter(staff=OuterRef("pk"))
                .order_by("division__code")
                .values(
                    json=JSONObject(
                        division="division", code="division__code", id="division__public_id"
                    )
                )
            ),
            led_teachings=ArraySubquery(theirs.order_by("pk").values("pk")),
        )

    def with_frame(self, user: Any, *, at: dt.datetime) -> Self:
        """What a page says around: ``ways`` to call the school, in which other spaces they are."""
        from apps.schools.models.families import Guardianship  # noqa: PLC0415 (circular)

        contacts = SchoolContact.objects.filter(school=OuterRef("school")).order_by("position")
        return self.annotate(
            ways=ArraySubquery(
                contacts.values(
                    json=JSONObject(label="label", name="name", phone="phone", hours="hours")
                )
            ),
            is_of_a_family=Exists(Guardianship.objects.of(user).opening(PAGES, at=at)),
            is_a_pupil=Exists(Student.objects.filter(user=user)),
        )

    def holding(self, office: Office) -> Self:
        """Jobs that hold this office of their school."""
        return self.filter(office.held)

    def matching(self, words: str) -> Self:
        """Every word somewhere in the name, accents, case and «Mme» apart."""
        typed = words_of(words)
        names = [word for word in typed if word not in CIVILITIES]
        return with_words(self, names or typed)

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Colleagues of the schools where the reader works."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            return self.in_force(at=at).filter(school__in=jobs.schools)
        mine = Staff.objects.of(reader.user, at=at)
        return self.in_force(at=at).filter(Exists(mine.filter(school=OuterRef("school"))))


class Staff(Person):
    """A member of staff; STS gives (type, id) and no e-mail: the office types it, if it wishes.

    ``email`` serves to send a first code, nothing else: mails to the person go to their account.
    """

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
    email = models.EmailField(_("adresse e-mail"), blank=True)
    during = DateTimeRangeField(_("période"))

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("membres de l’équipe")
        constraints = [
            SchoolKey(name="schools_staff_school"),
            models.UniqueConstraint(fields=["school", "sts_type", "sts_id"], name="staff_once"),
            # A code sent to an address that two people share would open the wrong account.
            models.UniqueConstraint(
                "school",
                Lower("email"),
                condition=~Q(email=""),
                name="staff_email_once",
            ),
        ]

    @property
    def follows_everybody(self) -> bool:
        """Whether this job opens every pupil of its school."""
        return bool(Office.WHOLE_SCHOOL.among([self]))

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        """«conseillère principale d’éducation»; the usual word where no civility is known."""
        role = Role(self.role)
        word = OF_A_WOMAN.get(role) if self.civility == Civility.MADAM else None
        return str(word or role.label)


class LinkOfStaffQuerySet(DatedQuerySet):
    """Links of a member of staff; ended with the link itself or with the person's stay."""

    def of(self, user: Any, *, at: dt.datetime) -> Self:
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
