"""Whom to call first for a pupil, from a list that leaves the school: pure.

Two adults at most, of those who answer for the pupil day by day; never one who is kept from them,
nor one whom the files only name as a contact, who is called when the child cannot be found, by the
school. A number that somebody kept away has too is nobody's: they might answer. Nor is one of an
adult of a child of who asks: a colleague has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from apps.schools.trusted.rules import figures_of
from apps.schools.words import keys_of_numbers

MOST_CALLED = 2
# The day of an outing is known a term ahead.
MOST_DAYS_AHEAD = 120


@dataclass(frozen=True, slots=True)
class AdultOfPupil:
    """A link as the list reads it; ``numbers`` as filed, the one in their pocket first.

    ``answers``: today, day by day; ``is_legal``: with every right.
    """

    name: str
    relation: str
    numbers: tuple[str, ...]
    answers: bool
    is_legal: bool
    is_cut: bool
    is_first: bool
    lives_with: bool


@dataclass(frozen=True, slots=True)
class AdultToCall:
    name: str
    relation: str
    numbers: tuple[str, ...]


def first_to_call(
    adults: Iterable[AdultOfPupil], *, without: Collection[str] = ()
) -> list[AdultToCall]:
    """In the order in which to call them; none where nobody may be called from here.

    ``without``: the numbers kept from who asks (``keys_of_numbers``).
    """
    adults = list(adults)
    kept_away = keys_of_numbers(number for one in adults if one.is_cut for number in one.numbers)
    found = [
        AdultToCall(one.name, one.relation, numbers)
        for one in sorted(adults, key=_in_order)
        if one.answers and not one.is_cut
        if (numbers := _reachable(one.numbers, kept_away.union(without)))
    ]
    return found[:MOST_CALLED]


def _in_order(one: AdultOfPupil) -> tuple[bool, bool, bool]:
    return (not one.is_first, not one.is_legal, not one.lives_with)


def _reachable(numbers: Collection[str], kept_away: Collection[str]) -> tuple[str, ...]:
    """Each once, however it is written."""
    seen = set(kept_away)
    found = []
    for number in numbers:
        if figures_of(number) and figures_of(number) not in seen:
            seen.add(figures_of(number))
            found.append(number)
    return tuple(found)
