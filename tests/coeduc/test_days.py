"""A day as people type it, wherever the portal asks for one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coeduc.days import FIRST, LAST, month_of, typed_day
from coeduc.forms import DayField
from coeduc.french import day_in_words, weekday_in_words

THE_12TH = dt.date(2011, 11, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "12/11/2011", "12.11.2011", "12-11-2011", "12 11 2011", "12112011", "121111", "12.11.11",
        "12/11/11", "12 novembre 2011", "12 nov. 2011", "12 Novembre 11", "12-nov-2011",
        "samedi 12 novembre 2011", "né le 12 novembre 2011", "2011-11-12", "20111112",
        "12 / 11 / 2011", "12–11–2011", "12,11,2011", "12_11_2011",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(typed):
    assert typed_day(typed) == DayField().clean(typed) == THE_12TH


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er septembre 2026", (2026, 9, 1)), ("1er sept 26", (2026, 9, 1)),
        ("3 août 2012", (2012, 8, 3)), ("3 AOUT 2012", (2012, 8, 3)),
        ("5 févr. 2013", (2013, 2, 5)), ("14 juil. 2012", (2012, 7, 14)),
        ("14 juin 2012", (2012, 6, 14)), ("25 déc. 2012", (2012, 12, 25)),
        ("11/12/13", (2013, 12, 11)), ("29/02/2012", (2012, 2, 29)),
    ],
)  # fmt: skip
def test_the_day_stands_before_the_month(typed, day):
    assert typed_day(typed) == dt.date(*day)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12",
        "12/11",
        "novembre 2011",
        "12 jui 2011",
        "12 ma 2011",
        "12 brumaire 2011",
        "11/13/2011",
        "31/02/2011",
        "29/02/2011",
        "12/11/201",
        "12/11/20111",
        "1211201",
        "1/2",
        "douze novembre",
        "12/11/2011 14 h",
        "-12/11/2011",
        "12h11m2011",
        "0/0/0",
    ],
)
def test_what_is_no_day_or_could_be_two_is_none(typed):
    assert typed_day(typed) is None


@given(st.text(alphabet="0123456789 /.-erjuinmarsovbta\u00a0é", max_size=24))
def test_any_text_is_a_day_or_none(text):
    day = typed_day(text)

    assert day is None or isinstance(day, dt.date)


@given(st.dates(FIRST, LAST))
def test_what_the_pages_write_is_read_again(day):
    for written in (day_in_words(day), weekday_in_words(day), day.isoformat(), f"{day:%d/%m/%Y}"):
        assert typed_day(written) == day


def test_a_word_that_begins_two_months_is_neither():
    assert (month_of("jui"), month_of("juil"), month_of("ma"), month_of("Déc")) == (0, 7, 0, 12)
