"""Class figures: pure, half up to the hundredth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from coeduc.french import hundredth


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """Average and extremes of the marks of one cohort, on the assessment's own scale."""

    count: int
    average: Decimal
    lowest: Decimal
    highest: Decimal


def figures_of(values: Sequence[Decimal]) -> CohortFigures | None:
    """None for an empty cohort; small cohorts are kept here and hidden at reading."""
    if not values:
        return None
    total = sum(map(Fraction, values), Fraction())
    return CohortFigures(
        count=len(values),
        average=hundredth(total / len(values)),
        lowest=min(values),
        highest=max(values),
    )
