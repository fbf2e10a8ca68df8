"""Class figures: pure, half up to the hundredth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Average and extremes of the marks of one cohort, on the assessment's own scale."""

    count: int
    average: Decimal
    lowest: Decimal
    highest: Decimal


def figures_of(values: Sequence[Decimal]) -> Figures | None:
    """None for an empty cohort; small cohorts are kept here and hidden at reading."""
    if not values:
        return None
    average = sum(values, Decimal()) / len(values)
    return Figures(
        count=len(values),
        average=average.quantize(Decimal("0.01"), ROUND_HALF_UP),
        lowest=min(values),
        highest=max(values),
    )
