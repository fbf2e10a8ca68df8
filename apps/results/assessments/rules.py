"""How the marks of one assessment lie, for its teacher: counts, nobody’s name, no rank. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

BINS = 5


def distribution(values: Sequence[Decimal], scale: int) -> list[tuple[str, int]]:
    """Five steps of the scale and how many marks in each; the highest mark is in the last.

    >>> distribution([Decimal("3.5"), Decimal(20)], 20)
    [('0 à 4', 1), ('4 à 8', 0), ('8 à 12', 0), ('12 à 16', 0), ('16 à 20', 1)]
    """
    step = scale // BINS
    counts = [0] * BINS
    for value in values:
        counts[min(int(value // step), BINS - 1)] += 1
    return [(f"{n * step} à {(n + 1) * step}", count) for n, count in enumerate(counts)]
