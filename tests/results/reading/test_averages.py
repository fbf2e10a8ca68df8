"""Averages, computed by hand on paper, then what must hold whatever the marks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.results.reading.rules import Average, Counted, average_of, out_of_twenty
from coeduc.french import hundredth


def counted(mark, scale=20, coefficient="1"):
    value = None if mark is None else Decimal(mark)
    return Counted(value, scale, Decimal(coefficient))


# What the marks are, and what a teacher finds with a pencil.
BY_HAND = {
    "one mark": ([("11",)], "11.00", 1),
    "two marks": ([("10",), ("13",)], "11.50", 2),
    "a third is rounded down": ([("10",), ("10",), ("11",)], "10.33", 3),
    "two thirds are rounded up": ([("10",), ("11",), ("11",)], "10.67", 3),
    "half a hundredth goes up": ([("12.34",), ("12.35",)], "12.35", 2),
    "seven eighths": ([("8.5",), ("9.25",)], "8.88", 2),
    "out of 10": ([("7.5", 10)], "15.00", 1),
    "out of 5": ([("3.5", 5)], "14.00", 1),
    "out of 5, 10 and 20 together": ([("4", 5), ("6", 10), ("14",)], "14.00", 3),
    "a coefficient of 2": ([("8", 20, "2"), ("14",)], "10.00", 2),
    "half a coefficient": ([("18", 20, "0.5"), ("12",)], "14.00", 2),
    "a tenth of a coefficient": ([("20", 20, "0.1"), ("10",)], "10.91", 2),
    "the coefficient bears on the mark out of 20": ([("9", 10, "3"), ("10",)], "16.00", 2),
    "a zero that the teacher gave": ([("0",), ("12",)], "6.00", 2),
    "only zeros": ([("0",), ("0", 10)], "0.00", 2),
    "full marks": ([("20",), ("10", 10), ("5", 5)], "20.00", 3),
    "an absence beside a mark": ([(None,), ("12",)], "12.00", 1),
    "an absence with a heavy coefficient": ([(None, 20, "9"), ("12",)], "12.00", 1),
    "a piece of work without a scale": ([(None, None), ("15.5",)], "15.50", 1),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_an_average_is_the_one_found_by_hand(case):
    marks, average, count = BY_HAND[case]

    assert average_of(counted(*mark) for mark in marks) == Average(Decimal(average), count)


@pytest.mark.parametrize("statuses", [0, 1, 4])
def test_nothing_but_statuses_has_no_average(statuses):
    assert average_of([counted(None)] * statuses) is None


def test_an_average_is_written_with_two_decimals():
    assert str(average_of([counted("11")]).value) == "11.00"


def test_a_mark_out_of_five_is_brought_to_twenty_exactly():
    assert out_of_twenty(Decimal("0.01"), 5) * 25 == 1


SCALES = st.sampled_from([5, 10, 20])
TENTHS = st.integers(1, 99).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def results(draw):
    scale = draw(SCALES)
    hundredths = draw(st.none() | st.integers(0, scale * 100))
    value = None if hundredths is None else Decimal(hundredths) / 100
    return Counted(value, scale, draw(TENTHS))


ROWS = st.lists(results(), max_size=40)
MARKS = st.lists(results().filter(lambda row: row.value is not None), min_size=1, max_size=40)


@given(MARKS)
def test_an_average_lies_between_the_lowest_and_the_highest_mark(rows):
    brought = [hundredth(out_of_twenty(row.value, row.scale)) for row in rows]

    assert min(brought) <= average_of(rows).value <= max(brought)
    assert 0 <= average_of(rows).value <= 20


@given(st.data(), ROWS)
def test_the_order_of_the_marks_changes_nothing(data, rows):
    assert average_of(data.draw(st.permutations(rows))) == average_of(rows)


@given(ROWS)
def test_what_has_no_mark_changes_nothing(rows):
    with_statuses = [*rows, Counted(None, 20, Decimal(9)), Counted(None, None)]

    assert average_of(with_statuses) == average_of(rows)


@given(st.lists(st.integers(0, 500), min_size=1), SCALES)
def test_the_scale_changes_nothing(hundredths, scale):
    """The same work marked out of 5 or out of 20."""
    of_five = [Counted(Decimal(n) / 100, 5) for n in hundredths]
    of_scale = [Counted(Decimal(n) * scale / 500, scale) for n in hundredths]

    assert average_of(of_five) == average_of(of_scale)


@given(MARKS, st.integers(1, 9))
def test_all_coefficients_multiplied_change_nothing(rows, times):
    heavier = [Counted(row.value, row.scale, row.coefficient * times) for row in rows]

    assert average_of(heavier) == average_of(rows)


@given(MARKS, TENTHS)
def test_a_mark_equal_to_the_average_of_equal_marks_leaves_it(rows, coefficient):
    same = [Counted(Decimal("13.5"), 20, row.coefficient) for row in rows]

    assert average_of([*same, Counted(Decimal("13.5"), 20, coefficient)]).value == Decimal("13.5")
