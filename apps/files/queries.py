"""Who points at a file: each subject that joins files says it in its ``portal.FILE_USES``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.db.models import Exists, OuterRef

from coeduc import portal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.files.models import StoredFile

    # The rows of a subject that point at files.
    Pointing: TypeAlias = QuerySet[Any]


def _no_name() -> Iterable[str]:
    return ()


class FileJson(TypedDict):
    """A file as JSON of the database; ``file`` is empty once the antivirus has refused it."""

    id: str
    name: str
    type: str
    size: int
    checked: str
    file: str


@dataclass(frozen=True, slots=True)
class FileUse:
    """The rows of one model that keep a file, by its foreign key ``stored``.

    ``kept``: all of them; ``standing``: those that nobody took back. ``names``: files that this
    subject keeps on the disk by itself, without a stored file.
    """

    kept: Callable[[], Pointing]
    standing: Callable[[], Pointing]
    names: Callable[[], Iterable[str]] = _no_name


def loose(rows: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Of these files, those that nothing standing points at."""
    return _unless(rows, [use.standing() for use in portal.answers().file_uses])


def unused(rows: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Of these files, those that no row points at, taken back or not."""
    return _unless(rows, [use.kept() for use in portal.answers().file_uses])


def other_names() -> set[str]:
    """Names on the disk that are no stored file, and belong to a row all the same."""
    return {name for use in portal.answers().file_uses for name in use.names()}


def _unless(rows: QuerySet[StoredFile], used: Iterable[Pointing]) -> QuerySet[StoredFile]:
    for pointing in used:
        rows = rows.filter(~Exists(pointing.filter(stored=OuterRef("pk"))))
    return rows
