"""Who acts, said to the triggers that keep every state."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory

from apps.accounts.models import User


def recorded(*, by: User, at: dt.datetime) -> Any:
    """A block whose writes are kept with their author, at the portal's own instant."""
    return pghistory.context(user=by.pk, name=by.get_full_name(), at=at.isoformat())
