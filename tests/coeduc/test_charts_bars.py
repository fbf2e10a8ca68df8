"""A chart of counts: every bar is said in words and figures, and none lies about its length."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coeduc.charts.bars import ROW, SHORTEST_BAR, WIDTH, bar_chart
from tests.ui.gallery import draw

labels = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=30)
rows = st.lists(st.tuples(labels, st.integers(0, 20_000)), min_size=1, max_size=12)
WAITS = [("le jour même", 0), ("le lendemain", 268), ("plus", 1)]


@given(rows, st.none() | st.integers(0, 40_000))
def test_every_bar_stays_in_the_picture_and_below_the_one_before(some, highest):
    chart = bar_chart(some, highest=highest)

    assert [bar.value for bar in chart.bars] == [value for _label, value in some]
    for n, bar in enumerate(chart.bars):
        assert 0 < float(chart.left) + float(bar.width) < WIDTH
        assert float(bar.value_x) < WIDTH
        assert n * ROW < float(bar.y) < float(bar.y) + chart.thickness < (n + 1) * ROW


@given(rows)
def test_a_longer_bar_is_never_a_smaller_count(some):
    chart = bar_chart(some)

    by_width = sorted(chart.bars, key=lambda bar: (float(bar.width), bar.value))
    assert [bar.value for bar in by_width] == sorted(bar.value for bar in chart.bars)


@given(rows)
def test_a_count_is_drawn_as_soon_as_there_is_one_and_never_for_zero(some):
    for bar in bar_chart(some).bars:
        assert float(bar.width) == 0 if bar.value == 0 else float(bar.width) >= SHORTEST_BAR


def test_two_charts_that_share_a_scale_draw_the_same_count_alike():
    few = bar_chart([("le lendemain", 10)], highest=100)
    many = bar_chart([("le lendemain", 100)])

    assert float(few.bars[0].width) < float(many.bars[0].width) / 8


def test_a_chart_without_a_row_has_no_bar_and_no_height():
    assert (bar_chart([]).bars, bar_chart([]).height) == ((), 0)


def test_nothing_is_counted_below_zero():
    with pytest.raises(ValueError, match="counts"):
        bar_chart([("le lendemain", -1)])


def test_the_picture_says_in_words_what_it_shows_and_a_table_says_it_again():
    html = draw(
        '{% bar_chart chart title="Attente" rows="Délai" unit="Résultats" %}',
        chart=bar_chart(WAITS),
    )

    title = re.search(r"<title>(.*?)</title>", html).group(1)
    assert title == "Attente : le jour même 0, le lendemain 268, plus 1"
    assert re.findall(r'<th scope="row">(.*?)</th>\s*<td class="number">(.*?)</td>', html) == [
        ("le jour même", "0"),
        ("le lendemain", "268"),
        ("plus", "1"),
    ]


def test_a_page_with_a_table_of_its_own_keeps_the_picture_alone():
    html = draw('{% bar_chart chart title="Attente" figures=False %}', chart=bar_chart(WAITS))

    assert "<table" not in html
    assert "<title>Attente : le jour même 0" in html


def test_no_coordinate_is_written_the_french_way():
    html = draw('{% bar_chart chart title="Attente" %}', chart=bar_chart(WAITS))

    assert re.findall(r'\s(?:x|y|width|height)="[^"]*,[^"]*"', html) == []


def test_what_people_write_is_escaped_in_a_chart():
    html = draw(
        "{% bar_chart chart title=word rows=word unit=word %}",
        word="<b>",
        chart=bar_chart([("<i>", 1)]),
    )

    assert "<b>" not in html
    assert "<i>" not in html
