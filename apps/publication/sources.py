"""Where the facts of last term come from: an app above this one says how to read them.

The rules come before the results in the order of the apps, so they ask for past facts through a
registry; ``apps.results`` registers the only reader there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.publication.simulator.rules import Past

if TYPE_CHECKING:
    from apps.schools.models import School


@dataclass(frozen=True, slots=True)
class LastTerm:
    """The facts to replay; ``label`` says of when: «1er trimestre, du 1er septembre au …»."""

    label: str
    pasts: tuple[Past, ...]


ReadPast = Callable[..., LastTerm | None]
_readers: list[ReadPast] = []


def register_past(read: ReadPast) -> None:
    """Called once by the app that knows: ``read(school, *, at)``."""
    if read not in _readers:
        _readers.append(read)


def last_term(school: School, *, at: dt.datetime) -> LastTerm | None:
    """The last completed term of the school, else the current one so far; None without facts."""
    for read in _readers:
        found = read(school, at=at)
        if found is not None:
            return found
    return None
