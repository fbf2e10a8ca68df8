"""When classes have their lessons, and those that are not held because a teacher is away."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from apps.homework.models.notebook import followed
from apps.schools.days import NOON
from apps.schools.enums import HalfDay, WeekLabel
from apps.schools.links import DAILY, own_schools
from apps.schools.models import SchoolRow, Staff, Teaching, TeachingStaff
from apps.schools.models.calendar import SchoolWeek
from apps.schools.models.school import tracked
from apps.schools.models.structure import of_teachings_seen
from apps.schools.offices import Office, in_office
from apps.schools.rosters import taught_to, teachings_known
from coeduc.access import Capacity, Reader
from coeduc.database import DatedQuerySet, SameSchool, SchoolKey

WEEK_LETTERS = [("", _("chaque semaine")), *WeekLabel.choices]
# An hour of Greenwich that is of the same day on the clock of every school, Wallis to Tahiti.
SAME_DAY = dt.timedelta(hours=11)


def of_their_teachings(reader: Reader, *, at: dt.datetime) -> Q:
    """The row is of a teaching of this pupil, or of a child whose daily life this family follows.

    Literal keys where a request has read them.
    """
    known = teachings_known(reader, DAILY, at=at)
    if known is None:
        return taught_to(followed(reader, at=at), at=at)
    taught = tuple(dict.fromkeys(itertools.chain(*known.values())))
    return own_schools(reader, at=at) & Q(teaching__in=taught)


class TimetableSlotQuerySet(DatedQuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The team, as teachings; families and pupils, as the notebook."""
        if reader.capacity is Capacity.STAFF:
            return self.filter(of_teachings_seen(reader, at=at))
        return self.filter(of_their_teachings(reader, at=at))

    def standing(self) -> Self:
        """The week of today: one that is replaced is ended at once, and none is set in advance."""
        return self.filter(during__upper_inf=True, during__isempty=False)


class TimetableSlot(SchoolRow):
    """A weekly lesson of a teaching, read from an iCalendar file until another one replaces it."""

    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("jour"))
    week = models.CharField(_("semaine"), max_length=1, choices=WEEK_LETTERS, blank=True)
    starts_at = models.TimeField(_("de"))
    ends_at = models.TimeField(_("à"))
    during = DateTimeRangeField(_("période"))

    objects = TimetableSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("cours de l’emploi du temps")
        verbose_name_plural = _("cours de l’emploi du temps")
        constraints = [
            SameSchool(field="teaching", name="homework_timetableslot_same_school_teaching"),
            ExclusionConstraint(
                name="slot_once_at_a_time",
                expressions=[
                    ("teaching", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("week", RangeOperators.EQUAL),
                    ("starts_at", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(weekday__range=(0, 5)), name="slot_weekday"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_later"),
        ]


class TeacherAbsenceQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Who keeps the day of the school: heads, CPE, school life, secretary."""
        if not reader.is_staff:
            return self.none()
        return self.filter(in_office(reader, Office.DAY, at=at))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


@tracked
class TeacherAbsence(SchoolRow):
    """A teacher is not there, from a half-day to another. Never why: no column could hold it.

    ``by`` and ``at``: who wrote this state, and when; the states before are kept beside.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="absences")
    during = DateTimeRangeField(_("période"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("notée le"))
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = TeacherAbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence d’un professeur")
        verbose_name_plural = _("absences de professeurs")
        constraints = [
            SchoolKey(name="homework_teacherabsence_school"),
            SameSchool(field="staff", name="homework_teacherabsence_same_school_staff"),
            ExclusionConstraint(
                name="teacher_absence_once_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]


class CancelledLessonQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Families and pupils, as the timetable, what was not held by somebody else from the first;
        the team, as teachings; who writes them, all."""
        if reader.capacity is Capacity.STAFF:
            seen = of_teachings_seen(reader, at=at)
            return self.filter(seen | in_office(reader, Office.DAY, at=at))
        return self.filter(of_their_teachings(reader, at=at), is_held=False)

    def with_return(self) -> Self:
        """``is_back``: the lesson is held after all, since the absence was taken back, the lesson
        given to somebody, or the class to a substitute of the teacher who is away."""
        return self.annotate(
            is_back=ExpressionWrapper(
                Q(restored_at__isnull=False) | Q(Exists(_substitutes())), models.BooleanField()
            )
        )

    def not_held(self) -> Self:
        """Those that are really missing."""
        return self.with_return().filter(is_held=False, is_back=False)


class WithReturn(TypedDict):
    """What ``with_return`` adds."""

    is_back: bool


def _substitutes() -> models.QuerySet[TeachingStaff]:
    """Who replaces the absent teacher before that class, on the day of the lesson."""
    moment = Cast(OuterRef("day"), models.DateTimeField()) + Value(SAME_DAY)
    return TeachingStaff.objects.filter(
        teaching=OuterRef("teaching"),
        during__contains=moment,
        staff__posts__replaces=OuterRef("absence__staff"),
        staff__posts__during__contains=moment,
    )


@tracked
class CancelledLesson(SchoolRow):
    """A lesson that an absence touches, by its hours, or by its half-day where none is known.

    ``is_held``: somebody else took it from the first, nobody outside the office was told anything.
    ``restored_at``: it was cancelled, and is held after all.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    absence = models.ForeignKey(TeacherAbsence, models.PROTECT, related_name="lessons")
    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="cancelled")
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    starts_at = models.TimeField(_("de"), null=True, blank=True)
    ends_at = models.TimeField(_("à"), null=True, blank=True)
    is_held = models.BooleanField(_("assuré"), default=False)
    at = models.DateTimeField(_("annulé le"))
    restored_at = models.DateTimeField(_("rétabli le"), null=True, blank=True)

    objects = CancelledLessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("cours annulé")
        verbose_name_plural = _("cours annulés")
        constraints = [
            SameSchool(field="absence", name="homework_cancelledlesson_same_school_absence"),
            SameSchool(field="teaching", name="homework_cancelledlesson_same_school_teaching"),
            models.UniqueConstraint(
                fields=["absence", "teaching", "day", "half", "starts_at"],
                nulls_distinct=False,
                name="cancelled_lesson_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="cancelled_lesson_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["teaching", "day"], name="cancelled_by_class_and_day")]


def no_lesson_of(teaching: str, day: str) -> ExpressionWrapper:
    """Whether an absence takes every lesson of the outer row's ``teaching`` on its ``day``, paths
    to them: its hours of the timetable, in weeks A and B too, else the half-day where none is
    known."""
    missing = CancelledLesson.objects.not_held()
    taken = missing.filter(
        Q(starts_at=OuterRef("starts_at")) | Q(starts_at=None, half=OuterRef("half")),
        teaching=OuterRef("teaching"),
        day=OuterRef(OuterRef(day)),
    )
    of_the_week = SchoolWeek.objects.filter(
        school=OuterRef("school"),
        label=OuterRef("week"),
        monday__week=OuterRef(OuterRef(f"{day}__week")),
        monday__iso_year=OuterRef(OuterRef(f"{day}__iso_year")),
    )
    half = Case(
        When(starts_at__lt=NOON, then=Value(HalfDay.MORNING)), default=Value(HalfDay.AFTERNOON)
    )
    held = (
        TimetableSlot.objects.standing()
        .filter(teaching=OuterRef(teaching), weekday=OuterRef(f"{day}__iso_week_day") - 1)
        .filter(Q(week="") | Q(Exists(of_the_week)))
        .annotate(half=half)
        .exclude(Exists(taken))
    )
    is_touched = Exists(missing.filter(teaching=OuterRef(teaching), day=OuterRef(day)))
    return ExpressionWrapper(Q(is_touched) & ~Q(Exists(held)), models.BooleanField())
