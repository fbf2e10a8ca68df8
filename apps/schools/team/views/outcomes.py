"""What a button of the team answers: done and what is true now, or refused and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages

from apps.schools.errors import TeamError
from coeduc.http import Request

Done = TypeVar("Done")


def acted(request: Request, act: Callable[[], Done], say: Callable[[Done], str]) -> Done | None:
    """Do it; the next page says what came of it. None where the team forbids it."""
    try:
        done = act()
    except TeamError as problem:
        messages.error(request, str(problem))
        return None
    messages.success(request, say(done))
    return done
