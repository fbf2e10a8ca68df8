"""After a change of rule, hours or calendar: what is published by rule and still waits moves.

Not retroactive: an instant that has passed never moves, none is lost, and none depends on a value:
nothing here reads one. Each model says where its rows wait and what places them (``Published``) and
registers; the results, who hold the locks of a change, then have all of them follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.db import connection

from apps.publication.instants import Release
from apps.publication.opening import OpeningHours
from apps.publication.release.models import Released, Ruled
from apps.publication.rules import Rule, rule_for
from apps.schools.models import School

# What a row is, then what is written of it: column, name in the row, type in the database.
INSTANTS = (
    ("student_release_at", "student_at", "timestamptz"),
    ("guardian_release_at", "guardian_at", "timestamptz"),
)
DECISIONS = (("rule_id", "rule_id", "bigint"), ("opening_id", "opening_id", "bigint"))


class PendingRow(NamedTuple):
    """A row that has not reached the guardians yet, without what it says."""

    pk: int
    kind: str
    entered_at: dt.datetime
    student_at: dt.datetime | None
    guardian_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """What is in force now: the rules by kind (``""``: the school's) and the hours."""

    school: School
    rules: Mapping[str, Rule]
    hours: OpeningHours

    def rule_of(self, kind: str) -> Rule:
        return rule_for(self.rules, kind)


class Published(Protocol):
    """What a model answers when a rule, the hours or the calendar change."""

    @property
    def model(self) -> type[Released]: ...

    def waiting(self, change: RulesInForce, *, at: dt.datetime) -> Sequence[PendingRow]: ...

    def place(self, row: PendingRow, change: RulesInForce, *, at: dt.datetime) -> Release: ...


_published: list[Published] = []


def register(published: Published) -> None:
    """Called once by the app that holds the model.

    TypeError for one whose rows keep the rule they follow: it leads a change, as results do.
    """
    if issubclass(published.model, Ruled):
        raise TypeError(f"{published.model.__name__} keeps its rule: it places itself again")
    if published not in _published:
        _published.append(published)


def registered() -> list[type[Released]]:
    """The models that follow a change; the results themselves apart, which lead it."""
    return [published.model for published in _published]


def place_again(change: RulesInForce, *, at: dt.datetime) -> None:
    """Every registered model follows; a read and a write each, whatever the number of rows."""
    for published in _published:
        rows = published.waiting(change, at=at)
        placed = [settled(row, published.place(row, change, at=at), at=at) for row in rows]
        write(
            published.model,
            [after for row, after in zip(rows, placed, strict=True) if after != row],
        )


def settled(row: Any, found: Release, *, at: dt.datetime) -> Any:
    """Where a change puts a row: what has passed stays, what had a date keeps one."""
    if found.student_at is None or found.guardian_at is None:
        return row
    student_at = row.student_at if has_passed(row.student_at, at) else found.student_at
    return row._replace(student_at=student_at, guardian_at=found.guardian_at)


def write(model: type[Released], rows: Sequence[Any]) -> None:
    """One statement, whatever the number of rows: PostgreSQL reads them as a table."""
    if not rows:
        return
    written = (("id", "pk", "bigint"), *INSTANTS, *(DECISIONS if issubclass(model, Ruled) else ()))
    columns = [column for column, _name, _kind in written]
    set_to = ", ".join(f"{column} = placed.{column}" for column in columns[1:])
    arrays = ", ".join(f"%s::{kind}[]" for _column, _name, kind in written)
    table = connection.ops.quote_name(model._meta.db_table)
    statement = (
        f"UPDATE {table} AS waiting SET {set_to} "  # noqa: S608 (names of this module)
        f"FROM unnest({arrays}) AS placed({', '.join(columns)}) WHERE waiting.id = placed.id"
    )
    values = [[getattr(row, name) for row in rows] for _column, name, _kind in written]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forget_superseded(rows: Iterable[Any], *, at: dt.datetime) -> list[Any]:
    """Drop the pending instants of states that have just been replaced; return those changed."""
    changed = []
    for row in rows:
        before = (row.student_release_at, row.guardian_release_at)
        if not has_passed(row.student_release_at, at):
            row.student_release_at = None
        if not has_passed(row.guardian_release_at, at):
            row.guardian_release_at = None
        if before != (row.student_release_at, row.guardian_release_at):
            changed.append(row)
    return changed


def has_passed(instant: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether an instant that may not be known yet is over."""
    return instant is not None and instant <= at
