"""How every language but French is written: days, hours, durations, lists, by CLDR (Babel).

Asked by ``coeduc/french.py`` alone, whose functions have these names; the sentences around stay
gettext's. What Babel 2.18 writes wrongly in some languages is worked around here: a full day
without its year has rarely a pattern of its own, lists of units repeat their end in Arabic, and a
unit whose plural form is unknown is written by its identifier.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

FRENCH = "fr"
MINUTE, HOUR, DAY = 1, 60, 24 * 60
KILO, MEGA = 1000, 1_000_000
MEBI = 1024 * 1024
_UNQUOTED = re.compile(r"('[^']*')")


def locale_at_hand() -> Locale | None:
    """The reader's language, None where it is French or one that CLDR does not know."""
    language = get_language() or FRENCH
    if language.partition("-")[0] == FRENCH:
        return None
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return None


def _unit(locale: Locale, count: float, name: str, *lengths: str) -> str:
    """The first length that the language has for this number."""
    for length in (*lengths, "short", "narrow"):
        words = format_unit(count, name, length, locale=locale)  # type: ignore[arg-type]
        if name not in words:
            return words
    return format_decimal(count, locale=locale)


def duration(locale: Locale, minutes: int) -> str:
    """« 25 min », « 1 hr », « 1 hr 5 min »."""
    hours, left = divmod(minutes, HOUR)
    parts = [_unit(locale, hours, "duration-hour", "short")] if hours else []
    if left or not hours:
        parts.append(_unit(locale, left, "duration-minute", "short"))
    return " ".join(parts)


def delay(locale: Locale, lasting: dt.timedelta) -> str:
    """« 10 minutes », « 24 hours », « 2 days », else « 1 hr 30 min »."""
    minutes = int(lasting / dt.timedelta(minutes=MINUTE))
    if minutes > DAY and not minutes % DAY:
        return _unit(locale, minutes // DAY, "duration-day", "long")
    if minutes and not minutes % HOUR:
        return _unit(locale, minutes // HOUR, "duration-hour", "long")
    if minutes < HOUR:
        return _unit(locale, minutes, "duration-minute", "long")
    return duration(locale, minutes)


def and_list(locale: Locale, names: list[str]) -> str:
    """«Inès, Malik and Noa», as CLDR joins a list."""
    return format_list(names, locale=locale)


def nor_list(locale: Locale, names: list[str]) -> str:
    """What is denied of each: CLDR has no «nor», and says «or»."""
    return format_list(names, style="or", locale=locale)


def french_decimal(locale: Locale, value: Decimal) -> str:
    """12.5, with the decimal mark of the language."""
    return format_decimal(value.normalize(), locale=locale, decimal_quantization=False)


def thousands(locale: Locale, count: int) -> str:
    """1,200, with the separator of the language."""
    return format_decimal(count, locale=locale)


def weight(locale: Locale, size: int) -> str:
    """« 900 bytes », « 240 kB », « 1.4 MB »."""
    if size < KILO:
        return _unit(locale, size, "digital-byte", "long")
    if size < MEGA - KILO // 2:
        return _unit(locale, round(size / KILO), "digital-kilobyte", "short")
    return _unit(locale, round(size / MEGA, 1), "digital-megabyte", "short")


def whole_weight(locale: Locale, size: int) -> str:
    """« 10 MB »."""
    return _unit(locale, size // MEBI, "digital-megabyte", "short")


def ordinal(locale: Locale, number: int) -> str:
    """The bare number: CLDR has the rules of ordinals, not their signs."""
    return format_decimal(number, locale=locale)


def of_name(locale: Locale, name: str) -> str:
    """The catalogue says how a name is owned: « of %(name)s »."""
    return _("de %(name)s") % {"name": name}


# --- Days and hours ------------------------------------------------------------------------------


def _on(day: dt.date | int) -> dt.date:
    return day if isinstance(day, dt.date) else dt.date(2026, 6, 1) + dt.timedelta(days=day)


def weekday(locale: Locale, day: dt.date | int) -> str:
    """«Tuesday»; ``day`` may be its number, Monday 0."""
    return format_date(_on(day), "EEEE", locale)


def month_in_words(locale: Locale, day: dt.date) -> str:
    """«November 2026»."""
    return format_skeleton("yMMMM", day, locale=locale)


def short_month(locale: Locale, day: dt.date) -> str:
    """«Nov»."""
    return format_date(day, "LLL", locale)


def month(locale: Locale, day: dt.date) -> str:
    """«November»."""
    return format_date(day, "LLLL", locale)


def clock(locale: Locale, moment: dt.time | dt.datetime) -> str:
    """«5:05 PM», without seconds."""
    return format_time(dt.time(moment.hour, moment.minute), "short", locale=locale)


def day_of_week(locale: Locale, day: dt.date) -> str:
    """« Tue 17 », of a table."""
    return f"{format_date(day, 'ccc', locale)} {day.day}"


def short_day(locale: Locale, day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«November 18»; with its year where it is another one."""
    if day.year != at.astimezone(zone).year:
        return format_date(day, "long", locale)
    return format_skeleton("MMMMd", day, locale=locale)


def full_day(locale: Locale, day: dt.date, *, at: dt.datetime, zone: ZoneInfo) -> str:
    """«Wednesday, November 18»; with its year where it is another one."""
    if day.year != at.astimezone(zone).year:
        return format_date(day, "full", locale)
    return _widened(locale, "MMMEd", day)


def day_in_words(locale: Locale, day: dt.date) -> str:
    """«November 18, 2026»."""
    return format_date(day, "long", locale)


def weekday_in_words(locale: Locale, day: dt.date) -> str:
    """«Wednesday, November 18, 2026»."""
    return format_date(day, "full", locale)


def _widened(locale: Locale, skeleton: str, day: dt.date) -> str:
    """The pattern of this skeleton with whole names, as CLDR has its fields widened."""
    pieces = _UNQUOTED.split(locale.datetime_skeletons[skeleton].pattern)
    pieces[::2] = [
        re.sub("E+|c+", "EEEE", re.sub("M{3,}", "MMMM", re.sub("L{3,}", "LLLL", piece)))
        for piece in pieces[::2]
    ]
    return parse_pattern("".join(pieces)).apply(day, locale)
