"""How French writes what is counted: the only place where a duration becomes words.

Nothing here reads a clock or a row. ``duration`` is for what is measured (a work, a load), and
``delay`` for what a rule says aloud; an hour of the day («17 h 05») is not a duration.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE = dt.timedelta(minutes=1)
HOUR = 60
DAY = 24 * HOUR
NO_BREAK_SPACE = "\u00a0"
_GLUED = re.compile(
    r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=(?:h|min)\b)|(?<=\d[ \u00a0]h) (?=\d)",
)


def typeset(text: str) -> str:
    """No-break spaces where French wants them: « : ; ? ! », quotation marks, « 17 h 05 »."""
    return _GLUED.sub(NO_BREAK_SPACE, text)


def duration(minutes: int) -> str:
    """« 25 min », « 1 h », « 1 h 05 », « 26 h »: whole minutes, 0 or more."""
    hours, left = divmod(minutes, HOUR)
    if not hours:
        return typeset(_("%(n)d min") % {"n": left})
    if not left:
        return typeset(_("%(n)d h") % {"n": hours})
    return typeset(_("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": left})


def delay(lasting: dt.timedelta) -> str:
    """« dix minutes », « 24 heures », « 2 jours » where one word is enough, else « 1 h 30 »."""
    minutes = int(lasting / MINUTE)
    if minutes and minutes % DAY == 0 and minutes > DAY:
        days = minutes // DAY
        return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
    if minutes and minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("une heure", "%(n)d heures", hours) % {"n": hours}
    if minutes == 10:
        return _("dix minutes")
    return duration(minutes)


def and_list(names: list[str]) -> str:
    """«Inès», «Inès et Malik», «Inès, Malik et Noa»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def french_number(number: str) -> str:
    """« +33639980001 » → « 06 39 98 00 01 »; a number of another country stays as it is."""
    digits = re.sub(r"[\s.()-]", "", number)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if re.fullmatch(r"0\d{9}", digits):
        return " ".join(digits[n : n + 2] for n in range(0, 10, 2))
    return number
