"""Words that somebody types, looked for in what is stored: accents, case and order are forgiven.

Where a table keeps the key of its names beside them (``sort_key``), ``with_words`` asks that key.
What has none, a title or a subject, is folded by the database with ``Plain``, from the same letters
as ``coeduc.letters``: no extension of PostgreSQL is asked for, and a school's rows are few.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Concat, Lower, Replace

from coeduc.letters import key_of, plain

# Beyond, the words of a whole sentence pasted by mistake would each be looked for.
MOST_WORDS = 6
# «lefevre» finds «Le Fèvre», «darcy» «d’Arcy»; a shorter word would join what has nothing to do.
LONG_ENOUGH = 5

_RANGES = ((0xC0, 0x180), (0x218, 0x21C), (0x1E00, 0x1F00))
_FOLDED = {
    chr(code): plain(chr(code))
    for first, beyond in _RANGES
    for code in range(first, beyond)
    if plain(chr(code)) != chr(code)
}
# One letter for one; marks that stand apart from their letter have nothing opposite: they fall.
_ONE = {letter: said for letter, said in _FOLDED.items() if len(said) == 1}
_MARKS = "".join(map(chr, range(0x300, 0x370)))
# The few that are read as two, and that French or German write.
_TWO = ("Œ", "œ", "Æ", "æ", "ß", "ẞ", "Þ", "þ")


class Plain(Func):
    """A text of the database in small letters without accents, as ``coeduc.letters.plain``."""

    function = "TRANSLATE"

    def __init__(self, text: Any) -> None:
        said: Any = F(text) if isinstance(text, str) else text
        for letter in _TWO:
            said = Replace(said, Value(letter), Value(plain(letter)))
        super().__init__(
            Lower(said),
            Value("".join(_ONE) + _MARKS),
            Value("".join(_ONE.values())),
            output_field=TextField(),
        )


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
        rows = rows.alias(_besides=Plain(besides))
    for word in words:
        found = Q(**{f"{key}__contains": word})
        if len(word) >= LONG_ENOUGH:
            found |= Q(_squeezed__contains=word)
        if besides is not None:
            found |= Q(_besides__contains=word)
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
