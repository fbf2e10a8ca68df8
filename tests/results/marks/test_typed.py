"""What a teacher may type in a cell, and what is refused with a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.results.enums import Status
from apps.results.marks.rules.typed import LONGEST_ENTRY, Mark, MarkError, mark_as_typed, parse_mark


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", Mark(Decimal("12.00"))),
        ("12,5", Mark(Decimal("12.50"))),
        ("12.5", Mark(Decimal("12.50"))),
        (" 12,25 ", Mark(Decimal("12.25"))),
        ("12,", Mark(Decimal("12.00"))),
        ("0", Mark(Decimal("0.00"))),
        ("20", Mark(Decimal("20.00"))),
        ("007", Mark(Decimal("7.00"))),
        ("abs", Mark(status=Status.ABSENT)),
        ("ABS.", Mark(status=Status.ABSENT)),
        ("Absente", Mark(status=Status.ABSENT)),
        ("nn", Mark(status=Status.NOT_GRADED)),
        ("non\u00a0noté", Mark(status=Status.NOT_GRADED)),
        ("disp", Mark(status=Status.EXEMPT)),
        ("nr", Mark(status=Status.NOT_SUBMITTED)),
        ("ne", Mark(status=Status.NOT_ASSESSED)),
        ("A", Mark(status=Status.ABSENT)),
        ("Absent(e)", Mark(status=Status.ABSENT)),
        ("N", Mark(status=Status.NOT_GRADED)),
        ("N.Not", Mark(status=Status.NOT_GRADED)),
        ("N. Not.", Mark(status=Status.NOT_GRADED)),
        ("n/n", Mark(status=Status.NOT_GRADED)),
        ("-", Mark(status=Status.NOT_GRADED)),
        ("—", Mark(status=Status.NOT_GRADED)),
        ("D", Mark(status=Status.EXEMPT)),
        ("dispensé(e)", Mark(status=Status.EXEMPT)),
        ("Dispensé·e", Mark(status=Status.EXEMPT)),
        ("DISPENSEE", Mark(status=Status.EXEMPT)),
        ("dispense\u0301", Mark(status=Status.EXEMPT)),
        ("R", Mark(status=Status.NOT_SUBMITTED)),
        ("N.Rdu", Mark(status=Status.NOT_SUBMITTED)),
        ("Non\u202frendu", Mark(status=Status.NOT_SUBMITTED)),
        ("e", Mark(status=Status.NOT_ASSESSED)),
        ("N.É.", Mark(status=Status.NOT_ASSESSED)),
        ("Non-rendu", Mark(status=Status.NOT_SUBMITTED)),
        ("NON-NOTÉE", Mark(status=Status.NOT_GRADED)),
        ("Abs. just.", Mark(status=Status.ABSENT)),
        ("abs NJ", Mark(status=Status.ABSENT)),
        ("exempté(e)", Mark(status=Status.EXEMPT)),
        ("Exempt", Mark(status=Status.EXEMPT)),
        ("12,5 pts", Mark(Decimal("12.50"))),
        ("12 points", Mark(Decimal("12.00"))),
        ("1pt", Mark(Decimal("1.00"))),
        ("12,5/20", Mark(Decimal("12.50"))),
        ("12,5 / 20", Mark(Decimal("12.50"))),
        ("7\u202fsur\u202f20", Mark(Decimal("7.00"))),
        ("12\u00ad,5\u200b", Mark(Decimal("12.50"))),
        ("", None),
        ("   ", None),
    ],
)
def test_a_teacher_may_type(typed, expected):
    assert parse_mark(typed, scale=20) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "21", "20,01", "-1", "+3", "12,555", "1e1", "NaN", "inf", "douze", "12/10", "12/", "=1+1",
        "12 5", "٣", "¹²", "1" * 40, "0x10", "12,5,5", "--", "<b>",
        "B", "Z", "12½", "12 ,5", "12/20 pts", "pts", "12-13", "(12)", "1O",
        "1/2/20", "A A", "/20", "21/20",
    ],
)  # fmt: skip
def test_what_cannot_be_a_mark_is_refused(typed):
    with pytest.raises(MarkError):
        parse_mark(typed, scale=20)


@pytest.mark.parametrize("typed", ["12,5/20", "8 sur 20"])
def test_a_mark_out_of_another_scale_is_never_brought_to_this_one(typed):
    with pytest.raises(MarkError, match="notée sur 10"):
        parse_mark(typed, scale=10)


@pytest.mark.parametrize(
    ("pasted", "mark"),
    [
        ("12-mai", "12,5"), ("12/05", "12,5"), ("12/05/2026", "12,5"), ("2026-05-12", "12,5"),
        ("mar. 12 mai 2026", "12,5"), ("15-janv.", "15,1"), ("5-Dec", "5,12"),
        ("mercredi 12 novembre 2026", "12,11"), ("déc-20", "12"), ("août-25", "8,25"),
        ("déc-50", "12,5"), ("mai-75", "5,75"), ("Dec-50", "12,5"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_took_for_a_day_is_refused_with_the_likely_mark(pasted, mark):
    with pytest.raises(MarkError) as refused:
        parse_mark(pasted, scale=20)

    said = plain(refused.value)
    assert said == f"La case montre « {pasted} », pas une note. La note est-elle {mark} ?"


@pytest.mark.parametrize("pasted", ["12:30", "12h30", "25-mai", "mai-24"])
def test_a_day_or_an_hour_that_is_no_mark_is_named_with_what_to_write(pasted):
    with pytest.raises(MarkError) as refused:
        parse_mark(pasted, scale=20)

    said = plain(refused.value)
    assert said.startswith(f"La case montre « {pasted} », pas une note. Écrivez une note")


def test_the_likely_mark_is_within_the_scale():
    with pytest.raises(MarkError) as refused:
        parse_mark("12-mai", scale=10)

    assert "12,5 ?" not in plain(refused.value)


@pytest.mark.parametrize(("typed", "end"), [("60 %", "Sur 20, ce serait 12."), ("120%", "ne.")])
def test_a_percentage_is_refused_with_what_it_would_be(typed, end):
    with pytest.raises(MarkError) as refused:
        parse_mark(typed, scale=20)

    assert plain(refused.value).startswith(f"« {typed} » n’est pas une note.")
    assert plain(refused.value).endswith(end)


def plain(error):
    return str(error).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_scale_is_named_in_the_refusal():
    with pytest.raises(MarkError, match="dépasser 10"):
        parse_mark("11", scale=10)


@given(st.text(max_size=2 * LONGEST_ENTRY), st.sampled_from([5, 10, 20]))
def test_any_text_is_a_mark_within_the_scale_or_a_status_or_refused(text, scale):
    try:
        mark = parse_mark(text, scale=scale)
    except MarkError:
        return
    assert mark is None or (mark.value is None) == bool(mark.status)
    assert mark is None or mark.value is None or 0 <= mark.value <= scale


@given(st.decimals(min_value=0, max_value=20, places=2))
def test_a_saved_mark_is_read_again_as_it_was(value):
    assert parse_mark(mark_as_typed(value, ""), scale=20) == Mark(value)
