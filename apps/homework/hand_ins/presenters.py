"""What the pages of hand-ins show: to the teacher who asked, to the pupil who gives."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.files.presenters import FileLine, line_of
from apps.files.rules import names, recognition
from apps.homework.hand_ins.rules import MOST_FILES
from apps.schools.names import listed_name

if TYPE_CHECKING:
    from uuid import UUID

    from typing_extensions import Buffer

    from apps.files.models import StoredFile
    from apps.homework.models import HandIn
    from apps.schools.models import Student

CHUNK = 256 * 1024
# The oldest instant a ZIP can say: a date would tell who gave early and who gave late.
NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ExpectedPupilLine:
    name: str
    files: tuple[FileLine, ...]


def pupils_of(
    roster: Iterable[Student], given: Iterable[HandIn]
) -> tuple[list[ExpectedPupilLine], list[str]]:
    """Those who gave a file, in the order of names; then the names of the others.

    A pupil who left the class since keeps their line. ``given``: rows with student and stored.
    """
    found: dict[int, list[FileLine]] = defaultdict(list)
    everybody = {student.pk: student for student in roster}
    for row in given:
        found[row.student_id].append(line_of(row))
        everybody.setdefault(row.student_id, row.student)
    ordered = sorted(everybody.values(), key=lambda student: (student.sort_key, student.pk))
    return (
        [ExpectedPupilLine(_name(one), tuple(found[one.pk])) for one in ordered if one.pk in found],
        [_name(one) for one in ordered if one.pk not in found],
    )


def count_sentence(count: int) -> str:
    if not count:
        return _("Aucun fichier déposé pour l’instant.")
    return ngettext("%(n)d fichier déposé", "%(n)d fichiers déposés", count) % {"n": count}


def names_in_archive(class_code: str, given: Iterable[HandIn]) -> list[tuple[str, StoredFile]]:
    """« 4eB_DIALLO_Ines_1.pdf » and the file; two namesakes are told apart by their rank."""
    ranks: dict[str, int] = defaultdict(int)
    found = []
    for row in given:
        student = row.student
        last = names.plain(student.display_last_name).upper()
        words = (names.plain(class_code), last, names.plain(student.first_name))
        stem = "_".join(words)
        ranks[stem] += 1
        kind = recognition.KINDS.get(row.stored.content_type)
        found.append((f"{stem}_{ranks[stem]}{kind.suffix if kind else ''}", row.stored))
    return found


def zipped(found: Iterable[tuple[str, StoredFile]]) -> Iterator[bytes]:
    """The archive by pieces, none kept in memory; a file gone from the disk is left out."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, stored in found:
            try:
                content = stored.file.open("rb")
            except (FileNotFoundError, ValueError):
                continue
            with content, archive.open(zipfile.ZipInfo(name, NO_DATE), "w") as inside:
                while chunk := content.read(CHUNK):
                    inside.write(chunk)
                    yield pipe.taken()
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """Where the archive is written, emptied as it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def write(self, data: Buffer) -> int:
        part = bytes(data)
        self.parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)


def _name(student: Student) -> str:
    return listed_name(student)


def full_sentence() -> str:
    """What a pupil reads where no other file is taken."""
    return ngettext(
        "Tu as déposé %(n)d fichier. Pour en changer, reprends-le d’abord.",
        "Tu as déposé %(n)d fichiers. Pour en changer un, reprends-le d’abord.",
        MOST_FILES,
    ) % {"n": MOST_FILES}


def handed_in(counts: Mapping[UUID, int]) -> dict[UUID, str]:
    """By work, how many files were given (``queries.counts_of``)."""
    return {work: count_sentence(count) for work, count in counts.items()}
