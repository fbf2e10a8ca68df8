"""What a session gives back of the last «Tout marquer comme lu», in its one shape."""

from __future__ import annotations

from typing import TypedDict


class LastGesture(TypedDict):
    """What the session keeps of it: of whose list, and each mark by its version."""

    child: str
    marks: dict[str, int]
