"""What a teacher types and what a page may show of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coeduc.rich_text import LONGEST, plain, render, tidy


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Lire **tout** le chapitre", "<p>Lire <strong>tout</strong> le chapitre</p>"),
        ("- ex 4\n- ex 5", "<ul>\n<li>ex 4</li>\n<li>ex 5</li>\n</ul>"),
        ("ligne 1\nligne 2", "<p>ligne 1<br>\nligne 2</p>"),
        ("# pas un titre", "<p># pas un titre</p>"),
        ("coût : 3$ ou 4$", "<p>coût : 3$ ou 4$</p>"),
        ("5 < 7 & 8 > 2", "<p>5 &lt; 7 &amp; 8 &gt; 2</p>"),
    ],
)
def test_light_marks_become_a_small_page(typed, shown):
    assert render(tidy(typed)) == shown


def test_a_formula_is_read_by_the_browser_itself():
    assert "<mfrac>" in render(tidy(r"Calculer $\frac{1}{2}$."))


@pytest.mark.parametrize("typed", [r"\frac", "x^", r"\left( 1", "a" * 501])
def test_a_formula_that_cannot_be_read_stays_as_it_was_typed(typed):
    assert typed in render(f"Calculer ${typed}$ pour demain")


def test_a_link_opens_nothing_but_a_page():
    shown = render("https://example.org et [ici](javascript:alert(1))")

    assert 'href="https://example.org" rel="noopener noreferrer nofollow"' in shown
    assert 'href="javascript' not in shown


@pytest.mark.parametrize(
    "pasted",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)>",
        '<p style="position:fixed">gros</p>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/pixel.png)",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\text{<img src=x onerror=alert(1)>}$",
    ],
)
def test_nothing_pasted_can_act(pasted):
    shown = render(tidy(pasted))

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg" not in shown
    assert "<p style" not in shown
    assert 'href="javascript' not in shown
    assert 'href="data' not in shown


def test_a_paste_from_a_word_processor_keeps_its_lists_and_loses_its_tricks():
    pasted = "Bilan\u200b\r\n•\tl’eau salée\r\n•\tl’évaporation\r\n\r\n\r\n\r\n\u202eà lire\x07"

    assert tidy(pasted) == "Bilan\n- l’eau salée\n- l’évaporation\n\nà lire"


@given(st.text(max_size=400))
def test_whatever_is_typed_the_page_only_reads(text):
    shown = render(tidy(text))

    assert not any(f"<{word}" in shown for word in ("script", "img", "iframe", "svg", "object"))
    assert '="javascript:' not in shown


@given(st.text(max_size=400))
def test_tidying_twice_changes_nothing_more(text):
    once = tidy(text)

    assert tidy(once) == once


def test_a_whole_page_is_rendered_without_trouble():
    assert render(tidy("mot " * (LONGEST // 4)))


def test_a_list_says_a_text_in_one_line_of_words():
    shown = render(tidy("Les **aires**\u00a0:\n\n- $\\frac{1}{2}$ & plus\n- la suite"))

    assert plain(shown) == "Les aires : 1/2 & plus la suite"
