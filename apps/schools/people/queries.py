"""Who works here today: one's jobs, and the classes one teaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from apps.schools.days import today_of
from apps.schools.jobs import jobs_of
from apps.schools.links import ReaderReading
from apps.schools.models import School, Staff, Teaching
from apps.schools.offices import Office
from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class AtWork:
    """A colleague today. Every job counts: a CPE here may have taught elsewhere for years.

    ``teachings``: the keys of what they teach; ``today``: at the first of their schools.
    """

    jobs: list[Staff]
    teachings: tuple[int, ...]
    today: dt.date

    @property
    def teaches(self) -> bool:
        return bool(self.teachings)

    def schools(self, office: Office | None = None) -> list[School]:
        """Those of these jobs, once each; of those that hold ``office``, if one is asked for."""
        held = self.jobs if office is None else office.among(self.jobs)
        return list({job.school_id: job.school for job in held}.values())


def at_work(reader: Reader) -> AtWork | None:
    """None for who works nowhere today; nothing more is asked than their jobs."""
    jobs = jobs_of(reader, at=reader.at)
    rows: list[Any] = [job.row for job in jobs.each] if jobs else []
    if not jobs or not rows:
        return None
    return AtWork(rows, jobs.taught, today_of(rows[0].school, at=reader.at))


def teachings_of(reader: Reader) -> list[Teaching]:
    """The classes that this person teaches today, in order, with what a page says of them."""
    memo = reader.memo if reader.memo is not None else {}
    if teachings_of not in memo:
        memo[teachings_of] = TAUGHT.rows(reader, at=reader.at)
    return cast(list[Teaching], memo[teachings_of])


def _taught(reader: Reader) -> Any:
    return (
        Teaching.objects.visible_to(reader, at=reader.at)
        .taught_by(reader, at=reader.at)
        .select_related("subject", "division", "group", "year", "school")
        .order_by("division__code", "group__code", "subject__label")
    )


TAUGHT = ReaderReading(_taught)
