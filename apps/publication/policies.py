"""Who may decide when results appear."""

from apps.schools.models import School, Staff
from apps.schools.offices import Office
from coeduc.access import Reader


def can_adopt(reader: Reader, school: School) -> bool:
    """The head and the deputy of the school; a rule of another school is not theirs."""
    if not reader.is_staff:
        return False
    links = Staff.objects.of(reader.user, at=reader.at)
    return links.filter(school=school).holding(Office.HEADS).exists()
