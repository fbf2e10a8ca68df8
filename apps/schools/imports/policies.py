"""Who may prepare and confirm an import."""

from __future__ import annotations

from apps.schools.models import ImportBatch, ImportState, School
from apps.schools.offices import Office, holds
from coeduc.access import Reader


def can_import(reader: Reader, school: School | int) -> bool:
    """The heads and the digital referent of the school."""
    return holds(reader, Office.TOOLS, school)


def can_import_somewhere(reader: Reader) -> bool:
    return holds(reader, Office.TOOLS)


def can_confirm(reader: Reader, batch: ImportBatch) -> bool:
    """Whoever may import may confirm what a colleague has dropped."""
    return batch.state == ImportState.READY and can_import(reader, batch.school_id)
