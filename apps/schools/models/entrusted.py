"""A relative whom a guardian lets read the notebook of a child's class, for a school year."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import AccessEnd
from apps.schools.links import LEGAL, open_to_family
from apps.schools.models.families import Guardian, Guardianship, Restriction
from apps.schools.models.people import Student
from apps.schools.models.school import SchoolRow
from apps.schools.offices import Office, in_office, of_own_child
from apps.schools.rosters import enrolled
from apps.schools.trusted.rules import RECENT_DAYS, REFUSED_DAYS
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey, earlier


class NotebookAccessQuerySet(DatedQuerySet):
    """Who reads the notebook of a class besides the families: ended ones too, refused ones never.

    ``visible_to`` says whose rows a page may speak of; what opens today is ``opening``, and then
    ``entrusted.still_open``.
    """

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """A legal guardian and the pupil: of this child. The person: their own. Heads: of the
        school, but of their own child."""
        begun = self.exclude(end=AccessEnd.REFUSED).filter(during__startswith__lte=at)
        match reader.capacity:
            case Capacity.FAMILY:
                return begun.filter(open_to_family(reader, LEGAL, at=at, student="student"))
            case Capacity.STUDENT:
                return begun.filter(student__user=reader.user)
            case Capacity.TRUSTED:
                return begun.of(reader.user).recent(at=at)
            case Capacity.STAFF:
                heads = in_office(reader, Office.HEADS, at=at)
                return begun.filter(heads).exclude(of_own_child(reader.user))
            case _:
                return self.none()

    def refused_before(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The tries of late that were refused, for the heads alone: who tried, and when."""
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        late = self.filter(
            in_office(reader, Office.HEADS, at=at),
            end=AccessEnd.REFUSED,
            ended_at__lte=at,
            ended_at__gt=earlier(at, dt.timedelta(days=REFUSED_DAYS)),
        )
        return late.exclude(of_own_child(reader.user))

    def of(self, user: object) -> Self:
        return self.filter(user=user)

    def recent(self, *, at: dt.datetime) -> Self:
        """Not over for so long, whatever ended it, that nobody is told of it any more."""
        since = earlier(at, dt.timedelta(days=RECENT_DAYS))
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=since), during__endswith__gt=since)

    def standing(self, *, at: dt.datetime) -> Self:
        """Of this year, and nobody ended it."""
        return self.in_force(at=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def opening(self, *, at: dt.datetime) -> Self:
        """``standing``, while who gave it answers for the pupil and the pupil is in a class.

        A restriction, the end of the giver's link, the pupil's leaving: each closes it at once.
        A restriction closes it for good: once lifted, letting somebody in is an act again.
        """
        givers = Guardianship.objects.opening(LEGAL, at=at).filter(
            student=OuterRef("student"), guardian=OuterRef("given_by")
        )
        cuts = Restriction.objects.filter(
            student=OuterRef("student"),
            guardian=OuterRef("given_by"),
            during__startswith__lte=at,
            during__overlap=OuterRef("during"),
        )
        return self.standing(at=at).filter(
            Exists(givers),
            ~Exists(cuts),
            enrolled(at=at, student="student", school=OuterRef("school")),
        )


class NotebookAccess(SchoolRow):
    """Reads the work, the days and the questions of the class; no guardian, and never told as one.

    ``during`` ends with the school year. What was typed of the person serves to compare them with
    who is kept from the child, and nobody reads it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    student = models.ForeignKey(Student, models.PROTECT, related_name="notebook_accesses")
    given_by = models.ForeignKey(Guardian, models.PROTECT, related_name="notebook_accesses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notebook_accesses",
        verbose_name=_("compte"),
    )
    name = models.CharField(_("prénom et nom"), max_length=120, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True, max_length=254)
    address = models.TextField(_("adresse postale"), blank=True, max_length=300)
    during = DateTimeRangeField(_("période"))
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    end = models.CharField(_("fin"), max_length=10, choices=AccessEnd, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = NotebookAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("accès d’un proche")
        verbose_name_plural = _("accès de proches")
        constraints = [
            SchoolKey(name="schools_notebookaccess_school"),
            SameSchool(field="student", name="schools_notebookaccess_same_school_student"),
            SameSchool(field="given_by", name="schools_notebookaccess_same_school_given_by"),
            models.CheckConstraint(
                condition=Q(during__upper_inf=False), name="notebook_access_ends_with_a_year"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ ~Q(end=""), name="notebook_access_ends_for_a_cause"
            ),
            models.CheckConstraint(
                condition=~Q(end=AccessEnd.REFUSED)
                | Q(name="", phone="", email="", address="", user=None),
                name="notebook_access_refused_keeps_nothing",
            ),
        ]
        indexes = [models.Index(fields=["user"], name="notebook_access_by_user")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.rpartition(" ")[0] or self.name

    @property
    def display_last_name(self) -> str:
        return self.name.rpartition(" ")[2] if " " in self.name else ""
