"""How French is written: days, hours, durations, lists, numbers, elision; said nowhere else.

Nothing here reads a clock or a row: ``at`` is the instant of reading, ``zone`` the school's time
zone. ``duration`` is for what is measured (a work, a load), and ``delay`` for what a rule says
aloud; an hour of the day («17 h 05») is not a duration. Fixed byte for byte by
``tests/coeduc/golden_french.txt``: CLDR has neither «1er», nor «17 h 05», nor elision. Where the
reader's language is another one, the function of the same name of ``coeduc/cldr.py`` writes.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coeduc import cldr
from coeduc.days import day_of
from coeduc.letters import key_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    # Said now, or once the language of the reader is known.
    Words: TypeAlias = str | StrPromise

MINUTE = dt.timedelta(minutes=1)
HOUR = 60
DAY = 24 * HOUR
YEAR = 365 * DAY
KILO, MEGA = 1000, 1_000_000
MEBI = 1024 * 1024
NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
_GLUED = re.compile(
    r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=(?:h|min)\b)|(?<=\d[ \u00a0]h) (?=\d)",
)


P = ParamSpec("P")


def elsewhere(
    other: Callable[Concatenate[Locale, P], str],
) -> Callable[[Callable[P, str]], Callable[P, str]]:
    """French below, ``other`` for whoever reads another language: one name, two ways to write."""

    def over(french: Callable[P, str]) -> Callable[P, str]:
        @wraps(french)
        def written(*args: P.args, **kwargs: P.kwargs) -> str:
            locale = cldr.locale_at_hand()
            if locale is None:
                return french(*args, **kwargs)
            return other(locale, *args, **kwargs)

        return written

    return over


def typeset(text: str) -> str:
    """No-break spaces where French wants them: « : ; ? ! », quotation marks, « 17 h 05 »."""
    return _GLUED.sub(NO_BREAK_SPACE, text)


def capital(text: str) -> str:
    """Only the first letter: «CDI» stays as it is."""
    return text[:1].upper() + text[1:]


def hundredth(exact: Fraction) -> Decimal:
    """Half up: 12,345 is 12,35. Rounded once, from the exact value."""
    return Decimal(math.floor(exact * 100 + Fraction(1, 2))).scaleb(-2)


def unbroken(text: object) -> str:
    """Keep a phone number, a mark or an hour on one line."""
    return str(text).replace(" ", NO_BREAK_SPACE)


@elsewhere(cldr.duration)
def duration(minutes: int) -> str:
    """« 25 min », « 1 h », « 1 h 05 », « 26 h »: whole minutes, 0 or more."""
    hours, left = divmod(minutes, HOUR)
    if not hours:
        return typeset(_("%(n)d min") % {"n": left})
    if not left:
        return typeset(_("%(n)d h") % {"n": hours})
    return typeset(_("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": left})


@elsewhere(cldr.delay)
def delay(lasting: dt.timedelta) -> str:
    """« dix minutes », « 24 heures », « 2 jours » where one word is enough, else « 1 h 30 »."""
    minutes = int(lasting / MINUTE)
    if minutes == YEAR:
        return _("un an")
    if minutes and minutes % DAY == 0 and minutes > DAY:
        days = minutes // DAY
        return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}
    if minutes and minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("une heure", "%(n)d heures", hours) % {"n": hours}
    if minutes == 10:
        return _("dix minutes")
    return duration(minutes)


@elsewhere(cldr.and_list)
def and_list(names: list[str]) -> str:
    """«Inès», «Inès et Malik», «Inès, Malik et Noa»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


@elsewhere(cldr.nor_list)
def nor_list(names: list[str]) -> str:
    """« la nuit, le week-end ni pendant les vacances », after « jamais »."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s ni %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def french_number(number: str) -> str:
    """« +33639980001 » → « 06 39 98 00 01 »; a number of another country stays as it is."""
    digits = re.sub(r"[\s.()-]", "", number)
    digits = re.sub(r"^(\+33|0033)0?", "0", digits)
    if re.fullmatch(r"0\d{9}", digits):
        return " ".join(digits[n : n + 2] for n in range(0, 10, 2))
    return number


@elsewhere(cldr.french_decimal)
def french_decimal(value: Decimal) -> str:
    """``Decimal("12.50")`` → ``12,5``: no zero that nobody wrote."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


@elsewhere(cldr.thousands)
def thousands(count: int) -> str:
    """« 16 000 », never broken in two."""
    return f"{count:,}".replace(",", NARROW_SPACE)


@elsewhere(cldr.weight)
def weight(size: int) -> str:
    """« 900 octets », « 240 ko », « 1,4 Mo » (a thousand, as computers sold here count)."""
    if size < KILO:
        return ngettext("%(n)d\u00a0octet", "%(n)d\u00a0octets", size) % {"n": size}
    if size < MEGA - KILO // 2:
        return _("%(n)d\u00a0ko") % {"n": round(size / KILO)}
    return _("%(n)s\u00a0Mo") % {"n": f"{size / MEGA:.1f}".replace(".", ",")}


@elsewhere(cldr.whole_weight)
def whole_weight(size: int) -> str:
    """« 10 Mo », of a limit: as many are taken for sure, and a little more."""
    return _("%(n)d\u00a0Mo") % {"n": size // MEBI}


@elsewhere(cldr.ordinal)
def ordinal(number: int) -> str:
    """« 1er », « 2e »."""
    return "1er" if number == 1 else f"{number}e"


@elsewhere(cldr.of_name)
def of_name(name: str) -> str:
    """«d’Inès», «d’Yves», «de Malik», «de Yanis»: French elides before a vowel and most h."""
    elided = re.match(r"[aeiouh]|y[^aeiou]", key_of(name))
    return f"d’{name}" if elided else f"de {name}"


# --- Days and hours ------------------------------------------------------------------------------


@elsewhere(cldr.weekday)
def weekday(day: dt.date | int) -> str:
    """« lundi », of a day or of its number from Monday, 0."""
    return str(WEEKDAYS[day if isinstance(day, int) else day.weekday()])


@elsewhere(cldr.month_in_words)
def month_in_words(day: dt.date) -> str:
    """« novembre 2026 »."""
    return f"{month(day)} {day.year}"


@elsewhere(cldr.short_month)
def short_month(day: dt.date) -> str:
    """« nov. », for the foot of a curve."""
    return str(MONTHS_AP[day.month])


@elsewhere(cldr.month)
def month(day: dt.date) -> str:
    """«novembre»."""
    return str(MONTHS[day.month])


def _day_number(day: dt.date) -> str:
    return "1er" if day.day == 1 else str(day.day)


@elsewhere(cldr.clock)
def clock(moment: dt.time | dt.datetime) -> str:
    """« 17 h », « 17 h 05 »."""
    minutes = f" {moment.minute:02}" if moment.minute else ""
    return typeset(f"{moment.hour} h{minutes}")


@elsewhere(cldr.day_of_week)
def day_of_week(day: dt.date) -> str:
    """« Mardi 17 », of a table; « Mardi 1er »."""
    return f"{weekday(day)} {_day_number(day)}".capitalize()


@elsewhere(cldr.short_day)
def short_day(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« 3 septembre », « 1er septembre »; with the year when it is not the reader's."""
    year = "" if day.year == at.astimezone(zone).year else f" {day.year}"
    return f"{_day_number(day)} {month(day)}{year}"


@elsewhere(cldr.full_day)
def full_day(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« mercredi 18 novembre »."""
    return f"{weekday(day)} {short_day(day, at=at, zone=zone)}"


def full_moment(instant: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« mercredi 18 novembre à 17 h »: the same words whenever it is read in the same year."""
    local = whole_minute(instant).astimezone(zone)
    return _("%(day)s à %(clock)s") % {
        "day": full_day(day_of(local, zone), at=at, zone=zone),
        "clock": clock(local),
    }


def near_day(day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« hier », « aujourd’hui », « demain », « lundi », else « le mercredi 18 novembre »."""
    distance = (day - day_of(at, zone)).days
    match distance:
        case -1:
            return _("hier")
        case 0:
            return _("aujourd’hui")
        case 1:
            return _("demain")
    if 1 < distance < 7:
        return weekday(day)
    return _("le %(day)s") % {"day": full_day(day, at=at, zone=zone)}


def near_moment(instant: dt.datetime, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """« demain à 17 h », « lundi à 7 h », « le mercredi 18 novembre à 17 h »."""
    local = whole_minute(instant).astimezone(zone)
    return _("%(day)s à %(clock)s") % {
        "day": near_day(day_of(local, zone), at=at, zone=zone),
        "clock": clock(local),
    }


def whole_minute(instant: dt.datetime) -> dt.datetime:
    """Rounded up: a result visible at 10:13:27 is not there yet at « 10 h 13 »."""
    seconds = dt.timedelta(seconds=instant.second, microseconds=instant.microsecond)
    return instant if not seconds else instant - seconds + MINUTE


# With the year: pages that are kept.


@elsewhere(cldr.day_in_words)
def day_in_words(day: dt.date) -> str:
    """« 17 novembre 2026 », « 1er septembre 2026 »: with the year, these pages are kept."""
    return f"{_day_number(day)}{NO_BREAK_SPACE}{month(day)} {day.year}"


@elsewhere(cldr.weekday_in_words)
def weekday_in_words(day: dt.date) -> str:
    """« lundi 7 septembre 2026 »."""
    return f"{weekday(day)} {day_in_words(day)}"


def moment_in_words(instant: dt.datetime, *, zone: ZoneInfo) -> str:
    """« 17 novembre 2026 à 9 h 05 », on the school's wall clock."""
    local = instant.astimezone(zone)
    return _("%(day)s à %(clock)s") % {
        "day": day_in_words(day_of(instant, zone)),
        "clock": clock(local),
    }


def period_in_words(first: dt.date, last: dt.date) -> str:
    """« du 17 octobre 2026 au 2 novembre 2026 », or the one day."""
    if first == last:
        return weekday_in_words(first)
    return _("du %(first)s au %(last)s") % {
        "first": day_in_words(first),
        "last": day_in_words(last),
    }
