"""What is asked when somebody is given something to do in the school."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from apps.schools.enums import Role
from apps.schools.models import Staff, Teaching


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody the school does not know yet; the e-mail serves to send a first code."""

    civility: str
    last_name: str
    first_name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class PostWish:
    """Who would do what, from one day to another, both included, and instead of whom.

    ``teachings``: what they would teach, of the person they replace or not. ``last_day``: None
    where the end is not known.
    """

    person: Staff | Newcomer
    role: Role
    first_day: dt.date
    last_day: dt.date | None = None
    replaces: Staff | None = None
    teachings: tuple[Teaching, ...] = ()

    @property
    def is_a_substitute(self) -> bool:
        """Teaches instead of a colleague: the only thing that heads may leave to the office."""
        return self.teaches and self.replaces is not None

    @property
    def teaches(self) -> bool:
        return self.role is Role.TEACHER


def role_named(word: str) -> Role:
    """Of the choice of a form. ValueError for anything else."""
    return Role(word)
