"""JSON that was kept or handed over, read as the one type that it has.

A shape is a ``TypedDict`` (or a list, a union… of them) written beside what writes it. Who reads it
asks ``shaped`` or ``parsed``: what is not of that shape is refused there, with the place of what is
wrong, rather than found out pages later as a missing key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import lru_cache
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

T = TypeVar("T")
# Looks at a value, at a place of the whole; ShapeError.
Check = Callable[[object, str], None]
PLAIN = (bool, float, int, str, NoneType)


class ShapeError(ValueError):
    """Not of the shape that was asked for; says where, never what was there: it may be a name."""


def parsed(kind: type[T], text: str | bytes) -> T:
    """JSON as text. ShapeError, for what is no JSON too."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ShapeError(f"{_named(kind)}: not JSON") from error
    return shaped(kind, value)


def shaped(kind: type[T], value: object) -> T:
    """The value itself, once it was seen to be a ``kind``. ShapeError.

    A key too many is refused as a missing one. A truth is no number, a whole number may stand for a
    decimal one.
    """
    _check_of(cast("Hashable", kind))(value, _named(kind))
    return cast(T, value)


def shaped_or_none(kind: type[T], value: object) -> T | None:
    """Of what may be of another version of the portal, or of nobody: a session, a cache."""
    try:
        return shaped(kind, value)
    except ShapeError:
        return None


@lru_cache(maxsize=256)
def _check_of(kind: Any) -> Check:
    """TypeError for a type that JSON does not have: a mistake of ours."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is NotRequired:
        return _check_of(args[0])
    if is_typeddict(kind):
        return _check_of_keys(kind)
    if origin is list:
        return _check_of_list(_check_of(args[0]), _plain_kinds(args[0]))
    if origin is tuple:
        return _check_of_tuple([_check_of(one) for one in args])
    if origin is dict and args[0] is str:
        return _check_of_values(_check_of(args[1]))
    if origin in (Union, UnionType):
        return _check_of_union([_check_of(one) for one in args if one is not NoneType], args)
    if origin is Literal:
        return _check_of_words(args)
    if kind in PLAIN:
        return _check_of_plain(kind)
    raise TypeError(f"{kind}: JSON has no such thing")


def _check_of_plain(kind: type) -> Check:
    def check(value: object, place: str) -> None:
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise _wrong(value, place, _named(kind))

    return check


def _check_of_words(words: tuple[object, ...]) -> Check:
    def check(value: object, place: str) -> None:
        if not any(type(value) is type(word) and value == word for word in words):
            raise ShapeError(f"{place}: none of {', '.join(map(str, words))}")

    return check


def _plain_kinds(kind: object) -> frozenset[object]:
    """Those of a list whose values need no look of their own; empty where they do."""
    kinds = set(get_args(kind)) if get_origin(kind) in (Union, UnionType) else {kind}
    return frozenset(kinds) if kinds <= set(PLAIN) else frozenset()


def _check_of_list(each: Check, kinds: frozenset[object]) -> Check:
    """Thousands of numbers are looked at together: one by one only where some are wrong."""

    def check(value: object, place: str) -> None:
        if type(value) is not list:
            raise _wrong(value, place, "list")
        if kinds.issuperset(map(type, value)):
            return
        for rank, one in enumerate(value):
            each(one, f"{place}[{rank}]")

    return check


def _check_of_tuple(parts: list[Check]) -> Check:
    """A list of so many values, each of its own kind."""

    def check(value: object, place: str) -> None:
        if type(value) not in (list, tuple):
            raise _wrong(value, place, "list")
        values = cast("list[object]", value)
        if len(values) != len(parts):
            raise ShapeError(f"{place}: {len(values)} values instead of {len(parts)}")
        for rank, (each, one) in enumerate(zip(parts, values, strict=True)):
            each(one, f"{place}[{rank}]")

    return check


def _check_of_values(each: Check) -> Check:
    def check(value: object, place: str) -> None:
        if type(value) is not dict:
            raise _wrong(value, place, "dict")
        for key, one in value.items():
            if type(key) is not str:
                raise _wrong(key, place, "a key: str")
            each(one, f"{place}[…]")

    return check


def _check_of_union(checks: list[Check], kinds: tuple[object, ...]) -> Check:
    """Of one kind or nothing, what is wrong is said of that kind."""

    def check(value: object, place: str) -> None:
        if value is None and NoneType in kinds:
            return
        for one in checks[:-1]:
            with suppress(ShapeError):
                one(value, place)
                return
        checks[-1](value, place)

    return check


def _check_of_keys(kind: Any) -> Check:
    hints = get_type_hints(kind, include_extras=True)
    checks = {name: _check_of(hint) for name, hint in hints.items()}
    optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    needed = kind.__required_keys__ - optional

    def check(value: object, place: str) -> None:
        if type(value) is not dict:
            raise _wrong(value, place, "dict")
        if missing := needed - value.keys():
            raise ShapeError(f"{place}: without {', '.join(sorted(missing))}")
        if len(value) > len(checks) or not value.keys() <= checks.keys():
            raise ShapeError(f"{place}: {len(value.keys() - checks.keys())} unknown keys")
        for name, one in value.items():
            checks[name](one, f"{place}.{name}")

    return check


def _wrong(value: object, place: str, wanted: str) -> ShapeError:
    return ShapeError(f"{place}: {type(value).__name__} instead of {wanted}")


def _named(kind: object) -> str:
    return getattr(kind, "__name__", str(kind)) if not get_args(kind) else str(kind)
