"""The heartbeat of the bell: each worker says when it last heard it."""

from __future__ import annotations

import datetime as dt

from django.core.cache import cache

from apps.operation.rules import KEPT, key_of


def heard(queue: str, *, at: dt.datetime) -> None:
    """In Redis, where the bell itself is: emptied, it is written again within the minute."""
    cache.set(key_of(queue), at.isoformat(), KEPT)
