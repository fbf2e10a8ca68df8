"""Whose page somebody of the team opens, said to every app that shows a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coeduc import portal_types
    from coeduc.http import Request


@dataclass(frozen=True, slots=True)
class ClassVisit:
    """Somebody of the team opens the page of a class; ``students``: the pupils they see there."""

    request: Request
    division: portal_types.Division
    students: portal_types.Students


@dataclass(frozen=True, slots=True)
class ColleagueVisit:
    """Somebody of the team opens the page of a ``person`` who works, worked or will work there."""

    request: Request
    person: portal_types.Staff
