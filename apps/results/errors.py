"""Refusals of the services, with the French sentence that the person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.results.models import Result


class ResultError(Exception):
    """A rule of the domain says no; the message may be shown as it is, beside ``result``'s row."""

    def __init__(self, message: str, *, result: Result | None = None) -> None:
        super().__init__(message)
        self.result = result


class StaleEntryError(ResultError):
    """Somebody else saved this pupil's result since the grid was opened."""


class ReasonNeededError(ResultError):
    """A result that somebody may already have read changes only with a reason."""
