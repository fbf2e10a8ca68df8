"""The team: who works here today, and what was sent to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode, CodeMail
from apps.publication.models import OpeningVersion
from apps.publication.opening import OpeningHours
from apps.schools.models import School, Staff


def team_of(school: School, *, at: dt.datetime) -> list[Staff]:
    """Everybody who works here today, by name."""
    return list(Staff.objects.in_force(at=at).filter(school=school).order_by("sort_key", "pk"))


def open_codes_of(team: Sequence[Staff], *, at: dt.datetime) -> Any:
    """First codes that still open something."""
    return AccessCode.objects.open(at=at).filter(staff__in=team, purpose=Purpose.ACTIVATION)


def last_mails_of(team: Sequence[Staff]) -> Any:
    """The last mail asked for, for each."""
    return CodeMail.objects.filter(staff__in=team).order_by("staff", "-pk").distinct("staff")


def hours_of(school: School, *, at: dt.datetime) -> OpeningHours:
    """When mails of a school leave."""
    return OpeningVersion.objects.for_school(school, at=at).as_hours()
