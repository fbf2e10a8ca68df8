"""The list of assessments: what is to hand back first, twenty at a time; then each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from apps.results.models import Assessment, AssessmentWording, Result, ResultVersion
from apps.schools.jobs import jobs_of
from apps.schools.links import ReaderReading
from apps.schools.models import Division, Staff, Teaching
from apps.schools.offices import Office
from apps.schools.people.queries import teachings_taught
from coeduc.access import Reader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.results.models.assessments import AssessmentQuerySet
    from apps.results.models.rows import (
        WithAudiences,
        WithDecisions,
        WithFirstReadings,
        WithProgress,
        WithWord,
        WithWordings,
    )

    class PageFacts(WithProgress, WithFirstReadings, WithWordings):
        """All that the pages of one assessment say of it."""

    class RosterFacts(WithDecisions, WithAudiences, WithWord):
        """``latest``: the last state entered, or nothing."""

        latest: list[ResultVersion]

    ListedAssessment: TypeAlias = WithAnnotations[Assessment, WithProgress]
    AssessmentOfPage: TypeAlias = WithAnnotations[Assessment, PageFacts]
    RosterRow: TypeAlias = WithAnnotations[Result, RosterFacts]

# Of a class, on its page; the list has every one.
OF_A_CLASS = 5
ORDER = ("stage", "-held_on", "-pk")
FETCHED = ("teaching__subject", "teaching__division", "teaching__group", "school")


class EveryAssessment:
    """All that this person sees, as a paginator asks it: how many, then those of one page.

    Where a page begins is written in the text of its reading, as PostgreSQL is asked it.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def count(self) -> int:
        return sum(counted for (counted,) in COUNTED.rows(self._reader, at=self._reader.at))

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, asked: slice) -> list[ListedAssessment]:
        span = (str(asked.start or 0), str(asked.stop))
        return PAGES.rows(self._reader, span, at=self._reader.at)


def _counted(reader: Reader) -> QuerySet[Assessment, tuple[int]]:
    seen = Assessment.objects.visible_to(reader, at=reader.at)
    return seen.order_by().values("school").annotate(counted=Count("pk")).values_list("counted")


def _page(reader: Reader, span: tuple[str, str]) -> QuerySet[ListedAssessment]:
    """What is counted of each is counted of these twenty alone."""
    seen = Assessment.objects.visible_to(reader, at=reader.at).with_tap()
    first, last = map(int, span)
    these = _in_order(seen.in_stages(at=reader.at)).values("pk")[first:last]
    rows = Assessment.objects.filter(pk__in=these).with_progress().in_stages(at=reader.at)
    return _in_order(rows.select_related(*FETCHED))


def _in_order(staged: AssessmentQuerySet[Assessment]) -> AssessmentQuerySet[ListedAssessment]:
    """Of ``in_stages``; counts are there where ``with_progress`` added them."""
    return cast("AssessmentQuerySet[ListedAssessment]", staged.order_by(*ORDER))


COUNTED, PAGES = ReaderReading(_counted), ReaderReading(_page)


@dataclass(frozen=True, slots=True)
class AssessmentSearch:
    """What is looked for in the list; what is empty, or None, looks for nothing."""

    words: str = ""
    kind: str = ""
    is_handed_back: bool | None = None
    is_mine: bool = False


def assessments_found(reader: Reader, search: AssessmentSearch) -> QuerySet[ListedAssessment]:
    """In the order of the list, ready for its lines."""
    at = reader.at
    seen = Assessment.objects.visible_to(reader, at=at).with_progress().in_stages(at=at)
    found = _in_order(seen)
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.is_handed_back is not None:
        found = found.filter(handed_back_at__isnull=not search.is_handed_back)
    if search.is_mine:
        found = found.filter(Exists(teachings_taught(reader).filter(pk=OuterRef("teaching"))))
    return found.matching(search.words).select_related(*FETCHED)


def newest_of_class(reader: Reader, division: Division) -> QuerySet[ListedAssessment]:
    """The last assessments of this class, ready for the lines of its page, the newest first."""
    seen = Assessment.objects.visible_to(reader, at=reader.at).filter(teaching__division=division)
    newest = seen.with_progress().select_related(*FETCHED).order_by("-held_on", "-pk")
    return cast("QuerySet[ListedAssessment]", newest[:OF_A_CLASS])


def assessments_sought(reader: Reader, typed: str, schools: Iterable[int]) -> QuerySet[Assessment]:
    """What the search of the team finds in these schools, the newest first."""
    seen = Assessment.objects.visible_to(reader, at=reader.at).filter(
        school__in=schools,
        # The same, said again: teachings of no other school are read.
        teaching__school__in=schools,
        teaching__subject__school__in=schools,
    )
    said = ("teaching__subject", "teaching__division", "teaching__group")
    return seen.matching(typed).select_related(*said).order_by("-held_on", "-pk")


def assessments(reader: Reader) -> QuerySet[AssessmentOfPage]:
    """For the pages of one."""
    rows = (
        Assessment.objects.visible_to(reader, at=reader.at)
        .with_progress()
        .with_first_readings()
        .with_wordings()
        .select_related(*FETCHED)
    )
    return cast("QuerySet[AssessmentOfPage]", rows)


def model_of(reader: Reader, public_id: UUID) -> Assessment | None:
    """The one that a new assessment begins as."""
    return Assessment.objects.visible_to(reader, at=reader.at).filter(public_id=public_id).first()


def roster_of(
    reader: Reader, assessment: Assessment
) -> list[tuple[RosterRow, ResultVersion | None]]:
    """Every pupil with the last state entered, or None, in the order of names."""
    at = reader.at
    states = ResultVersion.objects.visible_to(reader, at=at).select_related("device")
    rows = (
        Result.objects.visible_to(reader, at=at)
        .filter(assessment=assessment)
        .with_decisions(reader, at=at)
        .with_audiences(at=at)
        .with_word(reader, at=at)
        .select_related("student", "division", "assessment__school")
        .prefetch_related(Prefetch("versions", queryset=states, to_attr="latest"))
        .order_by("student__sort_key", "pk")
    )
    found = cast("QuerySet[RosterRow]", rows)
    return [(row, row.latest[0] if row.latest else None) for row in found]


def newest_wording(
    reader: Reader, assessment: Assessment, *, since: dt.datetime
) -> AssessmentWording | None:
    """How it was last said, where somebody said it anew from ``since``."""
    seen = AssessmentWording.objects.visible_to(reader, at=reader.at).filter(assessment=assessment)
    return seen.filter(entered_at__gte=since).order_by("-n").first()


def signing_job(reader: Reader, teaching: Teaching) -> QuerySet[Staff]:
    """One of their jobs in the school of ``teaching``: who has two there signs with the first."""
    jobs = Staff.objects.visible_to(reader, at=reader.at)
    return jobs.filter(user=reader.user, school=teaching.school_id).order_by("pk")[:1]


def whose_teachings(reader: Reader) -> set[bool]:
    """True: some of what they see is taught by them; False: some is by colleagues."""
    jobs = jobs_of(reader, at=reader.at)
    seen = Teaching.objects.visible_to(reader, at=reader.at).order_by()
    if jobs is None:
        taught = Teaching.objects.taught_by(reader, at=reader.at)
        is_mine = Exists(taught.filter(pk=OuterRef("pk")))
        return set(seen.values_list(is_mine, flat=True).distinct())
    found = {True} if jobs.taught else set()
    others = set(jobs.led_teachings) - set(jobs.taught)
    if others or (jobs.holding(Office.WHOLE_SCHOOL) and seen.exclude(pk__in=jobs.taught).exists()):
        found.add(False)
    return found
