"""The list of assessments: what is to hand back first, twenty at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef

from apps.results.models import Assessment
from apps.schools.jobs import jobs_of
from apps.schools.links import ReaderReading
from apps.schools.models import Teaching
from apps.schools.offices import Office
from coeduc.access import Reader

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

    def __getitem__(self, asked: slice) -> list[Assessment]:
        span = (str(asked.start or 0), str(asked.stop))
        return PAGES.rows(self._reader, span, at=self._reader.at)


def _counted(reader: Reader) -> Any:
    seen = Assessment.objects.visible_to(reader, at=reader.at)
    return seen.order_by().values("school").annotate(counted=Count("pk")).values_list("counted")


def _page(reader: Reader, span: tuple[str, str]) -> Any:
    """What is counted of each is counted of these twenty alone."""
    seen = Assessment.objects.visible_to(reader, at=reader.at).with_tap()
    first, last = map(int, span)
    these = seen.in_stages(at=reader.at).order_by(*ORDER).values("pk")[first:last]
    rows = Assessment.objects.filter(pk__in=these).with_progress().in_stages(at=reader.at)
    return rows.select_related(*FETCHED).order_by(*ORDER)


COUNTED, PAGES = ReaderReading(_counted), ReaderReading(_page)


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
