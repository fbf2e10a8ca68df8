"""The demonstration's bar, under every page of a development portal."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from apps.demo.presenters import TimeMachine, time_machine
from coeduc.portal import Included


def bar(request: Any) -> TimeMachine | None:
    """What the bar shows to whoever is there, signed in or not."""
    now = getattr(request, "now", None)
    if not settings.DEMO_CLOCK or now is None:
        return None
    return time_machine(at=now, username=request.user.get_username())


BAR = bar
URLS = (Included("demonstration/", "apps.demo.urls", development=True),)
