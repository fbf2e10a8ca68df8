"""Reading what is printed: the letters of a file, how far a batch is, the words of a school."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.notices.enums import FileState
from apps.notices.models import Letter, LetterBatch, LetterFile, LetterTexts, Person
from apps.schools.models import School


@dataclass(frozen=True)
class PlannedFile:
    """One file to print: people, envelope by envelope."""

    label: str
    envelopes: list[list[Person]]


def letters_of(file: LetterFile) -> Any:
    """In the order of printing, each with its person; one statement."""
    return (
        Letter.objects.filter(file=file)
        .select_related("guardian", "student", "staff")
        .order_by("rank")
    )


def states_of(batches: Iterable[LetterBatch], *, at: dt.datetime) -> dict[int, set[FileState]]:
    """The states of the files of each batch, by its number; one statement."""
    states: dict[int, set[FileState]] = defaultdict(set)
    for file in LetterFile.objects.filter(batch__in=batches):
        states[file.batch_id].add(file.state_at(at))
    return states


def counts_of(batch: LetterBatch) -> tuple[int, int]:
    """How many letters, and how many of them were printed."""
    printed = (FileState.DONE, FileState.REMOVED)
    letters = Letter.objects.filter(batch=batch)
    return letters.count(), letters.filter(file__state__in=printed).count()


def texts_of(school: School) -> LetterTexts:
    """The school's own words on its letters; an unsaved, empty row where it has written none."""
    return LetterTexts.objects.filter(school=school).first() or LetterTexts(school=school)
