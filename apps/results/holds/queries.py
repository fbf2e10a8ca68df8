"""What those who answer for pupils read: results one by one, holds, withdrawals, requests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce

from apps.results.models import Hold, Result, ResultVersion, TalkRequest, Withdrawal
from apps.schools.models import Closure, School, Student
from coeduc.access import Reader

if TYPE_CHECKING:
    from apps.results.models.care import HoldQuerySet, WithdrawalQuerySet
    from apps.results.models.words import TalkRequestQuerySet
    from apps.results.words.queries import Asked


def results(reader: Reader) -> QuerySet[Result]:
    """``with_decisions`` and ``with_audiences``, with the pupil; the last state in ``latest``."""
    at = reader.at
    states = ResultVersion.objects.visible_to(reader, at=at)
    return (
        Result.objects.visible_to(reader, at=at)
        .with_decisions(reader, at=at)
        .with_audiences(at=at)
        .select_related(
            "student", "division", "assessment__school", "assessment__teaching__subject"
        )
        .prefetch_related(Prefetch("versions", queryset=states, to_attr="latest"))
    )


def results_of(reader: Reader, student: Student) -> QuerySet[Result]:
    """``results`` of one pupil, by the day of the assessment, the last first."""
    return (
        results(reader).filter(student=student).order_by("-assessment__held_on", "-assessment__pk")
    )


def holds(reader: Reader) -> HoldQuerySet[Hold]:
    """``with_people``: each comes with its pupil, its assessment and who decided."""
    return Hold.objects.visible_to(reader, at=reader.at).with_people()


def holds_of(reader: Reader, result: Result) -> QuerySet[Hold]:
    """Of one result, the last first."""
    return holds(reader).filter(result=result).order_by("-since")


def standing_holds(reader: Reader, words: str) -> QuerySet[Hold]:
    """Of the pupils so named, those that end first first; of every pupil where nothing is said."""
    found = _of_pupils(reader, holds(reader), words)
    return found.standing(at=reader.at).order_by("until", "pk")


def past_holds(reader: Reader, words: str) -> QuerySet[Hold]:
    """Lapsed or lifted, of the pupils so named, the last first."""
    found = _of_pupils(reader, holds(reader), words)
    return found.over(at=reader.at).order_by("-since", "-pk")


def withdrawals(reader: Reader, words: str) -> QuerySet[Withdrawal]:
    """``with_people``, of the pupils so named, the last first."""
    return _of_pupils(reader, _withdrawals(reader), words).order_by("-at", "-pk")


def withdrawals_of(reader: Reader, result: Result) -> QuerySet[Withdrawal]:
    """``with_people``, of one result, the last first."""
    return _withdrawals(reader).filter(result=result).order_by("-at")


def requests(reader: Reader) -> QuerySet[TalkRequest]:
    """Every request that this person may answer, with its school."""
    return TalkRequest.objects.visible_to(reader, at=reader.at).select_related("school")


def waiting_requests(reader: Reader, words: str) -> QuerySet[Asked]:
    """``with_people``: nobody answered yet, the first hour to come first."""
    found = _of_pupils(reader, _requests(reader), words).standing().with_holds(at=reader.at)
    return cast("TalkRequestQuerySet[Asked]", found).order_by("parents_at", "at")


def past_requests(reader: Reader, words: str) -> QuerySet[TalkRequest]:
    """``with_people`` and ``ended_at``: answered or taken back, the last first."""
    found = _of_pupils(reader, _requests(reader), words)
    over = found.annotate(ended_at=Coalesce("answered_at", "taken_back_at"))
    return over.exclude(ended_at=None).order_by("-ended_at", "-pk")


def pupils(reader: Reader) -> QuerySet[Student]:
    """Each with their school."""
    return Student.objects.visible_to(reader, at=reader.at).select_related("school")


def days_closed(reader: Reader, school: School, *, since: dt.date) -> frozenset[dt.date]:
    """The days without class of this school, those of the closures that end from ``since``."""
    closures = Closure.objects.visible_to(reader, at=reader.at)
    return closures.filter(school=school, ends_on__gte=since).days()


def _withdrawals(reader: Reader) -> WithdrawalQuerySet[Withdrawal]:
    return Withdrawal.objects.visible_to(reader, at=reader.at).with_people()


def _requests(reader: Reader) -> TalkRequestQuerySet[TalkRequest]:
    return TalkRequest.objects.visible_to(reader, at=reader.at).with_people()


Rows = TypeVar("Rows", bound="QuerySet[Any]")


def _of_pupils(reader: Reader, rows: Rows, words: str) -> Rows:
    """Those about the pupils whose name has every word; all of them where nothing is said."""
    if not words:
        return rows
    named = Student.objects.visible_to(reader, at=reader.at).matching(words)
    return rows.filter(result__student__in=named)
