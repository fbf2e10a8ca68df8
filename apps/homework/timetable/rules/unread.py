"""What of a timetable is not taken, in words: which day, at what hour, what it said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.timetable.rules.calendar_file import Unread
from apps.homework.timetable.rules.weeks import Odd
from coeduc import french

MOST_LISTED = 40
MOST_LISTED_SHORT = 5  # in a refusal


def unread_in_words(unread: Sequence[Unread], *, most: int = MOST_LISTED) -> list[str]:
    """In the order of the days, «lundi 7 septembre 2026, 9 h : 4eB Mathématiques»."""
    ordered = sorted(unread, key=lambda one: (one.day or dt.date.max, one.clock or dt.time()))
    return _first([_words(one) for one in ordered[:most]], len(ordered) - most)


def odd_in_words(odd: Sequence[Odd], *, most: int = MOST_LISTED) -> list[str]:
    """What is no habit: «mercredi 18 novembre 2026, 14 h : 4eB Mathématiques», and how often."""
    return _first([_odd(one) for one in odd[:most]], len(odd) - most)


def _first(lines: list[str], left: int) -> list[str]:
    if left > 0:
        lines.append(ngettext("et %(n)d autre", "et %(n)d autres", left) % {"n": left})
    return lines


def _odd(one: Odd) -> str:
    words, times = _at(one.day, one.clock, one.label), one.times - 1
    if not times:
        return words
    more = ngettext("%(words)s, et %(n)d autre fois", "%(words)s, et %(n)d autres fois", times)
    return more % {"words": words, "n": times}


def _words(one: Unread) -> str:
    if one.day is None:
        return one.label or _("un cours sans jour ni nom")
    return _at(one.day, one.clock, one.label)


def _at(day: dt.date, clock: dt.time | None, label: str) -> str:
    when = french.weekday_in_words(day)
    if clock is not None:
        when = f"{when}, {french.clock(clock)}"
    return f"{when} : {label}" if label else when
