"""Who may prepare and confirm an import."""

from __future__ import annotations

from apps.schools.models import ImportBatch, ImportState, School, Staff
from apps.schools.offices import Office
from coeduc.access import Reader


def can_import(reader: Reader, school: School | int) -> bool:
    """The heads and the digital referent of the school."""
    if not reader.is_staff:
        return False
    offices = Staff.objects.of(reader.user, at=reader.at).holding(Office.TOOLS)
    return offices.filter(school=school).exists()


def can_import_somewhere(reader: Reader) -> bool:
    if not reader.is_staff:
        return False
    return Staff.objects.of(reader.user, at=reader.at).holding(Office.TOOLS).exists()


def can_confirm(reader: Reader, batch: ImportBatch) -> bool:
    """Whoever may import may confirm what a colleague has dropped."""
    return batch.state == ImportState.READY and can_import(reader, batch.school_id)
