"""What of a timetable could not be understood, in words: which day, at what hour, what it said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.timetable_file import Unread
from apps.publication import sentences

MOST_TOLD = 40


def unread_in_words(unread: Sequence[Unread], *, most: int = MOST_TOLD) -> list[str]:
    """In the order of the days, «lundi 7 septembre 2026, 9 h : 4eB Mathématiques»."""
    ordered = sorted(unread, key=lambda one: (one.day or dt.date.max, one.clock or dt.time()))
    told = [_words(one) for one in ordered[:most]]
    left = len(ordered) - most
    if left > 0:
        told.append(ngettext("et %(n)d autre", "et %(n)d autres", left) % {"n": left})
    return told


def _words(one: Unread) -> str:
    if one.day is None:
        return one.label or _("un cours sans jour ni nom")
    when = f"{WEEKDAYS[one.day.weekday()]} {one.day.day} {MONTHS[one.day.month]} {one.day.year}"
    if one.clock is not None:
        when = f"{when}, {sentences.clock(one.clock)}"
    return f"{when} : {one.label}" if one.label else when
