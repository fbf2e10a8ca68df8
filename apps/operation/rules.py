"""Where a worker writes that it heard the bell: said once, for who writes it and who reads it."""

from __future__ import annotations

# As long as nobody hears anything, the page says since when.
KEPT = 7 * 24 * 3600


def key_of(queue: str) -> str:
    """Under which key of Redis a worker says when it last heard the bell of its queue."""
    return f"heard:{queue}"
