"""A skill said both reached and to review is asked about while one writes, and kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.results.marks.rules.doubts import doubts, question

SKILLS = ["Calculer", "Raisonner", "Lire une carte"]


@pytest.mark.parametrize(
    ("achieved", "to_review", "levels", "asked"),
    [
        # A level and words.
        ("", "Calculer avec des virgules.", (3, 0, 0), ("Calculer",)),
        ("", "CALCULER", (4, 0, 0), ("Calculer",)),
        ("Tu sais lire une carte.", "", (0, 0, 1), ("Lire une carte",)),
        ("", "Lire les cartes avec une légende.", (0, 0, 3), ("Lire une carte",)),
        # The same skill in both texts, with no level.
        ("Calculer, raisonner", "Raisonner encore", (0, 0, 0), ("Raisonner",)),
        # Words alone, and no skill.
        ("Les fractions.", "Revoir les fractions.", (), ("Revoir les fractions",)),
        ("Conjugaison au présent", "La conjugaison au présent", (), ("La conjugaison au présent",)),
        ("Le vocabulaire, la grammaire", "Vocabulaire à revoir", (), ("Vocabulaire à revoir",)),
        # Nothing to ask.
        ("Additionner des fractions.", "Réduire au même dénominateur.", (), ()),
        ("", "Raisonner", (3, 1, 0), ()),
        ("Calculer", "Raisonner", (3, 1, 0), ()),
        ("Bravo, continue !", "Continue de relire.", (), ()),
        ("Très bien.", "Bien relire.", (), ()),
        ("", "", (3, 3, 3), ()),
        ("Calculer", "", (3, 0, 0), ()),
    ],
)
def test_what_a_line_says_both_ways(achieved, to_review, levels, asked):
    skills = SKILLS if levels else []

    assert doubts(achieved, to_review, skills, levels) == asked


def test_the_question_names_them():
    assert question(()) == ""
    assert "« Calculer » et « Raisonner »" in question(("Calculer", "Raisonner")).replace(
        "\xa0", " "
    ).replace("\u202f", " ")


@given(st.text(max_size=280), st.text(max_size=280), st.lists(st.integers(0, 4), max_size=3))
def test_any_text_is_read_without_a_fault(achieved, to_review, levels):
    assert isinstance(question(doubts(achieved, to_review, SKILLS, levels)), str)
