"""What the notebook lets one take back, and for how long. Pure."""

from __future__ import annotations

import datetime as dt

# A copy made in one gesture is read after this time: until then it is taken back without a trace.
UNDO = dt.timedelta(minutes=10)


def shown_from(at: dt.datetime, source: dt.datetime | None) -> dt.datetime:
    """When a copy made now may be read: never before the lesson it was made from."""
    return max(at + UNDO, source or at)
