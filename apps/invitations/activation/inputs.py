"""What a session gives back between two pages of an activation, in its one shape."""

from __future__ import annotations

from typing import TypedDict


class WayIn(TypedDict):
    """What a session holds between the code and the end; ``proved``: they said who they are."""

    code: int
    proved: bool
    at: str
