"""What an import did, said with numbers and national identifiers, never with names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .errors import Rejection

# In the order in which a person reads them.
KINDS = (
    "subject",
    "division",
    "group",
    "staff",
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
    created: int = 0
    changed: int = 0
    ended: int = 0
    rejected: int = 0

    @property
    def is_nothing(self) -> bool:
        """No row written; rejected rows do not count."""
        return not (self.created or self.changed or self.ended)


@dataclass(slots=True)
class Report:
    """`counts` has one entry per kind of `KINDS`; all zeros when nothing had changed."""

    uai: str
    year: int
    dry_run: bool = False
    counts: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    warnings: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return all(counts.is_nothing for counts in self.counts.values())

    def reject(self, rejections: Iterable[Rejection]) -> None:
        for rejection in rejections:
            self.rejections.append(rejection)
            self.counts[rejection.kind].rejected += 1

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)
