"""Refusals of a decision about the rules, with the French sentence that is shown."""

from __future__ import annotations


class AdoptionError(ValueError):
    """A decision that cannot be recorded; the message is French and may be shown as it is."""
