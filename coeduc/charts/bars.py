"""Counts as lying bars: pure geometry, no drawing.

The words and the value stand beside each bar, so that no colour carries anything. Coordinates are
texts with a dot, ready for SVG: a template would write French commas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coeduc import french

# Units of the picture: about one pixel on a phone.
WIDTH = 340
ROW, THICKNESS = 30, 18
GAP = 8
LETTER = 8.2
WIDEST_WORDS = 150
SHORTEST_BAR = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words end at ``BarChart.left``, its value follows the bar."""

    label: str
    value: int
    said: str
    y: str
    width: str
    words_y: str
    value_x: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Everything ``components/bar_chart.html`` draws; ``words`` says it without a picture."""

    bars: tuple[Bar, ...]
    words_x: str
    left: str
    height: int
    words: str
    width: int = WIDTH
    thickness: int = THICKNESS


def bar_chart(rows: Sequence[tuple[str, int]], *, highest: int | None = None) -> BarChart:
    """A bar a row, in the order given. ``highest`` lets two charts share one scale.

    A count of zero has no bar and still its «0»; any other is wide enough to be seen. ValueError
    for a negative count: bars only count.
    """
    if any(value < 0 for _label, value in rows):
        raise ValueError("a bar counts something")
    top = max([value for _label, value in rows] + [highest or 0], default=0)
    left = min(WIDEST_WORDS, max((len(label) for label, _ in rows), default=0) * LETTER) + GAP
    digits = max((len(french.thousands(value)) for _label, value in rows), default=1)
    room = WIDTH - left - GAP - digits * LETTER - GAP

    def across(value: int) -> float:
        if not value:
            return 0.0
        return max(room * value / top, SHORTEST_BAR)

    bars = tuple(
        Bar(
            label=label,
            value=value,
            said=french.thousands(value),
            y=_text(n * ROW + (ROW - THICKNESS) / 2),
            width=_text(across(value)),
            words_y=_text(n * ROW + ROW / 2 + 5),
            value_x=_text(left + across(value) + GAP * bool(value)),
        )
        for n, (label, value) in enumerate(rows)
    )
    words = ", ".join(f"{bar.label} {bar.said}" for bar in bars)
    return BarChart(bars, _text(left - GAP), _text(left), len(bars) * ROW, words)


def _text(number: float) -> str:
    return f"{number:.1f}"
