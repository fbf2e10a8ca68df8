"""Who keeps the list of helps; the whole team reads it."""

from __future__ import annotations

from apps.schools.models import School
from apps.schools.offices import Office, holds
from coeduc.access import Reader


def can_keep_helps(reader: Reader, school: School) -> bool:
    """The principal, the deputy and the CPE of the school."""
    return holds(reader, Office.WHOLE_SCHOOL, school)
