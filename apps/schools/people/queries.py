"""Who works here today: one's jobs, and the classes one teaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from apps.schools.days import today_of
from apps.schools.models import School, Staff, Teaching
from apps.schools.offices import Office
from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class AtWork:
    """A colleague today. Every job counts: a CPE here may have taught elsewhere for years.

    ``teachings``: a queryset; ``today``: at the first of their schools.
    """

    jobs: list[Staff]
    teachings: Any
    teaches: bool
    today: dt.date

    def schools(self, office: Office | None = None) -> list[School]:
        """Those of these jobs, once each; of those that hold ``office``, if one is asked for."""
        held = self.jobs if office is None else office.among(self.jobs)
        return list({job.school_id: job.school for job in held}.values())


def at_work(reader: Reader) -> AtWork | None:
    """None for who works nowhere today; two statements."""
    jobs = list(
        Staff.objects.visible_to(reader, at=reader.at)
        .filter(user=reader.user)
        .select_related("school")
        .order_by("school__name", "pk")
    )
    if not jobs:
        return None
    known: Any = Teaching.objects.visible_to(reader, at=reader.at)
    teachings = known.taught_by(reader.user, at=reader.at)
    today = today_of(jobs[0].school, at=reader.at)
    return AtWork(jobs, teachings, teachings.exists(), today)
