"""Letters of names brought back to a–z: accents fall, and so do the strokes that Unicode keeps.

NFKD takes the accent off «é» but leaves «ł», «ø» or «đ» whole, and «Łukasz» would have no key at
all. Unicode's own name of a letter says what it is: «LATIN SMALL LETTER L WITH STROKE».
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache
from typing import Literal

# Letters whose Unicode name does not begin with the letter they are read as in France.
_READ_AS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ẞ": "ss",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ȷ": "j",
        "ŋ": "n",
        "ĸ": "k",
        "ə": "e",
        "ǝ": "e",
        "ɛ": "e",
        "ɔ": "o",
        "ɩ": "i",
        "ʊ": "u",
        "ʋ": "v",
        "ɣ": "g",
        "ʃ": "sh",
        "ʒ": "z",
        "ƿ": "w",
        "ȝ": "y",
        "ɂ": "",
        "ꞌ": "",
    }
)
_BASE = re.compile(
    r"LATIN (?:SMALL|CAPITAL) LETTER (?:AFRICAN |TAILLESS )?([A-Z])(?: BAR| WITH .*)?$"
)


# More than any language puts on one letter.
MOST_MARKS = 30


def normal(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """As Unicode says; of marks heaped on one letter, those beyond ``MOST_MARKS`` are left out.

    Putting n of them in order takes n × n steps: a page sent with a million would never end.
    """
    if len(text) > MOST_MARKS and not text.isascii():
        run, kept = 0, []
        for one in text:
            run = run + 1 if unicodedata.combining(one) else 0
            if run <= MOST_MARKS:
                kept.append(one)
        text = "".join(kept)
    return unicodedata.normalize(form, text)


def bare(text: str) -> str:
    """Without the signs that nobody sees, which come with what is copied from a message."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def small(text: str) -> str:
    """A–Z made small, every other sign left as it is: what tells an account from another.

    ``lower`` makes a «k» of the Kelvin sign, SQL's UPPER an «I» of «ı»: a letter that only looks
    like another is another (CVE-2019-19844).
    """
    return text.translate(_SMALL)


def plain(text: str) -> str:
    """Small letters without accents, strokes or ligatures: «Đặng» → «dang», «Þóra» → «thora».

    What is not a Latin letter stays as it is: the caller keeps what it can use.
    """
    folded = normal("NFKD", text).casefold().translate(_READ_AS)
    folded = normal("NFKD", folded)
    kept = (one for one in folded if not unicodedata.combining(one))
    return "".join(one if one.isascii() else _base(one) for one in kept)


def spelled(text: str) -> str:
    """The same letters with their capitals kept: «Łukasz» → «Lukasz»; for names of files."""
    return "".join(
        plain(one).capitalize() if one.isupper() else plain(one) for one in normal("NFC", text)
    )


@lru_cache(maxsize=1024)
def _base(letter: str) -> str:
    found = _BASE.match(unicodedata.name(letter, ""))
    return found.group(1).lower() if found else letter


def key_of(text: str) -> str:
    """Its words in a–z and digits, one space between: «Frêne-D’Arcy» → «frene d arcy».

    Letters of another alphabet stay: without them «李 伟» and «王 芳» would be one person.
    """
    return " ".join(re.sub(r"[\W_]+", " ", plain(text)).split())
