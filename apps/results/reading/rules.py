"""Averages of one pupil: pure, exact, half up to the hundredth.

Only what a reader may see is handed to these functions: an average of anything else would give
away, by subtraction, a mark that is not there yet (market: the catalogue of leaks).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coeduc.french import hundredth

OUT_OF = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """One result as it weighs in an average. ``value`` is None where a status stands for a mark.

    Absent, exempt, not graded, not assessed: nothing to count. «Non rendu» counts for nothing
    either unless the teacher gave 0, which is then an ordinary value: a zero judges the work, and
    somebody has to decide it (circulaire 2000-105 du 11 juillet 2000; its letter of 20 February
    2001 allows one «pour un devoir non remis sans excuse valable»).
    """

    value: Decimal | None
    scale: int | None = OUT_OF
    coefficient: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Average:
    """Out of 20, and from how many marks."""

    value: Decimal
    count: int


def out_of_twenty(value: Decimal, scale: int) -> Fraction:
    """A mark out of 5, 10 or 20, brought to 20, exactly."""
    return Fraction(value) * OUT_OF / scale


def average_of(results: Iterable[Counted]) -> Average | None:
    """The weighted average out of 20; None when no mark counts."""
    total, weights, count = Fraction(), Fraction(), 0
    for result in results:
        if result.value is None or result.scale is None:
            continue
        weight = Fraction(result.coefficient)
        total += out_of_twenty(result.value, result.scale) * weight
        weights += weight
        count += 1
    return Average(hundredth(total / weights), count) if weights else None
