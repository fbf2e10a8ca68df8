"""«J’aimerais en parler»: which adult of the school has it, until it has been talked about."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from apps.results.models.words import HelpAnswer
from apps.schools.jobs import Jobs, jobs_of
from apps.schools.links import LEGAL
from apps.schools.models import Guardianship, LeadTeacher, SchoolRow, Staff, day_there
from apps.schools.offices import Office, is_parent_of
from apps.schools.rosters import enrolled_in
from apps.support.enums import Answer
from coeduc.access import Reader
from coeduc.database import SameSchool


def keepers_of(student: Any, school: Any, *, at: dt.datetime) -> Any:
    """The staff who find on their first page what a family of this pupil asks, nearest first.

    ``rank`` 0: the lead teachers of the pupil's class, 1: the CPE, 2: the heads. Only people with
    an open account, and never a parent of the pupil (docs/decisions/0005). ``student`` and
    ``school``: keys, or the ``OuterRef`` of them.
    """
    inner = OuterRef(student) if isinstance(student, OuterRef) else student
    leads = LeadTeacher.objects.in_force(at=at).filter(
        division__enrolments__student=inner, division__enrolments__during__contains=at
    )
    return (
        Staff.objects.in_force(at=at)
        .filter(school=school, user__is_active=True)
        .exclude(is_parent_of(inner))
        .annotate(
            rank=Case(
                When(pk__in=leads.values("staff"), then=Value(0)),
                *(When(office.held(at=at), then=Value(rank)) for rank, office in NEARER),
                output_field=models.IntegerField(),
            )
        )
        .filter(rank__isnull=False)
        .order_by("rank", "sort_key", "pk")
    )


NEARER = ((1, Office.CPE), (2, Office.HEADS))


class TalkOverQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """With the answer it ends: the guardian who gave it and the pupil's team."""
        answers = HelpAnswer.objects.visible_to(reader, at=at)
        return self.filter(Exists(answers.filter(pk=OuterRef("answer"))))


class TalkOver(SchoolRow):
    """An adult of the school has talked with this guardian; a new answer asks again."""

    answer = models.OneToOneField(HelpAnswer, models.PROTECT, related_name="over")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("parlé le"))

    objects = TalkOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’en parler, suivie")
        verbose_name_plural = _("demandes d’en parler, suivies")
        constraints = [
            SameSchool(field="answer", name="results_talkover_same_school_answer"),
        ]


def talks_waiting(reader: Reader, *, at: dt.datetime) -> Any:
    """The answers «J’aimerais en parler» that this very person has on their first page.

    Of guardians who still answer for the pupil, this year: nobody is sent to call another one.
    """
    keepers = keepers_of(OuterRef("result__student"), OuterRef("school"), at=at)
    legal = Guardianship.objects.opening(LEGAL, at=at)
    linked = legal.filter(student=OuterRef("result__student"), guardian=OuterRef("guardian"))
    asked = (
        HelpAnswer.objects.visible_to(reader, at=at)
        .filter(
            Exists(linked),
            answer=Answer.TALK,
            over=None,
            result__assessment__teaching__year__ends_on__gte=day_there(at),
        )
        .standing()
    )
    jobs = jobs_of(reader, at=at)
    if jobs is not None:
        return _nearest_by(jobs, asked, keepers, at=at)
    mine = keepers.filter(user=reader.user)
    return asked.annotate(nearest=_rank(keepers), own=_rank(mine)).filter(own=F("nearest"))


def _nearest_by(jobs: Jobs, asked: Any, keepers: Any, *, at: dt.datetime) -> Any:
    """``asked`` where nobody of ``keepers_of`` is nearer than one of these jobs.

    Of an open account, and of no child of its person: ``visible_to`` has left those out.
    """
    mine = Q()
    if jobs.led:
        mine |= enrolled_in(jobs.led, at=at, student="result__student")
    for rank, office in NEARER:
        schools = jobs.holding(office)
        if schools:
            mine |= Q(~Exists(keepers.filter(rank__lt=rank)), school__in=schools)
    return asked.filter(mine) if mine else asked.none()


def _rank(keepers: Any) -> models.Subquery:
    return models.Subquery(keepers.values("rank")[:1])
