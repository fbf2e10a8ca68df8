"""What pupils and families say about a result."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Concat, JSONObject, Least
from django.utils.translation import gettext_lazy as _

from apps.notices.models import Notice
from apps.results.models.assessments import Result
from apps.results.models.decisions import Hold, about_own_child, cares
from apps.results.models.versions import ResultVersion
from apps.schools.models import Guardian, SchoolRow, Student
from apps.schools.models.structure import of_teachings_seen
from apps.support.enums import Answer
from apps.support.models import HelpDevice
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey


class PupilWordQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Its author at once; guardians above the result, with it; the pupil's teachers.

        A teacher of their own child waits for it as a guardian (docs/decisions/0005).
        """
        match reader.capacity:
            case Capacity.STUDENT:
                return self.filter(result__student__user=reader.user)
            case Capacity.FAMILY:
                read = ResultVersion.objects.visible_to(reader, at=at)
                return self.filter(Exists(read.filter(result=OuterRef("result"))))
            case Capacity.STAFF:
                taught = of_teachings_seen(reader, at=at, teaching="result__assessment__teaching")
                return self.filter(taught).exclude(about_own_child(reader))
            case _:
                return self.none()


class PupilWord(SchoolRow):
    """At most 280 characters from a pupil to their parents, until the parents' instant."""

    result = models.OneToOneField(Result, models.PROTECT, related_name="word")
    text = models.CharField(_("ton mot"), max_length=280)
    written_at = models.DateTimeField(_("écrit le"))

    objects = PupilWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot de l’élève")
        verbose_name_plural = _("mots des élèves")
        constraints = [
            SameSchool(field="result", name="results_pupilword_same_school_result"),
            models.CheckConstraint(condition=~Q(text=""), name="word_says_something"),
        ]


FLOOR = Least("guards_until", "taken_back_at")


class TalkRequestQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The pupil who asks and those who answer for pupils; never a parent, never a teacher."""
        match reader.capacity:
            case Capacity.STUDENT:
                return self.filter(student__user=reader.user)
            case Capacity.STAFF:
                return self.filter(cares(reader, at=at)).exclude(about_own_child(reader))
            case _:
                return self.none()

    def standing(self) -> Self:
        """Neither seen with the pupil nor taken back: somebody is still asked to talk."""
        return self.filter(answered_at=None, taken_back_at=None)

    def guarding(self) -> Self:
        """Those that keep, or kept, the parents' instant back; until when is ``FLOOR``."""
        return self.filter(guards_until__isnull=False)

    def with_heads_mailed(self) -> Self:
        """``head_mailed``: a mail to a head has left for what this child asks, enqueued or not."""
        asked = TalkRequest.objects.standing().filter(student=OuterRef(OuterRef("student")))
        events = asked.annotate(
            event=Concat(Value("talk_request:"), Cast("pk", CharField()), Value(":head"))
        )
        left = Notice.objects.filter(
            kind="talk_request",
            event__in=events.values("event"),
            school=OuterRef("school"),
            sent_at__isnull=False,
        )
        return self.annotate(head_mailed=Exists(left))

    def with_holds(self, *, at: dt.datetime) -> Self:
        """``hold``: until when, and by whom, what is asked about is held; None otherwise."""
        held = Hold.objects.standing(at=at).filter(result=OuterRef("result"))
        hold_json = JSONObject(until="until", first="by__first_name", last="by__last_name")
        return self.annotate(hold=Subquery(held.values(hold_json=hold_json)[:1]))

    def with_people(self) -> Self:
        """With whose result it is, who answered, and ``with_instants``."""
        return self.with_instants().select_related(
            "answered_by",
            "school",
            "student",
            "result__student",
            "result__division",
            "result__assessment__teaching__subject",
        )

    def with_instants(self) -> Self:
        """Whether a head was written to (``head_mailed``), and the parents' instant of what was
        entered (``parents_at``)."""
        latest = ResultVersion.objects.latest().filter(result=OuterRef("result"))
        return self.with_heads_mailed().annotate(
            parents_at=Subquery(latest.values("guardian_release_at")[:1])
        )

    def before_parents(self, at: CombinedExpression) -> Self:
        """Of ``with_instants``: their parents read what was entered after this instant."""
        return self.filter(parents_at__gt=at)


class TalkRequest(SchoolRow):
    """A pupil asks the CPE to talk with them before their parents read a result.

    One a result for ever: a request taken back stays, and is never made again. ``guards_until`` is
    stored when asked (``publication.pause``); None before a long closure, where nothing moves.
    ``head_from``: when the head is told too, if nobody has answered.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    student = models.ForeignKey(Student, models.PROTECT, related_name="talk_requests")
    result = models.ForeignKey(Result, models.PROTECT, related_name="talk_requests")
    at = models.DateTimeField(_("demandé le"))
    words = models.CharField(_("si tu veux, dis pourquoi"), max_length=280, blank=True)
    guards_until = models.DateTimeField(_("laisse le temps jusqu’au"), null=True, blank=True)
    head_from = models.DateTimeField(_("la direction prévenue à partir du"), null=True, blank=True)
    head_notified_at = models.DateTimeField(_("direction prévenue le"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("vu avec l’élève le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TalkRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’un élève")
        verbose_name_plural = _("demandes des élèves")
        constraints = [
            SameSchool(field="result", name="results_talkrequest_same_school_result"),
            SameSchool(field="result", shared="student", name="results_talkrequest_same_student"),
            models.UniqueConstraint(fields=["result"], name="talk_asked_once"),
            models.CheckConstraint(
                condition=Q(guards_until=None) | Q(guards_until__gt=F("at")),
                name="talk_guards_later",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("at"), answered_at=None),
                name="talk_has_one_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["head_from"],
                condition=Q(answered_at=None, taken_back_at=None, head_notified_at=None),
                name="talk_to_tell_the_head",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="request_is_kept",
                exclude=["head_notified_at", "taken_back_at", "answered_at", "answered_by"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]


class HelpAnswerQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The guardian who answered and the pupil’s team; never the other guardian."""
        match reader.capacity:
            case Capacity.FAMILY:
                return self.filter(guardian__user=reader.user)
            case Capacity.STAFF:
                allowed = of_teachings_seen(reader, at=at, teaching="result__assessment__teaching")
                return self.filter(allowed | cares(reader, at=at)).exclude(about_own_child(reader))
            case _:
                return self.none()

    def with_people(self) -> Self:
        """With who answered, about whom and what, and who talked with them since."""
        return self.select_related(
            "guardian",
            "device",
            "school",
            "over__by",
            "result__student",
            "result__division",
            "result__assessment__teaching__subject",
        )

    def standing(self) -> Self:
        """The last answer of each guardian to each result."""
        newer = HelpAnswer.objects.filter(
            result=OuterRef("result"), guardian=OuterRef("guardian"), at__gt=OuterRef("at")
        )
        return self.exclude(Exists(newer))


class HelpAnswer(SchoolRow):
    """One guardian’s answer to the help proposed with a result; a change of mind adds a row."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="help_answers")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="+")
    device = models.ForeignKey(HelpDevice, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("réponse"), max_length=12, choices=Answer)
    at = models.DateTimeField(_("répondu le"))

    objects = HelpAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse à une aide proposée")
        verbose_name_plural = _("réponses aux aides proposées")
        constraints = [
            SchoolKey(name="results_helpanswer_school"),
            SameSchool(field="result", name="results_helpanswer_same_school_result"),
            SameSchool(field="guardian", name="results_helpanswer_same_school_guardian"),
            SameSchool(field="device", name="results_helpanswer_same_school_device"),
            models.UniqueConstraint(fields=["result", "guardian", "at"], name="answered_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
