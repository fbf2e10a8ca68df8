"""Who may decide when results appear."""

from apps.schools.models import School
from apps.schools.offices import Office, holds
from coeduc.access import Reader


def can_adopt(reader: Reader, school: School) -> bool:
    """The head and the deputy of the school; a rule of another school is not theirs."""
    return holds(reader, Office.HEADS, school)
