"""The hours of lessons in words."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from apps.schools.enums import HalfDay
from coeduc import french


def hours_in_words(starts: dt.time | None, ends: dt.time | None) -> str:
    """« 9 h–10 h »; nothing where no hour is known."""
    if starts is None or ends is None:
        return ""
    return _("%(start)s–%(end)s") % {"start": french.clock(starts), "end": french.clock(ends)}


def half_in_words(half: str) -> str:
    """«matin»."""
    return str(HalfDay(half).label)
