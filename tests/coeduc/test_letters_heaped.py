"""Marks heaped on one letter are never put in order: n of them would take n × n steps."""

import unicodedata
from contextlib import suppress
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.passwords import folded
from apps.files.rules.names import clean
from apps.homework.timetable.rules.cancelled import name_and_cancelled
from apps.invitations.codes.rules import UnreadableCodeError, read_code
from apps.results.marks.rules.typed import MarkError, parse_mark
from coeduc.letters import MOST_MARKS, normal, plain

HEAP = "e" + "\u0301\u0323" * 500


def longest_run(text):
    runs = groupby(text, key=lambda one: bool(unicodedata.combining(one)))
    return max((len(list(run)) for is_mark, run in runs if is_mark), default=0)


@pytest.mark.parametrize(
    "read",
    [
        folded, plain, read_code,
        lambda text: parse_mark(text, scale=20),
        lambda text: clean(text, ".pdf"),
        lambda text: name_and_cancelled(text, status="", categories=text),
    ],
    ids=["password", "name", "code", "mark", "file", "lesson"],
)  # fmt: skip
def test_what_is_typed_is_put_in_order_without_its_heaps(read, monkeypatch):
    asked = []
    real = unicodedata.normalize
    monkeypatch.setattr(
        unicodedata, "normalize", lambda form, text: asked.append(text) or real(form, text)
    )
    with suppress(UnreadableCodeError, MarkError):
        read(HEAP)
    assert max(map(longest_run, asked), default=0) <= MOST_MARKS


@given(st.text(max_size=MOST_MARKS))
def test_a_text_without_heaps_is_what_unicode_says(text):
    for form in ("NFC", "NFKC", "NFKD"):
        assert normal(form, text + " " * 40) == unicodedata.normalize(form, text + " " * 40)
