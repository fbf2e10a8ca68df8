"""Names of people: how they sort and how they read, from files that shout in capitals."""

from __future__ import annotations

import re

from coeduc.letters import plain


def sort_key(*parts: str) -> str:
    """A key whose plain byte order is the French order of names: no accents, no case, no marks.

    «Łukasz» and «Ødegård» have theirs too: ``coeduc.letters``.

    Stored beside the name, since PostgreSQL without ICU sorts «Élodie» after «Zoé».
    """
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain(" ".join(parts))).split())


def readable_name(name: str) -> str:
    """«FRÊNE-D'ARCY» → «Frêne-D’Arcy»; a name that is not all capitals is left as typed."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name.replace("'", "’"))


def of_name(name: str) -> str:
    """«d’Inès», «d’Yves», «de Malik», «de Yanis»: French elides before a vowel and most h."""
    elided = re.match(r"[aeiouh]|y[^aeiou]", sort_key(name))
    return f"d’{name}" if elided else f"de {name}"
