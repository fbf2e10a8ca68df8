"""Copies of a teacher that wait: packs to hand back, pupils who were away when theirs were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from django.db.models import QuerySet

from apps.results.assessments.queries import FETCHED
from apps.results.enums import Status
from apps.results.models import Assessment, MissedHandBack, Result, ResultVersion
from apps.results.release.queries import still_waiting
from apps.schools.links import ReaderReading
from apps.schools.models import day_there
from coeduc.access import Reader
from coeduc.replay import padded

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.results.assessments.queries import ListedAssessment
    from apps.results.models.assessments import AssessmentQuerySet
    from apps.results.models.rows import WithHandBack

    PupilOfHandBack: TypeAlias = WithAnnotations[Result, WithHandBack]

PACKS = 20


def packs_to_hand_back(reader: Reader, teachings: Sequence[int]) -> list[ListedAssessment]:
    """What took place in these teachings and was not handed back, the oldest first.

    Read once a request: beside each lesson, and in the list of the packs.
    """
    memo = reader.memo if reader.memo is not None else {}
    key = (packs_to_hand_back, tuple(teachings))
    if key not in memo:
        memo[key] = PACKS_TO_HAND_BACK.rows(reader, padded(teachings), at=reader.at)
    return cast("list[ListedAssessment]", memo[key])


def copies_for_later(reader: Reader, teachings: Sequence[int]) -> list[MissedHandBack]:
    """Pupils who were away when their class received its copies, and still wait for theirs."""
    return COPIES_FOR_LATER.rows(reader, padded(teachings), at=reader.at)


def pupils_of(reader: Reader, assessment: Assessment) -> QuerySet[PupilOfHandBack]:
    """Every pupil of it, in the order of names."""
    rows = Result.objects.visible_to(reader, at=reader.at).filter(assessment=assessment)
    pupils = rows.with_hand_back().select_related("student").order_by("student__sort_key", "pk")
    return cast("QuerySet[PupilOfHandBack]", pupils)


def absent_of(reader: Reader, assessment: Assessment) -> set[int]:
    """The rows whose copy is likely to wait: their pupils were away that day."""
    states = ResultVersion.objects.visible_to(reader, at=reader.at)
    away = states.filter(result__assessment=assessment, status=Status.ABSENT)
    return set(away.values_list("result", flat=True))


def _packs(reader: Reader, teachings: Sequence[int]) -> QuerySet[ListedAssessment]:
    seen = Assessment.objects.visible_to(reader, at=reader.at)
    counted = seen.filter(teaching__in=teachings, held_on__lte=day_there(reader.at)).with_progress()
    rows = cast("AssessmentQuerySet[ListedAssessment]", counted).filter(handed_back_at=None)
    return rows.select_related(*FETCHED).order_by("held_on", "pk")[:PACKS]


def _later(reader: Reader, teachings: Sequence[int]) -> QuerySet[MissedHandBack]:
    rows = MissedHandBack.objects.visible_to(reader, at=reader.at)
    return still_waiting(rows.filter(assessment__teaching__in=teachings))


PACKS_TO_HAND_BACK, COPIES_FOR_LATER = ReaderReading(_packs), ReaderReading(_later)
