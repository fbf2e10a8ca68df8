"""How the marks lie: every mark counted once, whatever the scale."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.results.assessments.rules import distribution


@pytest.mark.parametrize(
    ("mark", "step"), [("0", 0), ("3.99", 0), ("4", 1), ("19.5", 4), ("20", 4)]
)
def test_a_mark_on_the_edge_belongs_to_the_step_it_begins_and_the_highest_to_the_last(mark, step):
    counts = [count for _label, count in distribution([Decimal(mark)], 20)]

    assert counts.index(1) == step


@given(
    scale=st.sampled_from([5, 10, 20]),
    shares=st.lists(st.decimals(0, 1, places=2), max_size=40),
)
def test_every_mark_is_counted_once(scale, shares):
    assert sum(count for _label, count in distribution([s * scale for s in shares], scale)) == len(
        shares
    )
