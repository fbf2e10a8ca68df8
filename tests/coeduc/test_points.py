"""A pupil's marks as places in a picture."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coeduc.charts.points import BOTTOM, HEIGHT, LEFT, MOST_MONTHS, RIGHT, TOP, WIDTH, curve

DAY = dt.date(2026, 11, 12)


def drawn(*marks):
    return curve([(day, Decimal(mark)) for day, mark in marks], month_name=lambda day: f"{day:%m}")


def test_without_a_mark_there_is_no_picture():
    assert drawn() is None


def test_one_mark_is_a_point_in_its_month_and_no_line():
    found = drawn((DAY, "11"))

    assert (len(found.points), found.line) == (1, "")
    assert [tick.label for tick in found.months] == ["11"]
    assert LEFT < float(found.points[0].x) < WIDTH - RIGHT


def test_two_marks_are_joined_in_the_order_of_days_whatever_the_order_given():
    found = drawn((DAY, "11"), (dt.date(2026, 9, 20), "14"))

    (september, november) = found.points
    assert float(september.x) < float(november.x)
    assert float(september.y) < float(november.y), "14 stands above 11"
    assert found.line == f"{september.x},{september.y} {november.x},{november.y}"
    assert [tick.label for tick in found.months] == ["09", "10", "11"]


def test_zero_is_at_the_bottom_and_twenty_at_the_top():
    low, high = drawn((DAY, "0"), (DAY, "20")).points

    assert (float(low.y), float(high.y)) == (HEIGHT - BOTTOM, TOP)


def test_a_whole_year_names_no_more_months_than_there_is_room_for():
    found = drawn((dt.date(2026, 9, 3), "11"), (dt.date(2027, 6, 30), "12"))

    assert [tick.label for tick in found.months] == ["09", "11", "01", "03", "05"]


def test_forty_marks_make_smaller_points():
    few, many = drawn((DAY, "11")), drawn(*[(DAY, str(n % 20)) for n in range(40)])

    assert float(many.radius) < float(few.radius)


def test_no_number_has_a_comma_where_svg_wants_a_dot():
    found = drawn((DAY, "11.37"), (DAY + dt.timedelta(3), "7.5"))

    assert all("," not in coordinate for point in found.points for coordinate in (point.x, point.y))


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
MARKS = st.lists(st.tuples(DAYS, st.decimals(0, 20, places=2)), min_size=1, max_size=60)


@given(MARKS)
def test_every_mark_is_inside_the_frame_and_days_go_to_the_right(marks):
    found = curve(marks, month_name=str)

    places = [(float(point.x), float(point.y)) for point in found.points]
    assert len(places) == len(marks)
    assert all(LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT - BOTTOM for x, y in places)
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(places))
    assert 1 <= len(found.months) <= MOST_MONTHS
