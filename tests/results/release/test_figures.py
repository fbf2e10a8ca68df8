"""Class figures, computed by hand."""

from decimal import Decimal

from apps.results.release.rules.figures import CohortFigures, figures_of


def test_an_average_is_rounded_half_up_to_the_hundredth():
    figures = figures_of([Decimal("10"), Decimal("10.01")])

    assert figures == CohortFigures(2, Decimal("10.01"), Decimal("10"), Decimal("10.01"))


def test_a_class_of_five_by_hand():
    marks = [Decimal(mark) for mark in ("8", "11.5", "12", "15.25", "20")]

    assert figures_of(marks) == CohortFigures(5, Decimal("13.35"), Decimal("8"), Decimal("20"))


def test_no_mark_gives_no_figure():
    assert figures_of([]) is None
