"""Refusals of the list of helps, with the French sentence that is shown."""

from __future__ import annotations


class SupportError(ValueError):
    """A help that cannot be written; the message is French and may be shown as it is."""
