"""Staff, their posts, and the dated links that give a member of staff their pupils."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject, Lower
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Civility, LinkSource, Role
from apps.schools.jobs import jobs_of
from apps.schools.links import PAGES
from apps.schools.models.people import Person, Student
from apps.schools.models.school import SchoolContact
from apps.schools.models.structure import (
    Division,
    SchoolRow,
    Teaching,
)
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey
from coeduc.plain_words import with_words, words_of

if TYPE_CHECKING:
    from apps.accounts.models import User

# What one says before the name of a colleague, which no file holds.
CIVILITIES = {"m", "mr", "mme", "mlle", "madame", "mademoiselle", "monsieur"}


def at_work(*, at: dt.datetime, staff: str = "pk") -> Q:
    """The member of staff at this path of a row holds a post in force."""
    return Q(Exists(Post.objects.in_force(at=at).filter(staff=OuterRef(staff))))


class StaffQuerySet(DatedQuerySet):
    def of(self, user: User | int | OuterRef, *, at: dt.datetime) -> Self:
        """Where and as what ``user`` works at ``at``: a stay without a post is no work."""
        return self.in_force(at=at).filter(at_work(at=at), user=user)

    def with_posts(self, *, at: dt.datetime) -> Self:
        """``roles``: the posts that each holds at ``at``, the oldest first."""
        posts = Post.objects.in_force(at=at).filter(staff=OuterRef("pk"))
        return self.annotate(roles=ArraySubquery(posts.order_by("during", "pk").values("role")))

    def with_work(self, *, at: dt.datetime) -> Self:
        """``roles``, ``taught``, ``led`` and ``led_teachings`` of each (``schools/jobs.py``)."""
        given = TeachingStaff.objects.in_force(at=at).filter(staff=OuterRef("pk"))
        led = LeadTeacher.objects.in_force(at=at)
        classes = led.filter(staff=OuterRef(OuterRef("pk")))
        theirs = Teaching.objects.filter(division__in=classes.values("division"))
        return self.with_posts(at=at).annotate(
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

    def with_frame(self, user: User | int | OuterRef, *, at: dt.datetime) -> Self:
        """What a page says around: ``ways`` to call the school, in which other spaces they are."""
        from apps.schools.models.entrusted import NotebookAccess  # noqa: PLC0415 (circular)
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
            is_a_relative=Exists(NotebookAccess.objects.of(user).recent(at=at)),
        )

    def holding(self, office: Office, *, at: dt.datetime) -> Self:
        """Those who hold this office of their school."""
        return self.filter(office.held(at=at))

    def who_left(self, *, at: dt.datetime) -> Self:
        """Whose stay is over, or was cancelled before it began."""
        return self.filter(Q(during__isempty=True) | Q(during__endswith__lte=at))

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
    """Somebody who works in the school; what they do there are their posts.

    STS gives (type, id) and no e-mail: the office types it, if it wishes. Who was added by hand has
    no number until a file names them. ``email`` serves to send a first code, nothing else: mails to
    the person go to their account.
    """

    roles: list[str]  # of ``with_posts``

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff_links",
        verbose_name=_("compte"),
    )
    sts_type = models.CharField(_("type STS"), max_length=8, blank=True)
    sts_id = models.CharField(_("identifiant STS"), max_length=20, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    during = DateTimeRangeField(_("période"))
    # When a head said that two rows of this name were one person: there is one since.
    united_at = models.DateTimeField(_("réunie le"), null=True, blank=True)
    united_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre de l’équipe")
        verbose_name_plural = _("membres de l’équipe")
        constraints = [
            SchoolKey(name="schools_staff_school"),
            models.UniqueConstraint(
                fields=["school", "sts_type", "sts_id"], condition=~Q(sts_id=""), name="staff_once"
            ),
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
        """Whether one of their posts (``with_posts``) opens every pupil of the school."""
        return bool(Office.WHOLE_SCHOOL.among([self]))

    @property
    def posts_in_words(self) -> str:
        """«conseillère principale d’éducation, professeur», of ``with_posts``; "" for none."""
        return ", ".join(Role(role).said(self.civility) for role in self.roles)


class SetLink(SchoolRow):
    """A dated link that a file opens and ends, or a person: a file never undoes what a person did.

    ``ended_by``: who ended it here; no file opens the same one again.
    """

    source = models.CharField(
        _("origine"), max_length=4, choices=LinkSource, default=LinkSource.FILE
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class PostQuerySet(DatedQuerySet):
    def of_office(self, office: Office) -> Self:
        return self.filter(office.posts)

    def of_the_principal(self) -> Self:
        """Of the one head among those who direct."""
        return self.filter(role=Role.PRINCIPAL)

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Those of the colleagues one sees, whenever they were held."""
        colleagues = Staff.objects.visible_to(reader, at=at)
        return self.filter(Exists(colleagues.filter(pk=OuterRef("staff"))))


@pghistory.track()
class Post(SetLink):
    """What somebody does in the school, from an instant to another: several at once if need be."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="posts")
    role = models.CharField(_("fonction"), max_length=20, choices=Role)
    during = DateTimeRangeField(_("période"))
    replaces = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_in",
        verbose_name=_("remplace"),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonction au collège")
        verbose_name_plural = _("fonctions au collège")
        constraints = [
            SchoolKey(name="schools_post_school"),
            SameSchool(field="staff", name="schools_post_same_school_staff"),
            SameSchool(field="replaces", name="schools_post_same_school_replaces"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("staff")), name="post_replaces_another"
            ),
            ExclusionConstraint(
                name="post_once_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        """With the civility of its person, whose row must have been fetched."""
        return Role(self.role).said(self.staff.civility)


class PreparedPostQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Who looks after the accounts of the school, heads among them."""
        if not reader.is_staff:
            return self.none()
        return self.filter(in_office(reader, Office.ACCOUNTS, at=at))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class PreparedPost(SchoolRow):
    """A post as the office typed it, which opens nothing until a head has said yes.

    ``staff``: whom the school knows already, else the name of who arrives. ``teachings``: the keys
    of what they would teach, asked again when a head answers. ``post``: what came of a yes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    civility = models.CharField(_("civilité"), max_length=3, choices=Civility, blank=True)
    last_name = models.CharField(_("nom"), max_length=100, blank=True)
    first_name = models.CharField(_("prénom"), max_length=100, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    role = models.CharField(_("fonction"), max_length=20, choices=Role)
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"), null=True, blank=True)
    replaces = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    teachings = ArrayField(models.BigIntegerField(), default=list, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(_("préparée le"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    post = models.OneToOneField(Post, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PreparedPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonction préparée")
        verbose_name_plural = _("fonctions préparées")
        constraints = [
            SameSchool(field="staff", name="schools_preparedpost_same_school_staff"),
            SameSchool(field="replaces", name="schools_preparedpost_same_school_replaces"),
            SameSchool(field="post", name="schools_preparedpost_same_school_post"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False) | ~Q(last_name=""), name="prepared_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="prepared_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(post=None), name="prepared_then_answered"
            ),
        ]


class LinkOfStaffQuerySet(DatedQuerySet):
    """Links of a member of staff; ended with the link itself or with the person's stay."""

    def of(self, user: User | int | OuterRef, *, at: dt.datetime) -> Self:
        held = self.in_force(at=at).filter(staff__user=user, staff__during__contains=at)
        return held.filter(at_work(at=at, staff="staff"))


class TeachingStaff(SetLink):
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


class LeadTeacher(SetLink):
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
