"""Refusals of the notebook, with the French sentence that the person reads."""

from __future__ import annotations


class NotebookError(ValueError):
    """A rule says no; ``field`` names what it stands beside, in the lesson or in one of its works.

    ``work`` is the rank, from 0, of the work it is about; None for the lesson itself.
    """

    def __init__(self, message: object, *, field: str = "", work: int | None = None) -> None:
        super().__init__(str(message))
        self.field, self.work = field, work


class StaleLessonError(NotebookError):
    """Somebody else wrote in the same place since the page was opened."""


class NothingToReadError(Exception):
    """This reader opens nothing of this notebook (any more)."""


class AbsenceError(ValueError):
    """An absence of a teacher that cannot be noted so."""
