"""What pupils asked those who answer for them, what families answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from apps.results.models import HelpAnswer, Result, TalkRequest
from apps.schools.links import ReaderReading
from apps.schools.models import of_a_past_year
from coeduc.access import Reader
from coeduc.replay import padded

MANY = 50


def requests_of_this_year(reader: Reader) -> list[Any]:
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


def _requests(reader: Reader) -> Any:
    over = of_a_past_year("result__assessment__teaching__year", at=reader.at)
    asked = TalkRequest.objects.visible_to(reader, at=reader.at).standing().exclude(over)
    return asked.with_instants().with_holds(at=reader.at).order_by("parents_at", "at")[:MANY]


def _about(reader: Reader, keys: Sequence[int]) -> Any:
    seen = TalkRequest.objects.visible_to(reader, at=reader.at)
    rows = Result.objects.filter(Exists(seen.filter(result=OuterRef("pk"))), pk__in=keys)
    return rows.select_related("school", "student", "division", "assessment__teaching__subject")


REQUESTS, ABOUT = ReaderReading(_requests), ReaderReading(_about)
