"""Names of people: how they sort and how they read, from files that shout in capitals."""

from __future__ import annotations

import re

from coeduc.letters import key_of


def sort_key(*parts: str) -> str:
    """A key whose plain byte order is the French order of names: no accents, no case, no marks.

    «Łukasz» and «Ødegård» have theirs too: ``coeduc.letters``.

    Stored beside the name, since PostgreSQL without ICU sorts «Élodie» after «Zoé».
    """
    return key_of(" ".join(parts))


def readable_name(name: str) -> str:
    """«FRÊNE-D'ARCY» → «Frêne-D’Arcy»; a name that is not all capitals is left as typed."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name.replace("'", "’"))
