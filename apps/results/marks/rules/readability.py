"""How easily a comment is read, in a sentence for its author; pure, never a refusal.

LIX (Björnsson 1968): words a sentence, plus the share of words of more than six letters. It needs
no syllables, which French counters get wrong. Over 50 it takes effort; a sentence of more than
twenty words is worth cutting (measured on notes to families).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONG_WORD = 6
LONGEST_SENTENCE = 20
HARD = 50
# Under these many words a figure says nothing: «Proportionnalité comprise.» is not hard.
ENOUGH_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…;:]+(?:\s|$)|\n+")
# An abbreviation alone: two capitals or more, none of them a figure.
_ACRONYM = re.compile(r"\b[A-ZÀ-Ý]{2,}\b")
# Everybody at school and at home says these.
_KNOWN = frozenset({"EPS", "SVT", "CDI", "CPE", "OK"})


@dataclass(frozen=True, slots=True)
class TextFigures:
    """The figures of a text: ``lix`` is 0 for a text without a word."""

    words: int
    longest_sentence: int
    lix: float
    acronyms: tuple[str, ...]


def reading_of(text: str) -> TextFigures:
    """Counts of a text and its LIX (Björnsson, 1968): words a sentence, plus % of long words."""
    sentences = [found for part in _SENTENCE.split(text) if (found := _words(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return TextFigures(0, 0, 0.0, ())
    long_words = sum(len(word) > LONG_WORD for word in words)
    return TextFigures(
        words=len(words),
        longest_sentence=max(map(len, sentences)),
        lix=len(words) / len(sentences) + 100 * long_words / len(words),
        acronyms=tuple(dict.fromkeys(a for a in _ACRONYM.findall(text) if a not in _KNOWN)),
    )


def advice(text: str) -> str:
    """One kind sentence, the most useful, or none: the text may always be sent as it is."""
    reading = reading_of(text)
    if reading.longest_sentence > LONGEST_SENTENCE:
        return _("Une phrase est longue (%(n)d mots) : deux phrases se liraient mieux.") % {
            "n": reading.longest_sentence
        }
    if reading.acronyms and text != text.upper():
        return _("« %(word)s » : tous les parents ne le savent pas. L’écrire en entier ?") % {
            "word": reading.acronyms[0]
        }
    if reading.words >= ENOUGH_WORDS and reading.lix > HARD:
        return _("Beaucoup de mots longs : des mots plus courts aideraient.")
    return ""


def _words(text: str) -> list[str]:
    """«j’ai», «qu’il»: the elided letter is no word of its own."""
    return [word for word in _WORD.findall(text) if len(word) > 1 or word.lower() in "aày"]
