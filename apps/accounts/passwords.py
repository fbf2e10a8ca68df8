"""A password is the same whatever keyboard writes it.

A telephone writes «’» where a computer writes «'», and a space that does not break; «é» is one sign
or two. All of them are one when a password is set and when it is read; signs that nobody sees, and
the space that a keyboard adds after a word, are none. A password set before this rule, with such
signs in it, is still read as it was typed.
"""

from __future__ import annotations

import unicodedata

from coeduc.letters import normal

# What keyboards and correctors write by themselves, and the sign of the key that was pressed.
TYPED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹ′`´＇", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003", " "),
    }
)


# What one telephone puts behind a pictogram, and another does not.
_VARIANTS = "\ufe0e\ufe0f"


def folded(password: str) -> str:
    """What is hashed."""
    text = normal("NFKC", password).translate(TYPED)
    seen = (c for c in text if unicodedata.category(c) != "Cf" and c not in _VARIANTS)
    return normal("NFKC", "".join(seen)).strip()


def readings(password: str) -> tuple[str, ...]:
    """What is tried, in order: as set today, then as it was typed before the rule."""
    return tuple(dict.fromkeys((folded(password), password)))
