"""How people are reached, in the words of the pages of the school."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from apps.schools.trusted.rules import figures_of
from coeduc.french import french_number

if TYPE_CHECKING:
    from apps.schools.models import Guardian


def phones_of(guardian: Guardian, *, without: Collection[str] = ()) -> tuple[str, ...]:
    """The numbers of somebody, the one in their pocket first, each once; ``without`` some
    (``keys_of_numbers``)."""
    numbers = (
        french_number(number)
        for number in numbers_of(guardian)
        if number_key(number) not in without
    )
    return tuple(dict.fromkeys(numbers))


def numbers_of(guardian: Guardian) -> tuple[str, ...]:
    """As filed."""
    return tuple(number for number in (guardian.mobile, guardian.phone) if number)


def keys_of_numbers(numbers: Iterable[str]) -> frozenset[str]:
    """What tells these numbers from others, however each is written."""
    return frozenset(key for number in numbers if (key := number_key(number)))


def number_key(number: str) -> str:
    """A number too short to be dialled is compared as it is written."""
    return figures_of(number) or "".join(number.split())
