"""Refusals of files, with the French sentence that the person reads."""

from __future__ import annotations


class FileRefusedError(ValueError):
    """A file that is not kept; the message is French and says why."""
