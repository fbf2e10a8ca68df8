"""What an import did: numbers, national identifiers, and the rows that it touched.

Nothing here shows a name; `wording.lines_of` says the rows in words for the people of the school.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from apps.schools.errors import Rejection
from coeduc.shapes import shaped

if TYPE_CHECKING:
    from apps.schools.imports.rules.files import ImportKind

# In the order in which a person reads them.
KINDS = (
    "subject",
    "division",
    "group",
    "staff",
    "post",
    "teaching",
    "teaching_staff",
    "lead_teacher",
    "pupil",
    "enrolment",
    "membership",
    "guardian",
    "guardianship",
)


@dataclass(slots=True)
class Counts:
    """How many rows of one kind, by what becomes of them: counted while the import runs."""

    created: int = 0
    changed: int = 0
    ended: int = 0
    rejected: int = 0

    @property
    def is_nothing(self) -> bool:
        """No row written; rejected rows do not count."""
        return not (self.created or self.changed or self.ended)


Act = Literal["created", "changed", "ended"]


@dataclass(frozen=True, slots=True)
class RowMove:
    """One row written: a model instance, and which of its fields changed."""

    kind: str
    act: Act
    row: Any
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file once it has been read; STS files bear no date."""

    kind: "ImportKind"
    name: str
    sha256: str
    exported_at: dt.datetime | None


@dataclass(slots=True)
class ImportReport:
    """`counts` has one entry per kind of `KINDS`; all zeros when nothing had changed."""

    uai: str
    year: int
    dry_run: bool = False
    counts: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    # They may name a guardian to the office: for the page and the command, never for a log.
    warnings: list[str] = field(default_factory=list, repr=False)
    rejections: list[Rejection] = field(default_factory=list)
    moves: list[RowMove] = field(default_factory=list, repr=False)
    files: list[FileFacts] = field(default_factory=list)
    is_older: bool = False
    supposed: str = ""  # what was supposed of a school just created, to be checked
    year_words: str = ""  # «2026-2027», «2026» in the south

    @property
    def is_nothing(self) -> bool:
        return all(counts.is_nothing for counts in self.counts.values())

    def reject(self, rejections: Iterable[Rejection]) -> None:
        for rejection in rejections:
            self.rejections.append(rejection)
            self.counts[rejection.kind].rejected += 1

    def record(
        self,
        kind: str,
        act: Act,
        rows: Iterable[Any],
        fields: Mapping[int, Iterable[str]] | None = None,
    ) -> None:
        """`fields` says what changed, by `id()` of the row."""
        for row in rows:
            names = tuple(sorted((fields or {}).get(id(row), ())))
            self.moves.append(RowMove(kind, act, row, names))
            counts = self.counts[kind]
            setattr(counts, act, getattr(counts, act) + 1)

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


class ActCounts(TypedDict):
    """How many rows of one kind, by what becomes of them."""

    created: int
    changed: int
    ended: int
    rejected: int


class Summary(TypedDict, total=False):
    """What the page of an import says first: kept with it, as JSON.

    An earlier version of the portal told less, and nothing is there before the files were read.
    """

    year: str
    counts: dict[str, ActCounts]
    warnings: list[str]
    cuts: int
    is_older: bool
    is_nothing: bool


def full_summary(kept: object) -> Summary:
    """All of it, from what ``ImportBatch.report`` holds; ShapeError for what no import wrote."""
    summary: Summary = {
        "year": "",
        "counts": {},
        "warnings": [],
        "cuts": 0,
        "is_older": False,
        "is_nothing": False,
    }
    return summary | shaped(Summary, kept)
