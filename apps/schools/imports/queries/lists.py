"""Imports as those who may import read them: those open, those past, what one of them changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from apps.schools.models import ImportBatch, ImportFile, ImportLine, ImportState
from apps.schools.models.imports import HELD
from coeduc.access import Reader
from coeduc.registry import rows_of

if TYPE_CHECKING:
    from apps.schools.models.imports import ImportLineQuerySet
    from coeduc.registry import Waits


TO_CONFIRM = "import_to_confirm"


@dataclass(frozen=True, slots=True)
class ImportSearch:
    """What is looked for among the lines of an import; what is empty looks for nothing."""

    words: str = ""
    kind: str = ""
    act: str = ""


def imports(reader: Reader) -> QuerySet[ImportBatch]:
    """``with_people``, the last first."""
    batches = ImportBatch.objects.visible_to(reader, at=reader.at).with_people()
    return batches.order_by("-uploaded_at", "-pk")


def open_imports(reader: Reader) -> QuerySet[ImportBatch]:
    """``imports`` that are being read, wait for a yes or are being written."""
    return imports(reader).filter(state__in=HELD)


def to_confirm(reader: Reader) -> Iterable[Waits]:
    """For the first page of who may import: what was read, by whoever dropped it."""
    if not reader.is_staff:
        return []
    ready = ImportBatch.objects.visible_to(reader, at=reader.at).filter(state=ImportState.READY)
    return [
        rows_of(
            ready,
            TO_CONFIRM,
            child="",
            about="public_id",
            since="uploaded_at",
            label="school__name",
        )
    ]


def past_imports(reader: Reader) -> QuerySet[ImportBatch]:
    """``imports`` that are done, given up or failed."""
    return imports(reader).exclude(state__in=HELD)


def has_imported(reader: Reader) -> bool:
    """Some import was written already."""
    return imports(reader).filter(state=ImportState.DONE).exists()


def files_of(reader: Reader, batch: ImportBatch) -> QuerySet[ImportFile]:
    """In the order in which they were dropped."""
    return ImportFile.objects.visible_to(reader, at=reader.at).filter(batch=batch).order_by("pk")


def lines_found(
    reader: Reader, batch: ImportBatch, search: ImportSearch | None
) -> QuerySet[ImportLine]:
    """What is written, in order, of the lines that were looked for; none without a search."""
    rows = _lines(reader, batch)
    if search is None:
        return rows.none()
    asked = {"kind": search.kind, "act": search.act}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    return rows.matching(search.words)


def lines_that_cut(reader: Reader, batch: ImportBatch) -> QuerySet[ImportLine]:
    """Those by which somebody loses an access."""
    return _lines(reader, batch).filter(cuts_access=True)


def _lines(reader: Reader, batch: ImportBatch) -> ImportLineQuerySet[ImportLine]:
    return ImportLine.objects.visible_to(reader, at=reader.at).filter(batch=batch).order_by("rank")
