"""What pupils asked those who answer for them, what families answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from django.db.models import Exists, OuterRef, QuerySet

from apps.results.models import HelpAnswer, Result, ResultVersion, TalkRequest
from apps.schools.links import ReaderReading
from apps.schools.models import Student, of_a_past_year
from apps.schools.offices import of_own_child
from coeduc.access import Capacity, Reader
from coeduc.replay import padded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.results.models.rows import WithHold, WithInstants
    from apps.results.models.words import TalkRequestQuerySet

    class AskedFacts(WithInstants, WithHold):
        """When the parents read it, who was written to, who holds it."""

    Students: TypeAlias = QuerySet[Student]
    Asked: TypeAlias = WithAnnotations[TalkRequest, AskedFacts]

MANY = 50


def requests_of_this_year(reader: Reader) -> list[Asked]:
    """Those that still ask somebody to talk, the first whose hour ends first.

    Ready for the lines of a page; what was asked about is read apart, where there is something.
    """
    asked = REQUESTS.rows(reader, at=reader.at)
    if not asked:
        return []
    keys = padded(list(dict.fromkeys(one.result_id for one in asked)))
    results = {result.pk: result for result in ABOUT.rows(reader, keys, at=reader.at)}
    for one in asked:
        one.result = results[one.result_id]
        one.student, one.school = one.result.student, one.result.school
    return asked


def standing_answers(reader: Reader) -> QuerySet[HelpAnswer]:
    """``standing`` and ``with_people``: what each guardian answers today to a help proposed."""
    return HelpAnswer.objects.visible_to(reader, at=reader.at).standing().with_people()


def helps_proposed(
    reader: Reader, students: Students, *, since: dt.datetime
) -> list[ResultVersion]:
    """To these pupils, that their families may read, from ``since``: by name, the last first.

    A colleague who is a parent of the pupil reads nothing here: it would tell them what the other
    parent answered.
    """
    return list(
        ResultVersion.objects.visible_to(reader, at=reader.at)
        .open_to(Capacity.FAMILY, at=reader.at)
        .filter(
            student__in=students.order_by().values("pk"),
            device__isnull=False,
            guardian_release_at__gt=since,
        )
        .exclude(of_own_child(reader.user))
        .select_related("student", "device", "result__assessment__school")
        .order_by("student__sort_key", "-guardian_release_at")
    )


def answers_to(reader: Reader, versions: Sequence[ResultVersion]) -> QuerySet[HelpAnswer]:
    """``standing``: each guardian by name, of the results of these."""
    return (
        HelpAnswer.objects.visible_to(reader, at=reader.at)
        .filter(result__in=[version.result_id for version in versions])
        .standing()
        .select_related("guardian")
        .order_by("guardian")
    )


def _requests(reader: Reader) -> QuerySet[Asked]:
    over = of_a_past_year("result__assessment__teaching__year", at=reader.at)
    asked = TalkRequest.objects.visible_to(reader, at=reader.at).standing().exclude(over)
    rows = asked.with_instants().with_holds(at=reader.at)
    return cast("TalkRequestQuerySet[Asked]", rows).order_by("parents_at", "at")[:MANY]


def _about(reader: Reader, keys: Sequence[int]) -> QuerySet[Result]:
    seen = TalkRequest.objects.visible_to(reader, at=reader.at)
    rows = Result.objects.filter(Exists(seen.filter(result=OuterRef("pk"))), pk__in=keys)
    return rows.select_related("school", "student", "division", "assessment__teaching__subject")


REQUESTS, ABOUT = ReaderReading(_requests), ReaderReading(_about)
