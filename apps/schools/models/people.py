"""Pupils, and what guardians and staff have in common."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Civility
from apps.schools.jobs import jobs_of
from apps.schools.models.structure import (
    Enrolment,
    GroupMembership,
    SchoolRow,
    Teaching,
)
from apps.schools.names import full_name, readable_name
from apps.schools.offices import Office, in_office, of_withheld_child
from apps.schools.rosters import Taught, class_and_group_teachings
from coeduc.access import Capacity, Reader
from coeduc.database import SchoolKey
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

    def known_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Of the team: those they follow, and all of the schools whose directory they read.

        A name, a class, whom to call: nothing else of the pupil is read by who is here alone. The
        directory never tells where a child is to an adult to whom the school does not say it.
        """
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self._followed_by(reader, at=at, office=Office.DIRECTORY)

    def _followed_by(
        self, reader: Reader, *, at: dt.datetime, office: Office = Office.WHOLE_SCHOOL
    ) -> Self:
        """Taught, led, or of a school where ``office`` is held."""
        enrolled = Enrolment.objects.in_force(at=at).filter(student=OuterRef("pk"))
        grouped = GroupMembership.objects.in_force(at=at).filter(student=OuterRef("pk"))
        held = in_office(reader, Office.WHOLE_SCHOOL, at=at)
        if office is not Office.WHOLE_SCHOOL:
            withheld = of_withheld_child(reader, at=at, student="pk")
            held |= in_office(reader, office, at=at) & ~withheld
        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            theirs = held
            if jobs.divisions or jobs.led:
                classes = (*jobs.divisions, *jobs.led)
                theirs |= Q(Exists(enrolled.filter(division__in=classes)))
            if jobs.groups:
                theirs |= Q(Exists(grouped.filter(group__in=jobs.groups)))
            return self.filter(theirs)
        from apps.schools.models.staff import LeadTeacher  # noqa: PLC0415 (circular)

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
