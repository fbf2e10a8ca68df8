"""Words that somebody types, looked for in what is stored: accents, case and order are forgiven.

Where a table keeps the key of its names beside them (``sort_key``), ``with_words`` asks that key.
What has none, a title or a subject, is asked with a regular expression in which each letter stands
for all those that ``coeduc.letters`` reads as it: one pass over each row, where folding the text in
SQL (TRANSLATE, or ``unaccent`` that not every PostgreSQL has) costs a hundred times more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Concat

from coeduc.letters import key_of

# Beyond, the words of a whole sentence pasted by mistake would each be looked for.
MOST_WORDS = 6
# «lefevre» finds «Le Fèvre», «darcy» «d’Arcy»; a shorter word would join what has nothing to do.
LONG_ENOUGH = 5

# Latin and Greek, exponents and fractions, «№», joined and wide letters.
_RANGES = ((0xAA, 0x400), (0x1D00, 0x2190), (0xFB00, 0xFB07), (0xFF00, 0xFF60))
# A mark that stands apart from its letter, as some machines write it.
_MARKS = "[\u0300-\u036f]*"


def _kin() -> dict[str, str]:
    """By what they are read as: the letters that are, «e» for «é», «oe» for «œ»."""
    found: defaultdict[str, str] = defaultdict(str)
    for first, beyond in _RANGES:
        for code in range(first, beyond):
            for said in key_of(chr(code)).split():  # «½» is read «1 2»
                if said != chr(code):
                    found[said] += chr(code)
    return dict(found)


_KIN = _kin()
_JOINED = {said for said in _KIN if len(said) > 1}  # «œ», «ﬃ»


def pattern_of(word: str) -> str:
    """Of a word of ``words_of``: the expression that finds it however it is written."""
    found, at = "", 0
    while at < len(word):
        several = next((word[at : at + n] for n in (3, 2) if word[at : at + n] in _JOINED), "")
        if several:
            found += f"(?:{''.join(map(_letter, several))}|[{_KIN[several]}])"
            at += len(several)
        else:
            found += _letter(word[at])
            at += 1
    return found


def _letter(letter: str) -> str:
    alike = {letter, letter.upper()} if len(letter.upper()) == 1 else {letter}
    return f"[{re.escape(''.join(sorted(alike)))}{_KIN.get(letter, '')}]{_MARKS}"


class Squeezed(Func):
    """A key without its spaces: «le fevre» is «lefevre»."""

    function = "REPLACE"

    def __init__(self, key: str) -> None:
        super().__init__(F(key), Value(" "), Value(""), output_field=CharField())


def words_of(typed: str) -> list[str]:
    """What is looked for: small, without accents nor marks, each once, in the order typed."""
    return list(dict.fromkeys(key_of(typed).split()))[:MOST_WORDS]


def joined(*texts: Any) -> Concat:
    """Several texts of a row in one, a space between; what is absent is left out."""
    return Concat(*(Concat(text, Value(" ")) for text in texts), output_field=TextField())


def with_words(rows: Any, words: list[str], *, key: str = "sort_key", besides: Any = None) -> Any:
    """The rows whose key holds every word somewhere, joined to the next one or not.

    ``besides``: a text without a key, a column or ``joined``, that may hold the word instead.
    """
    rows = rows.alias(_squeezed=Squeezed(key))
    if besides is not None:
        rows = rows.alias(_besides=F(besides) if isinstance(besides, str) else besides)
    for word in words:
        found = Q(**{f"{key}__contains": word})
        if len(word) >= LONG_ENOUGH:
            found |= Q(_squeezed__contains=word)
        if besides is not None:
            found |= Q(_besides__regex=pattern_of(word))
        rows = rows.filter(found)
    return rows


def closest(words: list[str], *, key: str = "sort_key") -> Case:
    """To order by: a name that begins with the first word, one that has it, the others."""
    first = words[0] if words else ""
    return Case(
        When(**{f"{key}__startswith": first}, then=Value(0)),
        When(**{f"{key}__contains": f" {first}"}, then=Value(1)),
        default=Value(2),
    )
