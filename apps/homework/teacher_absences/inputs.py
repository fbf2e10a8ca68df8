"""What the office says of an absence: who, from when to when, what is held all the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from apps.homework.teacher_absences.rules import AbsenceSpan


@dataclass(frozen=True, slots=True)
class AbsenceWish:
    """``missing``: the keys of the lessons that are not held; the others somebody else takes."""

    span: AbsenceSpan
    missing: Collection[str]
