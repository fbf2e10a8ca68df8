"""Where the facts of last term come from: an app above this one says how to read them.

The rules come before the results in the order of the apps, so they ask for past facts through a
registry; ``apps.results`` registers the only reader there is. Its tables say by themselves, in the
database, that a fact has changed: whatever wrote it, facts read before are known to be old.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pgtrigger

from apps.publication.simulator.rules.replay import Past

if TYPE_CHECKING:
    from apps.schools.models import School


@dataclass(frozen=True, slots=True)
class TermDays:
    """Of which term facts are: its rank of so many in the year, and its days."""

    index: int
    count: int
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class LastTerm:
    """The facts to replay."""

    term: TermDays
    pasts: tuple[Past, ...]


class PastAssessment(NamedTuple):
    """What one assessment of one class is called; the keys of ``Past``."""

    assessment: int
    division: int


class AssessmentName(NamedTuple):
    """«Fractions», «4eB»."""

    title: str
    class_code: str


class PastReader(Protocol):
    """The app that holds past facts."""

    def last_term(self, school: School, *, at: dt.datetime) -> LastTerm | None:
        """The last completed term of the school, else the current one so far."""

    def weigh(self, school: School, *, at: dt.datetime, most: int) -> int:
        """How many results there are to read, counted up to ``most``."""

    def named(
        self, school: School, works: Collection[PastAssessment]
    ) -> Mapping[PastAssessment, AssessmentName]:
        """What they are called today; without those that are there no more."""


_readers: list[PastReader] = []


def register_past(reader: PastReader) -> None:
    """Called once by the app that knows."""
    if reader not in _readers:
        _readers.append(reader)


def last_term(school: School, *, at: dt.datetime) -> LastTerm | None:
    """None without facts."""
    for reader in _readers:
        found = reader.last_term(school, at=at)
        if found is not None:
            return found
    return None


def weigh(school: School, *, at: dt.datetime, most: int) -> int:
    """How many facts a replay of this school would read, counted up to ``most``."""
    return sum(reader.weigh(school, at=at, most=most) for reader in _readers)


def named(
    school: School, works: Collection[PastAssessment]
) -> dict[PastAssessment, AssessmentName]:
    """Titles and classes of these assessments, of every app that publishes."""
    found: dict[PastAssessment, AssessmentName] = {}
    for reader in _readers if works else ():
        found |= reader.named(school, works)
    return found


# --- What a table of facts does when it changes --------------------------------------------------

_ONE = (
    "INSERT INTO publication_pastchange (school_id)"
    " VALUES (COALESCE(NEW.school_id, OLD.school_id)); RETURN NULL;"
)
_MANY = (
    "INSERT INTO publication_pastchange (school_id)"
    " SELECT DISTINCT school_id FROM {rows} WHERE {condition}; RETURN NULL;"
)


def past_change_by_row(
    name: str, operation: pgtrigger.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Told once a row: for a table of which few change at a time."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.After, operation=operation, condition=condition, func=_ONE
    )


def past_change_by_statement(
    name: str, operation: pgtrigger.Operation, condition: str = "true"
) -> pgtrigger.Trigger:
    """For a table written a class at a time: once a statement, and an operation each."""
    side = {"old": "changed"} if operation == pgtrigger.Delete else {"new": "changed"}
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**side),
        func=_MANY.format(rows="changed", condition=condition),
    )
