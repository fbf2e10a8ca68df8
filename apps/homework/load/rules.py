"""What a class has to do for one day, in minutes: to agree between colleagues. Pure.

Not a measure of teachers: a load is a sum over a day and a class, never over a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

# A work without a stated time still costs some: counted as a quarter of an hour, and said.
UNSTATED = 15
LONGEST = 240
# What a class usually has is counted over these last weeks.
WEEKS_OF_USE = 4


@dataclass(frozen=True, slots=True)
class WeighedWork:
    """One work of a class, for a day; ``minutes`` is None where the teacher said nothing."""

    due_on: dt.date
    minutes: int | None = None
    needs_screen: bool = False
    is_adapted: bool = False


def counted_minutes(stated: int | None) -> int:
    """What a work adds to a day."""
    return UNSTATED if stated is None else stated


@dataclass(frozen=True, slots=True)
class Load:
    """The sum of a day. ``unstated`` works are counted ``UNSTATED`` minutes each, and said."""

    day: dt.date
    minutes: int = 0
    works: int = 0
    unstated: int = 0
    on_screen: int = 0

    def is_over(self, cap: int | None) -> bool:
        return cap is not None and self.minutes > cap


def load_of(day: dt.date, works: Iterable[WeighedWork]) -> Load:
    """Works for chosen pupils replace others for them: they do not add up to the class's load."""
    counted = [work for work in works if work.due_on == day and not work.is_adapted]
    return Load(
        day=day,
        minutes=sum(counted_minutes(work.minutes) for work in counted),
        works=len(counted),
        unstated=sum(work.minutes is None for work in counted),
        on_screen=sum(work.needs_screen for work in counted),
    )


def loads(days: Iterable[dt.date], works: Iterable[WeighedWork]) -> list[Load]:
    """One load a day, in the order of the days, empty ones included."""
    known = list(works)
    return [load_of(day, known) for day in days]
