"""Marks along a year, as places in a picture: pure geometry, no drawing and no judgement.

No trend, no target, no comparison: a line that joins what one pupil did. Coordinates are texts with
a dot, ready for SVG: a template would write French commas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Units of the picture: about one pixel on a phone.
WIDTH, HEIGHT = 340, 200
LEFT, RIGHT, TOP, BOTTOM = 26, 10, 10, 26
MOST_MONTHS = 6
FEW = 25
HIGHEST = Decimal(20)
GRID = (0, 5, 10, 15, 20)


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: where it is."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word of an axis: where it is written, and where its grid line is."""

    label: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything ``components/points.html`` draws. ``line`` is empty for a single point."""

    points: tuple[Point, ...]
    line: str
    rows: tuple[Tick, ...]
    months: tuple[Tick, ...]
    radius: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def curve(
    marks: Sequence[tuple[dt.date, Decimal]], *, month_name: Callable[[dt.date], str]
) -> Curve | None:
    """Marks out of 20 by day, the oldest first whatever the order given; None without any.

    The axis holds whole months, so that one mark alone has its place in a month, and a busy week
    does not look like a busy term.
    """
    if not marks:
        return None
    ordered = sorted(marks, key=lambda mark: mark[0])
    first, last = ordered[0][0].replace(day=1), _next_month(ordered[-1][0])
    span = (last - first).days

    def across(day: dt.date, half: float = 0.0) -> str:
        return _text(LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days + half) / span)

    points = tuple(Point(across(day, half=0.5), _up(value)) for day, value in ordered)
    return Curve(
        points=points,
        line=" ".join(f"{point.x},{point.y}" for point in points) if len(points) > 1 else "",
        rows=tuple(Tick(str(mark), _text(LEFT - 6), _up(Decimal(mark))) for mark in GRID),
        months=tuple(
            Tick(month_name(month), across(month), _text(HEIGHT - 6))
            for month in _some(list(_months(first, last)))
        ),
        radius="4" if len(points) < FEW else "3",
    )


def _up(mark: Decimal) -> str:
    """0 at the bottom, 20 at the top; what lies outside stays on the edge."""
    share = float(min(max(mark, Decimal()), HIGHEST) / HIGHEST)
    return _text(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share)


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    month = first
    while month < last:
        yield month
        month = _next_month(month)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _some(months: list[dt.date]) -> list[dt.date]:
    """As many as there is room to name, evenly."""
    return months[:: -(-len(months) // MOST_MONTHS)]


def _text(number: float) -> str:
    return f"{number:.1f}"
