"""What the first pages ask every app: what waits for this person, what they have not opened.

An app answers in its ``portal.py`` with ``WAITING``; the first page knows none of them. All the
answers are one statement, whatever the apps and the children: each gives querysets of the same
columns, made by ``rows_of``. «Rien à faire» is said when no row asks for an act.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from uuid import UUID

from django.db.models import BigIntegerField, DateTimeField, F, TextField, UUIDField, Value
from django.db.models.functions import Cast

from coeduc import portal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from coeduc.access import M, Reader

    # As the columns below.
    Values: TypeAlias = tuple[str, int | None, UUID, str, dt.datetime]
    # Questions of several apps, of whatever rows: the same columns.
    Waits: TypeAlias = QuerySet[Any, Values]

COLUMNS = ("waits_key", "waits_child", "waits_about", "waits_label", "waits_since")


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits: for which child (None: the person), about which row, since when."""

    key: str
    child: int | None
    about: UUID
    label: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What the page writes: a link, and what follows it («et 3 plus anciens»).

    ``is_calm``: of a change, one that brings things back to what they usually are.
    """

    label: str
    url: str
    more: str = ""
    is_calm: bool = False


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """What one app answers for one kind of thing.

    ``rows``: querysets of ``rows_of`` for a reader, none when it is not for this capacity.
    ``lines``: the rows of one child, the newest first, in words. ``asks_act``: false for what is
    only to be read. ``changes``: it is a change of the day, said apart from the news.
    """

    key: str
    rows: Callable[[Reader], Iterable[Waits]]
    lines: Callable[[Sequence[WaitingRow], Reader], Iterable[WaitingLine]]
    asks_act: bool = True
    changes: bool = False


@dataclass(slots=True)
class Waiting:
    """What waits for one child, in the order in which the apps registered."""

    acts: list[WaitingLine] = field(default_factory=list)
    news: list[WaitingLine] = field(default_factory=list)
    changes: list[WaitingLine] = field(default_factory=list)


def rows_of(
    rows: QuerySet[M], key: str, *, child: str, about: str, since: str, label: str = ""
) -> Waits:
    """``rows`` as the common columns; the other arguments name columns of ``rows``.

    ``child=""`` for what concerns the person, whoever the children.
    """
    waits = (
        rows.order_by()
        .annotate(
            waits_key=Value(key, output_field=TextField()),
            waits_child=Cast(F(child) if child else Value(None), BigIntegerField()),
            waits_about=Cast(F(about), UUIDField()),
            waits_label=Cast(F(label) if label else Value(""), TextField()),
            waits_since=Cast(F(since), DateTimeField()),
        )
        .values_list(*COLUMNS)
    )
    return cast("Waits", waits)


def asked_for(reader: Reader) -> Waits | None:
    """What every app asks for this reader: one statement, or None where none has a question."""
    asked = [rows for answer in portal.answers().waiting for rows in answer.rows(reader)]
    if not asked:
        return None
    first, *others = asked
    return first.union(*others, all=True) if others else first


def waiting_of(reader: Reader, found_rows: Iterable[Values]) -> dict[int | None, Waiting]:
    """The rows of ``asked_for``, by child and in the words of each app."""
    answers = portal.answers().waiting
    found: dict[tuple[str, int | None], list[WaitingRow]] = defaultdict(list)
    for values in found_rows:
        row = WaitingRow(*values)
        found[row.key, row.child].append(row)
    waiting: dict[int | None, Waiting] = defaultdict(Waiting)
    for answer in answers:
        for (key, child), rows in found.items():
            if key == answer.key:
                newest = sorted(rows, key=lambda row: row.since, reverse=True)
                _place(answer, waiting[child]).extend(answer.lines(newest, reader))
    return dict(waiting)


def _place(answer: WaitingKind, waiting: Waiting) -> list[WaitingLine]:
    if answer.changes:
        return waiting.changes
    return waiting.acts if answer.asks_act else waiting.news
