"""The day of an instant somewhere, asked here alone; days that somebody may mean.

An instant has no day of its own: at noon of Greenwich it is tomorrow in Nouméa. Of a school,
``today_of`` (``apps/schools/days.py``); in a statement over several schools, ``day_there``.

An address or a field that says the year 1 or 9999 says nothing: days next to these are counted
(the week before, the term after), which the ends of the calendar do not allow; and no school of
today has a lesson there.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from coeduc.letters import bare, plain

EARLIEST, LATEST = ZoneInfo("Etc/GMT+12"), ZoneInfo("Etc/GMT-14")
DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
EVENING = dt.time(18)  # from here on one says «Bonsoir»
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# As people write them in French, and as a spreadsheet in English shows them.
MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
_DASHES = str.maketrans(dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}–—−", "-"))
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_BEFORE = re.compile(rf"(?:nee?(?:\(e\))? )?(?:le )?(?:(?:{_WEEKDAYS}),? )?")
_APART = r"[ /.,_-]{1,3}"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_TYPED = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<day>[0-9]{{1,2}})(?:er)?{_APART}(?P<month>[0-9]{{1,2}}){_APART}{_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})(?: ?er)?(?:{_APART})?(?P<word>[a-z]{{3,9}})(?:{_APART})?{_YEAR}",
        rf"(?P<year>[0-9]{{4}}){_APART}(?P<month>[0-9]{{1,2}}){_APART}(?P<day>[0-9]{{1,2}})",
        # 17052013 and 170513; 20130517, which can be no day of the year 517.
        r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)


def day_of(instant: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The day that the calendars of this zone show at this instant."""
    return instant.astimezone(zone).date()


def midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The first instant of a day somewhere, in its own clock."""
    return dt.datetime.combine(day, dt.time(), zone)


def days_anywhere(at: dt.datetime) -> tuple[dt.date, dt.date]:
    """The first and the last day that it is somewhere: bounds, before each asks its own."""
    return day_of(at, EARLIEST), day_of(at, LATEST)


def is_sensible(day: dt.date) -> bool:
    """Whether a school of today may mean it: other years come from a mistyped address."""
    return FIRST <= day <= LAST


def day_or_none(written: str) -> dt.date | None:
    """«2026-11-17», and nothing that is not a day of our times."""
    if not _WRITTEN.fullmatch(written):
        return None
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return day if is_sensible(day) else None


def typed_day(text: str) -> dt.date | None:
    """A day as people write it; None for what is no day, or could be two.

    «17/05/2013», «17.5.13», «17 mai 2013», «1er sept. 2013», «170513», «2013-05-17»: the day
    before the month, as in France. Two figures are a year of this century.
    """
    said = " ".join(plain(bare(text)).translate(_DASHES).split()).strip(" .,;!")
    said = said[_BEFORE.match(said).end() :]  # type: ignore[union-attr] # matches nothing at least
    for shape in _TYPED:
        if found := shape.fullmatch(said):
            parts = found.groupdict()
            word = parts.get("word")
            month = month_of(word) if word else int(parts["month"])
            year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
            try:
                return dt.date(year, month, int(parts["day"]))
            except ValueError:
                return None
    return None


def month_of(word: str) -> int:
    """«mai», «May», «janv», «déc»: 1 to 12; 0 for another word, or one that begins two months."""
    key = plain(word)
    found = {n for n, names in enumerate(MONTHS, 1) if any(one.startswith(key) for one in names)}
    return found.pop() if len(found) == 1 else 0
