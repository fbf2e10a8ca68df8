"""The team: who works here today, and when mails leave."""

from __future__ import annotations

import datetime as dt

from apps.publication.models import OpeningVersion
from apps.publication.opening import OpeningHours
from apps.schools.models import School, Staff


def team_of(school: School, *, at: dt.datetime) -> list[Staff]:
    """Everybody who works here today, ``with_posts``, by name."""
    team = Staff.objects.in_force(at=at).with_posts(at=at).filter(school=school)
    return list(team.order_by("sort_key", "pk"))


def hours_of(school: School, *, at: dt.datetime) -> OpeningHours:
    """When mails of a school leave."""
    return OpeningVersion.objects.for_school(school, at=at).as_hours()
