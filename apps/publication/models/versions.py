"""The rules and the open hours a school adopted, version after version; none is ever rewritten."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, Self, cast

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject, Now
from django.utils.translation import gettext_lazy as _

from apps.publication.enums import (
    DecisionBody,
    NoticePolicy,
    OpeningKind,
    ReadyMade,
    Trigger,
    Weekday,
)
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import COPY_FIRST, THE_SCHOOL, Rule, Shows, of_kind, ready_made_name
from apps.schools.days import days_of_spans
from apps.schools.models import Closure, School, SchoolRow
from coeduc.access import M, Reader
from coeduc.database import DatedQuerySet, SchoolKey

MINUTE = dt.timedelta(minutes=1)

# The note of 10 July 2025 (design: publication.md), until the school decides.
MINISTRY_DECISION = {
    "body": DecisionBody.MINISTRY,
    "decided_on": dt.date(2025, 7, 10),
    "reason": (
        "L’élève comprend d’abord sa copie en classe, puis il en parle chez lui. "
        "C’est le cadre proposé par le ministère ; le collège n’a pas encore décidé autre chose."
    ),
}

# A version may only be closed: open-ended before, ended and not empty after, same beginning.
TAMPERED = (
    "OLD.during IS DISTINCT FROM NEW.during AND (NOT upper_inf(OLD.during) OR upper_inf(NEW.during)"
    " OR isempty(NEW.during) OR lower(NEW.during) IS DISTINCT FROM lower(OLD.during))"
)
APPEND_ONLY = [
    pgtrigger.ReadOnly(name="content_never_changes", exclude=["during"]),
    pgtrigger.Protect(
        name="only_closed", operation=pgtrigger.Update, condition=pgtrigger.Condition(TAMPERED)
    ),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
]


SHOWN = ("mark", "class_average", "extremes", "levels", "comment", "running_average")
OPENING_PARTS = ("kind", "clock", "weekday")


def _whole(prefix: str) -> Q:
    """An opening has a clock unless any minute will do, and a weekday only if weekly."""
    kind, clock, weekday = (f"{prefix}_{part}" for part in OPENING_PARTS)
    no_clock, no_weekday = Q(**{f"{clock}__isnull": True}), Q(**{f"{weekday}__isnull": True})
    return (
        (Q(**{kind: OpeningKind.ANY_MINUTE}) & no_clock & no_weekday)
        | (Q(**{kind: OpeningKind.DAILY}) & ~no_clock & no_weekday)
        # A check passes when it is unknown: a missing weekday has to be refused by name.
        | (Q(**{kind: OpeningKind.WEEKLY, f"{weekday}__range": (0, 6)}) & ~no_clock & ~no_weekday)
    )


class VersionQuerySet(DatedQuerySet[M]):
    """What a school decided is read by everybody who belongs to it, past versions included."""

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Families: their children's schools. Pupils: their own. Staff: where they work."""
        schools = School.objects.visible_to(reader, at=at)
        begun = self.filter(during__startswith__lte=at)
        return begun.filter(Exists(schools.filter(pk=OuterRef("school"))))


class Version(SchoolRow):
    """One decision: from when to when, who took it, and why, in words families read."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    during = DateTimeRangeField(_("en vigueur"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("enregistrée par"),
    )
    body = models.CharField(_("décidée par"), max_length=20, choices=DecisionBody)
    decided_on = models.DateField(_("décidée le"))
    reason = models.TextField(_("pourquoi"), max_length=600)
    created_at = models.DateTimeField(_("enregistrée le"), db_default=Now(), editable=False)

    class Meta:
        abstract = True


class RuleVersionQuerySet(VersionQuerySet["RuleVersion"]):
    def decided(self) -> Self:
        """Rules and exceptions, without the versions that say «back to the school's rule»."""
        return self.filter(follows_school=False)

    def for_kind(self, school: School, kind: str = "", *, at: dt.datetime) -> RuleVersion:
        """The rule of a kind of assessment: its exception if there is one, else the school's.

        Where the school has adopted nothing, the ministry's frame, *not saved*: enough to read.
        A row that must name its rule takes it from ``services.rule_in_force``.
        """
        standing = self.decided().in_force(at=at).filter(school=school)
        return standing.select_related("school").of_kind(kind) or RuleVersion.ministry(school)

    def of_kind(self, kind: str) -> RuleVersion | None:
        """Of the versions of one school at one instant, the one that this kind follows."""
        versions: Iterable[RuleVersion] = cast(Any, self.filter(kind__in={THE_SCHOOL, kind}))
        found = {one.kind: one for one in versions}
        return of_kind(found, kind) if found else None


class RuleVersion(Version):
    """A rule of the school (empty ``kind``) or the exception of one kind of assessment."""

    kind = models.CharField(_("type d’évaluation"), max_length=32, blank=True)
    kind_label = models.CharField(_("type d’évaluation, en mots"), max_length=80, blank=True)
    # The end of an exception is a decision too: its columns repeat the school's rule of that day.
    follows_school = models.BooleanField(_("retour à la règle du collège"), default=False)
    name = models.CharField(_("règle"), max_length=20, choices=ReadyMade)
    trigger = models.CharField(_("point de départ"), max_length=20, choices=Trigger)
    student_delay_minutes = models.PositiveIntegerField(_("délai avant l’élève, en minutes"))
    student_opening_kind = models.CharField(
        _("moment pour l’élève"), max_length=12, choices=OpeningKind
    )
    student_opening_clock = models.TimeField(_("heure pour l’élève"), null=True, blank=True)
    student_opening_weekday = models.PositiveSmallIntegerField(
        _("jour pour l’élève"), choices=Weekday, null=True, blank=True
    )
    guardian_delay_minutes = models.PositiveIntegerField(_("délai avant les parents, en minutes"))
    guardian_opening_kind = models.CharField(
        _("moment pour les parents"), max_length=12, choices=OpeningKind
    )
    guardian_opening_clock = models.TimeField(_("heure pour les parents"), null=True, blank=True)
    guardian_opening_weekday = models.PositiveSmallIntegerField(
        _("jour pour les parents"), choices=Weekday, null=True, blank=True
    )
    shows_mark = models.BooleanField(_("montre la note"))
    shows_class_average = models.BooleanField(_("montre la moyenne de la classe"))
    shows_extremes = models.BooleanField(_("montre la plus basse et la plus haute note"))
    shows_levels = models.BooleanField(_("montre les niveaux de compétence"))
    shows_comment = models.BooleanField(_("montre le commentaire"))
    shows_running_average = models.BooleanField(_("montre la moyenne en cours"))
    support_required = models.BooleanField(_("« pour progresser » toujours rempli"))
    support_below = models.DecimalField(
        _("aide proposée sous cette note"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    patience_days = models.PositiveSmallIntegerField(_("jours de classe avant le rappel"))
    notice = models.CharField(_("avis aux familles"), max_length=10, choices=NoticePolicy)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version de la règle")
        verbose_name_plural = _("versions de la règle")
        triggers = APPEND_ONLY
        constraints = [
            SchoolKey(name="publication_ruleversion_school"),
            ExclusionConstraint(
                name="one_rule_at_a_time",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une autre règle est déjà en vigueur à ces dates."),
            ),
            models.CheckConstraint(
                name="rule_period_begins",
                condition=Q(during__isempty=False, during__lower_inf=False),
            ),
            models.CheckConstraint(
                name="rule_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Une règle dit toujours pourquoi elle a été choisie."),
            ),
            models.CheckConstraint(
                name="exception_named",
                condition=Q(kind="", kind_label="") | (~Q(kind="") & ~Q(kind_label="")),
            ),
            models.CheckConstraint(
                name="only_an_exception_ends",
                condition=Q(follows_school=False) | ~Q(kind=""),
            ),
            models.CheckConstraint(
                name="rule_patience_counts_days", condition=Q(patience_days__gte=1)
            ),
            models.CheckConstraint(
                name="rule_student_opening_whole", condition=_whole("student_opening")
            ),
            models.CheckConstraint(
                name="rule_guardian_opening_whole", condition=_whole("guardian_opening")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} ({self.kind_label or self.school_id})"

    @classmethod
    def ministry(cls, school: School) -> Self:
        """What a school follows before it decides; an instance, not a row."""
        return cls(school=school, **MINISTRY_DECISION, **cls.columns_of(COPY_FIRST))

    @staticmethod
    def columns_of(rule: Rule) -> dict[str, Any]:
        """The values of a rule, column by column; ``as_rule`` reads them back."""
        student, guardian, shows = rule.student_opening, rule.guardian_opening, rule.shows
        return {
            "name": ready_made_name(rule),
            "trigger": rule.trigger,
            "student_delay_minutes": rule.student_delay // MINUTE,
            "student_opening_kind": student.kind,
            "student_opening_clock": student.clock,
            "student_opening_weekday": student.weekday,
            "guardian_delay_minutes": rule.guardian_delay // MINUTE,
            "guardian_opening_kind": guardian.kind,
            "guardian_opening_clock": guardian.clock,
            "guardian_opening_weekday": guardian.weekday,
            **{f"shows_{part}": getattr(shows, part) for part in SHOWN},
            "support_required": rule.support_required,
            "support_below": rule.support_below,
            "patience_days": rule.patience_days,
            "notice": rule.notice,
        }

    def as_rule(self) -> Rule:
        """The value the pure computation takes."""
        return Rule(
            trigger=Trigger(self.trigger),
            student_delay=self.student_delay_minutes * MINUTE,
            student_opening=self._opening("student_opening"),
            guardian_delay=self.guardian_delay_minutes * MINUTE,
            guardian_opening=self._opening("guardian_opening"),
            shows=Shows(**{part: getattr(self, f"shows_{part}") for part in SHOWN}),
            support_required=self.support_required,
            support_below=self.support_below,
            patience_days=self.patience_days,
            notice=NoticePolicy(self.notice),
        )

    def _opening(self, prefix: str) -> Opening:
        kind, clock, weekday = (getattr(self, f"{prefix}_{part}") for part in OPENING_PARTS)
        return Opening(OpeningKind(kind), clock, weekday)


class OpeningVersionQuerySet(VersionQuerySet["OpeningVersion"]):
    def for_school(self, school: School, *, at: dt.datetime) -> OpeningVersion:
        """The hours in force; the ministry's, *not saved*, where the school adopted none."""
        found = self.in_force(at=at).of_school(school.pk).first()
        return found or OpeningVersion.ministry(school)

    def of_school(self, school: int) -> Self:
        """The hours of a school, the first decided first, ready for ``as_hours``."""
        return self.filter(school=school).with_calendar().order_by("pk")

    def with_calendar(self) -> Self:
        """With the school and its days without lessons, for ``as_hours``: no further query."""
        closures = Closure.objects.filter(school=OuterRef("school")).order_by()
        spans = closures.values_list(JSONObject(first="starts_on", last="ends_on"))
        return self.select_related("school").annotate(closed_spans=ArraySubquery(spans))


class OpeningVersion(Version):
    """The silence a school keeps: at night, at the week-end, perhaps in the holidays."""

    quiet_from = models.TimeField(_("silence à partir de"))
    quiet_until = models.TimeField(_("silence jusqu’à"))
    weekend_from_day = models.PositiveSmallIntegerField(
        _("début du week-end, jour"), choices=Weekday
    )
    weekend_from_clock = models.TimeField(_("début du week-end, heure"))
    weekend_until_day = models.PositiveSmallIntegerField(
        _("fin du week-end, jour"), choices=Weekday
    )
    weekend_until_clock = models.TimeField(_("fin du week-end, heure"))
    holidays_open = models.BooleanField(_("ouvert les jours de semaine pendant les vacances"))

    objects = OpeningVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version des heures d’ouverture")
        verbose_name_plural = _("versions des heures d’ouverture")
        triggers = APPEND_ONLY
        constraints = [
            SchoolKey(name="publication_openingversion_school"),
            ExclusionConstraint(
                name="one_opening_at_a_time",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("D’autres heures sont déjà en vigueur à ces dates."),
            ),
            models.CheckConstraint(
                name="opening_period_begins",
                condition=Q(during__isempty=False, during__lower_inf=False),
            ),
            models.CheckConstraint(
                name="opening_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Des horaires disent toujours pourquoi."),
            ),
            models.CheckConstraint(
                name="opening_weekdays",
                condition=Q(weekend_from_day__range=(0, 6), weekend_until_day__range=(0, 6)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from}–{self.quiet_until} ({self.school_id})"

    @classmethod
    def ministry(cls, school: School) -> Self:
        """What a school follows before it decides; an instance, not a row."""
        return cls(
            school=school, **MINISTRY_DECISION, **cls.columns_of(OpeningHours(school.time_zone))
        )

    @staticmethod
    def columns_of(hours: OpeningHours) -> dict[str, Any]:
        """The values of the hours; the zone and the holidays belong to the school."""
        from_day, from_clock = hours.weekend_from
        until_day, until_clock = hours.weekend_until
        return {
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "weekend_from_day": from_day,
            "weekend_from_clock": from_clock,
            "weekend_until_day": until_day,
            "weekend_until_clock": until_clock,
            "holidays_open": hours.holidays_open,
        }

    def as_hours(self, *, with_closures: bool = True) -> OpeningHours:
        """The value the pure computation takes; words need no ``with_closures``.

        The days without lessons are known whether or not they close anything: the pause counts
        school days. One query for them, and none where ``with_calendar`` brought them.
        """
        return OpeningHours(
            time_zone=self.school.time_zone,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            weekend_from=(self.weekend_from_day, self.weekend_from_clock),
            weekend_until=(self.weekend_until_day, self.weekend_until_clock),
            holidays_open=self.holidays_open,
            closed_days=self._closed_days() if with_closures else frozenset(),
        )

    def _closed_days(self) -> frozenset[dt.date]:
        spans = getattr(self, "closed_spans", None)
        if spans is None:
            return Closure.objects.filter(school=self.school_id).days()
        return days_of_spans(spans)
