"""Formulas on paper: the same number, in one line."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from coeduc import rich_text
from coeduc.formulas import on_paper


def printed(source):
    return on_paper(mark_safe(rich_text.render(source)))  # noqa: S308 (cleaned)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (r"$\frac{1}{2}$", "1/2"),
        (r"$\frac{a+b}{c}$", "(a+b)/c"),
        (r"$\frac{1}{\frac{2}{3}}$", "1/(2/3)"),
        (r"$x^2$", "x<sup>2</sup>"),
        (r"$x_{n+1}^2$", "x<sub>n+1</sub><sup>2</sup>"),
        (r"$\sqrt{2}$", "√2"),
        (r"$\sqrt{x^2+1}$", "√(x<sup>2</sup>+1)"),
        (r"$\sqrt[3]{8}$", "<sup>3</sup>√8"),
        (r"$\vec{AB}$", "vecteur AB"),
        (r"$\overline{x}$", '<span class="formula__bar">x</span>'),
        (r"$\pi \leq 4$", "π≤4"),
        (r"$\begin{matrix}1&2\\3&4\end{matrix}$", "[ 1 ; 2 | 3 ; 4 ]"),
        (r"$a < b$", "a&lt;b"),
    ],
)
def test_a_formula_reads_the_same_on_paper(typed, line):
    assert printed(typed) == f'<p><span class="formula">{line}</span></p>'


def test_a_text_without_formula_does_not_change():
    text = mark_safe("<p>Lire <strong>page 12</strong> &amp; 13.</p>")

    assert on_paper(text) == text


@given(st.text(max_size=80))
def test_no_formula_brings_a_tag_of_its_own(source):
    shown = str(printed(f"${source}$"))

    assert "<math" not in shown
    assert "<script" not in shown


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (r"$x^2$", "x²"),
        (r"$x^{n+1}$", "x^(n+1)"),
        (r"$2^{x^2}$", "2^(x²)"),
        (r"$u_n$", "u_n"),
        (r"$\frac{a+b}{c}$ et $\sqrt{2}$", "(a+b)/c et √2"),
        (r"$\overline{x}$", "x"),
        ("Lire $1 < 2$", "Lire 1<2"),
    ],
)
def test_a_formula_keeps_its_meaning_in_a_line_of_words(typed, line):
    assert rich_text.plain(rich_text.render(typed)) == line
