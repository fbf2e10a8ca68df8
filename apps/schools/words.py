"""Days and moments in French words, for the pages of the people and the school."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from coeduc.french import french_number

if TYPE_CHECKING:
    from apps.schools.models import Guardian

NO_BREAK_SPACE = "\u00a0"


def day_in_words(day: dt.date) -> str:
    """« 17 novembre 2026 », « 1er septembre 2026 »: with the year, these pages are kept."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK_SPACE}{MONTHS[day.month]} {day.year}"


def weekday_in_words(day: dt.date) -> str:
    """« lundi 7 septembre 2026 »."""
    return f"{WEEKDAYS[day.weekday()]} {day_in_words(day)}"


def moment_in_words(instant: dt.datetime, *, zone: ZoneInfo) -> str:
    """« 17 novembre 2026 à 9 h 05 », on the school's wall clock."""
    local = instant.astimezone(zone)
    minutes = f"{NO_BREAK_SPACE}{local.minute:02}" if local.minute else ""
    return _("%(day)s à %(clock)s") % {
        "day": day_in_words(local.date()),
        "clock": f"{local.hour}{NO_BREAK_SPACE}h{minutes}",
    }


def period_in_words(first: dt.date, last: dt.date) -> str:
    """« du 17 octobre 2026 au 2 novembre 2026 », or the one day."""
    if first == last:
        return weekday_in_words(first)
    return _("du %(first)s au %(last)s") % {
        "first": day_in_words(first),
        "last": day_in_words(last),
    }


def phones_of(guardian: Guardian) -> tuple[str, ...]:
    """The numbers of somebody, the one in their pocket first, each once."""
    numbers = (french_number(number) for number in (guardian.mobile, guardian.phone) if number)
    return tuple(dict.fromkeys(numbers))
