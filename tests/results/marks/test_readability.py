"""A kind word beside a comment that a tired parent would read with effort; never a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.results.marks.rules.readability import advice, reading_of

LONG = (
    "Tu as bien compris le début du chapitre mais il faut encore que tu revoies la fin avec ton "
    "cahier parce que tu confonds les deux règles vues en classe."
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bien.",
        "Proportionnalité comprise.",
        "Tu sais comparer deux fractions. Pense à réduire avant d’additionner.",
        "Revoir la leçon 4 en EPS.",
    ],
)
def test_a_plain_comment_gets_no_word(text):
    assert advice(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LONG, "30 mots"),
        ("Refaire le PPRE avec moi.", "PPRE"),
        (
            "Les compétences relatives à la proportionnalité demeurent insuffisamment consolidées.",
            "mots plus courts",
        ),
    ],
)
def test_a_comment_hard_to_read_gets_one_kind_sentence(text, said):
    assert said in advice(text)


def test_the_index_is_the_one_of_its_author():
    """Björnsson: 5 words a sentence and 2 long words of 10 give 25."""
    reading = reading_of("Le chat dort sur le. Demain nous mangerons.")

    assert (reading.words, reading.longest_sentence) == (8, 5)
    assert reading.lix == pytest.approx(8 / 2 + 100 * 1 / 8)


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_fault(text):
    assert reading_of(text).lix >= 0
    assert isinstance(advice(text), str)
