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
    is_test: bool = False


def counted_minutes(stated: int | None, *, is_test: bool = False) -> int:
    """What a work adds to a day; of a test, only the time that its teacher says to revise."""
    if stated is None:
        return 0 if is_test else UNSTATED
    return stated


@dataclass(frozen=True, slots=True)
class Load:
    """The sum of a day. ``unstated`` works are counted ``UNSTATED`` minutes each, and said.

    ``tests`` are apart: they are none of the ``works``.
    """

    day: dt.date
    minutes: int = 0
    works: int = 0
    unstated: int = 0
    on_screen: int = 0
    tests: int = 0

    def is_over(self, cap: int | None) -> bool:
        return cap is not None and self.minutes > cap


def load_of(day: dt.date, works: Iterable[WeighedWork]) -> Load:
    """Works for chosen pupils replace others for them: they do not add up to the class's load."""
    of_day = [work for work in works if work.due_on == day and not work.is_adapted]
    counted = [work for work in of_day if not work.is_test]
    return Load(
        day=day,
        minutes=sum(counted_minutes(work.minutes, is_test=work.is_test) for work in of_day),
        works=len(counted),
        unstated=sum(work.minutes is None for work in counted),
        on_screen=sum(work.needs_screen for work in counted),
        tests=len(of_day) - len(counted),
    )


def loads(days: Iterable[dt.date], works: Iterable[WeighedWork]) -> list[Load]:
    """One load a day, in the order of the days, empty ones included."""
    known = list(works)
    return [load_of(day, known) for day in days]
