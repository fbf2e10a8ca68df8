"""Who keeps the list of helps; the whole team reads it."""

from __future__ import annotations

import datetime as dt

from apps.schools.enums import SCHOOL_WIDE_ROLES
from apps.schools.models import School, Staff
from coeduc.access import Reader


def can_keep_helps(reader: Reader, school: School, *, at: dt.datetime) -> bool:
    """The principal, the deputy and the CPE of the school."""
    offices = Staff.objects.of(reader.user, at=at).filter(role__in=SCHOOL_WIDE_ROLES)
    return reader.is_staff and offices.filter(school=school).exists()
