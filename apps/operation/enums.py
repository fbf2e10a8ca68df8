"""How something of the service is."""

from __future__ import annotations

import enum


class Mood(enum.StrEnum):
    """The tones of ``{% status %}``: nothing to do, to look at, not known."""

    WELL = "done"
    LOOK = "ask"
    UNKNOWN = "waiting"
