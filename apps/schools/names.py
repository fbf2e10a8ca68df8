"""Names of people: how they sort and how they read, from files that shout in capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coeduc.letters import key_of

if TYPE_CHECKING:
    from apps.schools.models.people import Person, Student


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
    # The dot of «İ» is no letter of its own once it is small: «ŞAHİN» is «Şahin».
    small = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name.replace("'", "’"))
    return small.replace("i\u0307", "i")


def full_name(person: Person | Student) -> str:
    """«Inès Diallo», in a sentence; the last name alone where the files give no other."""
    return f"{person.first_name} {person.display_last_name}".strip()


def listed_name(person: Person | Student) -> str:
    """«Diallo Inès», in a list by name."""
    return f"{person.display_last_name} {person.first_name}".strip()
