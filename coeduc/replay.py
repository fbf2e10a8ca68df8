"""Hot readings, compiled once by shape and replayed with the values of each person.

Two thirds of a family's page went into writing the same SQL again from the same rules. Here a
reading is written from *markers*, values that belong to nobody: the rules cannot bake in what they
have never seen. It is written twice with other markers, and both must give the same text; each
parameter is then a marker, whose place takes the real value, or a constant of the rules. A value
worked out from another one would differ between the two and be neither: ``ReplayError``, at the
first call. Nothing may be asked of the database meanwhile.

The shape says all that may change the text: which values are there and what they are not (a word, a
flag, None stand for themselves). It is made of the same plain values that are replayed.
"""

from __future__ import annotations

import copy
import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Prefetch, QuerySet
from django.utils import timezone, translation

from coeduc.postgresql.prepared import Text, type_of

Row = TypeVar("Row")
# Of one reading: beyond it the shapes are begun again.
SHAPES = 200
PADDED_TO = 8
# Where the markers of each turn begin. Nothing is alike in the two, hour, month, day of the week,
# parity or century; one is to come and the other is long past, and the second counts backwards: a
# rule that chose by one of these, by a day it knows, or by which of two values comes first, would
# write two texts. That two values are *equal* is not seen: a rule must not ask it.
TURNS = (
    (8_000_000_000_000_000, dt.datetime(7103, 3, 1, tzinfo=dt.UTC), dt.date(7203, 3, 1)),
    (5_300_000_001, dt.datetime(1953, 11, 18, 17, 31, tzinfo=dt.UTC), dt.date(1941, 12, 19)),
)


class ReplayError(Exception):
    """A reading whose text depends on a value: it cannot be kept."""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """The place of the value number ``n``."""

    n: int


class Reading(Generic[Row]):
    """What ``build`` reads, given plain values: numbers, instants, days, identifiers, words.

    ``build`` returns a QuerySet and may use nothing but its arguments.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept: dict[Any, _Kept] = {}

    def forget(self) -> None:
        """What was written: for tests that change what ``build`` is made of."""
        self._kept.clear()

    def rows(self, *values: object) -> list[Row]:
        """As ``list(build(*values))``, in the same one statement."""
        shape = (_shape(values), translation.get_language(), timezone.get_current_timezone_name())
        kept = self._kept.get(shape)
        if kept is None:
            if len(self._kept) >= SHAPES:
                self._kept.clear()
            kept = self._kept[shape] = _written(self._build, values)
        return kept.rows(list(_leaves(values)))


def padded(keys: Sequence[int]) -> tuple[int, ...]:
    """The same set of keys, some said twice: families of like sizes share one shape."""
    if not keys:
        return ()
    return (*keys, *[keys[-1]] * (-len(keys) % PADDED_TO))


# Shapes and markers ---------------------------------------------------------------------------


def _is_constant(value: Any) -> bool:
    return value is None or isinstance(value, bool | str | enum.Enum)


def _shape(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return tuple(_shape(one) for one in value)
    return (value,) if _is_constant(value) else type(value)


def _leaves(value: Any) -> Iterator[Any]:
    """The values that are replayed, in order."""
    if isinstance(value, tuple | list):
        for one in value:
            yield from _leaves(one)
    elif not _is_constant(value):
        yield value


class _Markers:
    """Values like those given, of nobody: no key, day or instant of a school is among them."""

    def __init__(self, turn: int) -> None:
        self.turn, self.slots = turn, dict[Any, ValuePlace]()

    def twin(self, value: Any) -> Any:
        if isinstance(value, tuple | list):
            return tuple(self.twin(one) for one in value)
        if _is_constant(value):
            return value
        marker = self._marker(value, len(self.slots))
        self.slots[marker] = ValuePlace(len(self.slots))
        return marker

    def _marker(self, value: Any, n: int) -> Any:
        key, moment, day = TURNS[self.turn]
        n = -n if self.turn else n
        match value:
            case int():
                return key + n
            case dt.datetime():
                return moment + dt.timedelta(seconds=n)
            case dt.date():
                return day + dt.timedelta(days=n)
            case uuid.UUID():
                return uuid.UUID(int=(key << 64) + n)
        raise ReplayError(f"{type(value).__name__}: not a plain value")

    def template(self, param: Any) -> Any:
        """The parameter, a slot where it is a marker."""
        if isinstance(param, list | tuple):
            return tuple(self.template(one) for one in param)
        try:
            return self.slots.get(param, param)
        except TypeError:  # not hashable: none of ours
            return param


# Writing and replaying ------------------------------------------------------------------------


def _refuse(*_asked: Any) -> Any:
    raise ReplayError("a reading asks the database while it is written")


def _written(build: Callable[..., Any], values: tuple[Any, ...]) -> _Kept:
    first, second = (_once(build, values, turn) for turn in (0, 1))
    if (first.sql, first.template) != (second.sql, second.template):
        raise ReplayError(f"a value is worked out from another one: {first.sql}")
    return first


def _once(build: Callable[..., Any], values: tuple[Any, ...], turn: int) -> _Kept:
    markers = _Markers(turn)
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse):
        rows = build(*markers.twin(values))
        if any(_has_rows_of_its_own(one) for one in rows._prefetch_related_lookups):
            raise ReplayError("rows fetched beforehand by a set of their own are not replayed")
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Kept(rows, compiler, Text("", (), ()), ())
    template = markers.template(params)
    types = [type_of(marker) for marker in markers.slots]
    return _Kept(rows, compiler, Text(sql, _places(template), types), template)


def _has_rows_of_its_own(lookup: Any) -> bool:
    """Written from the markers, it would be asked with them."""
    return isinstance(lookup, Prefetch) and lookup.queryset is not None


def _places(template: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of each parameter, the number of the value it takes; None where it is a constant."""
    return tuple(
        one.n
        if isinstance(one, ValuePlace)
        else _places(one)
        if isinstance(one, tuple) and any(isinstance(part, ValuePlace) for part in one)
        else None
        for one in template
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """``template``: the parameters, slots where a value is replayed. No text: no row, ever."""

    queryset: Any
    compiler: Any
    sql: Text
    template: tuple[Any, ...]

    def rows(self, values: list[Any]) -> list[Any]:
        if not self.sql:
            return []
        written = self.queryset
        rows = type(written)(
            written.model, _Replayed(self, _filled(self.template, values)), DEFAULT_DB_ALIAS
        )
        rows._iterable_class = written._iterable_class
        rows._fields = written._fields
        rows._prefetch_related_lookups = written._prefetch_related_lookups
        return list(rows)


def _filled(template: Any, values: list[Any]) -> Any:
    return tuple(
        values[one.n]
        if isinstance(one, ValuePlace)
        else list(_filled(one, values))
        if isinstance(one, tuple)
        else one
        for one in template
    )


class _Replayed:
    """Of a Query, what a QuerySet asks to fetch its rows."""

    def __init__(self, kept: _Kept, params: tuple[Any, ...]) -> None:
        self._of, self._params = kept, params

    def get_compiler(self, using: str | None = None, **_more: Any) -> Any:
        compiler = copy.copy(self._of.compiler)
        compiler.connection = connections[using or DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (self._of.sql, self._params)
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of.queryset.query, name)
