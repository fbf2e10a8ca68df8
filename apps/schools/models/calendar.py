"""The calendar of a school: its year, its terms, the days without lessons, the weeks A and B."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from apps.schools.calendar import year_in_words
from apps.schools.days import FARTHEST_ASKED, every_day
from apps.schools.enums import ClosureSource, WeekLabel
from apps.schools.models.school import SchoolRow, SchoolRowQuerySet, day_there, tracked
from coeduc.database import SameSchool, SchoolKey
from coeduc.days import WEEK, days_anywhere

DAYS = Func(F("starts_on"), F("ends_on"), Value("[]"), function="DATERANGE")


@tracked
class SchoolYear(SchoolRow):
    start_year = models.PositiveSmallIntegerField(_("année de rentrée"))
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    objects = SchoolRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("année scolaire")
        verbose_name_plural = _("années scolaires")
        indexes = [models.Index(fields=["school", "starts_on"], name="year_by_start")]
        constraints = [
            SchoolKey(name="schools_schoolyear_school"),
            models.UniqueConstraint(fields=["school", "start_year"], name="school_year_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="school_year_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return year_in_words(self.start_year, self.starts_on, self.ends_on)


def of_a_past_year(year: str, *, at: dt.datetime) -> Exists:
    """The row's ``year``, a path to it, is over and the school's next one has begun there.

    The summer still belongs to the year that ended: what waited in June waits until September.
    """
    return Exists(
        SchoolYear.objects.filter(
            school=OuterRef("school"),
            starts_on__gt=OuterRef(f"{year}__ends_on"),
            starts_on__lte=day_there(at),
        )
    )


@tracked
class Term(SchoolRow):
    """A trimestre or a semestre: LSU's `periode(indice, nb-periodes)`."""

    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="terms")
    index = models.PositiveSmallIntegerField(_("rang"))
    count = models.PositiveSmallIntegerField(_("nombre de périodes"), default=3)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    reports_on = models.DateField(
        _("jour des bulletins"),
        null=True,
        blank=True,
        help_text=_("Le jour où les bulletins paraissent ; à défaut, le dernier jour."),
    )

    objects = SchoolRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("période")
        verbose_name_plural = _("périodes")
        indexes = [models.Index(fields=["school", "starts_on"], name="term_by_start")]
        constraints = [
            SameSchool(field="year", name="schools_term_same_school_year"),
            models.UniqueConstraint(fields=["school", "year", "index"], name="term_once"),
            models.CheckConstraint(
                condition=Q(index__gte=1, index__lte=F("count")), name="term_index_within_count"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reports_on=None) | Q(reports_on__gt=F("starts_on")),
                name="term_reports_after_its_start",
                violation_error_message=_("Les bulletins paraissent après le début de la période."),
            ),
            # Checked at the end: moving a whole year shifts one term into the other's old days.
            ExclusionConstraint(
                name="one_term_at_a_time",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]


def days_around(at: dt.datetime) -> tuple[dt.date, dt.date]:
    """Every day of every week that a page may be asked, wherever the school is.

    Whoever is shown a week knows the closed days of that week.
    """
    first, last = days_anywhere(at)
    return first - FARTHEST_ASKED - WEEK, last + FARTHEST_ASKED + WEEK


class ClosureQuerySet(SchoolRowQuerySet):
    def around(self, *, at: dt.datetime) -> Self:
        return self.touching(*days_around(at))

    def of_year(self, year: SchoolYear) -> Self:
        return self.filter(school=year.school_id).touching(year.starts_on, year.ends_on)

    def touching(self, first: dt.date | OuterRef, last: dt.date | OuterRef) -> Self:
        """Closures of which some day is between two days, both included."""
        return self.filter(ends_on__gte=first, starts_on__lte=last)

    def days(self) -> frozenset[dt.date]:
        """Every day of these closures, both ends included; one statement."""
        closures: Iterable[Any] = self
        return frozenset(day for closure in closures for day in closure.days)


@tracked
class Closure(SchoolRow):
    """Days without school: holidays of the zone, public holidays, local closures."""

    source = models.CharField(
        _("origine"), max_length=8, choices=ClosureSource, default=ClosureSource.LOCAL
    )
    label = models.CharField(_("libellé"), max_length=60)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("fermeture")
        verbose_name_plural = _("fermetures")
        constraints = [
            models.UniqueConstraint(fields=["school", "starts_on", "label"], name="closure_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start"
            ),
        ]

    @property
    def days(self) -> list[dt.date]:
        return list(every_day(self.starts_on, self.ends_on))


def closed_spans(first: dt.date | OuterRef, last: dt.date | OuterRef) -> ArraySubquery:
    """The closures between these days (or ``OuterRef``) of the outer row’s school, as
    ``days_of_spans`` reads them."""
    closures = Closure.objects.filter(school=OuterRef("school")).touching(first, last)
    return ArraySubquery(closures.values_list(JSONObject(first="starts_on", last="ends_on")))


class SchoolWeek(SchoolRow):
    """A teaching week and its letter: data, since ISO parity breaks after a 53rd week.

    Weeks 51 of 2026 and 1 of 2027 are both odd: parity would give two weeks A in a row.
    """

    monday = models.DateField(_("lundi"))
    label = models.CharField(_("semaine"), max_length=1, choices=WeekLabel)

    objects = SchoolRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("semaine")
        verbose_name_plural = _("semaines")
        constraints = [
            models.UniqueConstraint(fields=["school", "monday"], name="school_week_once"),
            models.CheckConstraint(
                condition=Q(monday__iso_week_day=1), name="school_week_starts_on_monday"
            ),
        ]
