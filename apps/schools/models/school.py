"""The school itself, whom to call there, and the base of every row that belongs to one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self
from zoneinfo import ZoneInfo

import pghistory
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from apps.schools.enums import Zone
from apps.schools.jobs import jobs_of
from coeduc.access import Capacity, M, Reader
from coeduc.database import SchoolKey


def logo_name(school: School, filename: str) -> str:
    """Nothing of the name it had on somebody's computer."""
    return f"logos/{uuid.uuid4().hex}.png"


def day_there(
    instant: dt.datetime | Combinable, *, zone: str | Combinable = "school__zone_name"
) -> Func:
    """The day of an instant by each row's own clock, as ``schools.days.today_of`` in Python.

    For a statement over rows of several schools; ``zone`` is the path to the clock, or the clock of
    the row around, where a question is asked for each. A bare cast would give the day of Greenwich.
    """
    moment = Value(instant, models.DateTimeField()) if isinstance(instant, dt.datetime) else instant
    return Func(
        F(zone) if isinstance(zone, str) else zone,
        moment,
        template="(TIMEZONE(%(expressions)s))::date",
        output_field=models.DateField(),
    )


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Families: their children's schools. Pupils: their own. Staff: where they work."""
        from apps.schools.models import Guardianship, Staff, Student  # noqa: PLC0415 (circular)

        match reader.capacity:
            case Capacity.FAMILY:
                links: models.QuerySet[Any] = Guardianship.objects.visible_to(reader, at=at)
            case Capacity.STUDENT:
                links = Student.objects.visible_to(reader, at=at)
            case Capacity.STAFF:
                jobs = jobs_of(reader, at=at)
                if jobs is not None:
                    return self.filter(pk__in=jobs.schools)
                links = Staff.objects.of(reader.user, at=at)
            case _:
                return self.none()
        return self.filter(Exists(links.filter(school=OuterRef("pk"))))


@pghistory.track()
class School(models.Model):
    """A collège, known nationally by its UAI (seven digits and a letter)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    uai = models.CharField(_("UAI"), max_length=8, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    city = models.CharField(_("commune"), max_length=100, blank=True)
    zone = models.CharField(_("zone de vacances"), max_length=1, choices=Zone, default=Zone.C)
    zone_name = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    # Whether somebody said so: until then it was supposed, or read from the UAI.
    is_clock_set = models.BooleanField(
        _("heure dite par le collège"), default=False, editable=False
    )
    school_life_phone = models.CharField(
        _("téléphone de la vie scolaire"), max_length=20, blank=True
    )
    school_life_hours = models.CharField(_("heures d’appel"), max_length=60, blank=True)

    # Heads may leave it to the office to let substitutes in, and nobody else.
    office_names_substitutes = models.BooleanField(
        _("le secrétariat confirme les remplaçants"), default=False, editable=False
    )

    logo = models.FileField(_("logo"), upload_to=logo_name, blank=True, editable=False)

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


class SchoolRowQuerySet(models.QuerySet):
    """What everybody of a school may know of it: its calendar, whom to call."""

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        jobs = jobs_of(reader, at=at)
        if jobs is not None:
            return self.filter(school__in=jobs.schools)
        schools = School.objects.visible_to(reader, at=at)
        return self.filter(Exists(schools.filter(pk=OuterRef("school"))))


def tracked(model: type[M]) -> type[M]:
    """Keep every state of a setting that somebody may remove, the removal included."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events)(model)


@tracked
class SchoolContact(SchoolRow):
    """Somebody families may call, in the order the school chose."""

    position = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("pour quoi"), max_length=60)
    name = models.CharField(_("qui"), max_length=60, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20)
    hours = models.CharField(_("heures d’appel"), max_length=60, blank=True)

    objects = SchoolRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne à appeler")
        verbose_name_plural = _("personnes à appeler")
        ordering = ["school", "position"]
        constraints = [
            SchoolKey(name="schools_schoolcontact_school"),
            models.UniqueConstraint(
                fields=["school", "position"],
                name="contact_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(phone=""), name="contact_says_what_and_where"
            ),
        ]

    def __str__(self) -> str:
        return self.label
