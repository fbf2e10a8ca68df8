"""Who keeps the list of helps; the whole team reads it."""

from __future__ import annotations

import datetime as dt

from apps.schools.models import School, Staff
from apps.schools.offices import Office
from coeduc.access import Reader


def can_keep_helps(reader: Reader, school: School, *, at: dt.datetime) -> bool:
    """The principal, the deputy and the CPE of the school."""
    offices = Staff.objects.of(reader.user, at=at).holding(Office.WHOLE_SCHOOL)
    return reader.is_staff and offices.filter(school=school).exists()
