"""School days of a year: what the two calendar packages know, in one list of closures. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from holidays import country_holidays

from apps.schools.calendar import published_holidays
from apps.schools.days import every_day, is_school_day
from coeduc.days import DAY, day_of

RENTREE = (9, 1)
# When the curtain rises: work for tomorrow is given, parents are home, the night has not begun.
CURTAIN = dt.time(18, 40)
# Days of school before which there is little to see; the last evening of a year that has all.
WELL_BEGUN, LAST = 20, (6, 15)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A run of days without school, both ends included."""

    label: str
    starts_on: dt.date
    ends_on: dt.date


def school_year_of(today: dt.date) -> int:
    """The year of the last September: July and August still belong to the year that ends."""
    return today.year if (today.month, today.day) >= RENTREE else today.year - 1


def breaks_of(year: int, zone: str) -> list[DaysOff]:
    """Holidays of the zone, then the public holidays that fall outside them.

    Where the package of school holidays stops (2028 today), only public holidays are left: the
    demo still works, with lessons in what should be holidays.
    """
    first, last = dt.date(year, *RENTREE), dt.date(year + 1, 8, 31)
    known = {**_named_days(year, zone), **_named_days(year + 1, zone)}
    named = [(day, known[day]) for day in every_day(first, last) if day in known]
    runs = [_run(group) for group in _consecutive(named)]
    away = {day for found in runs for day in every_day(found.starts_on, found.ends_on)}
    for day, name in sorted(country_holidays("FR", years=[year, year + 1], language="fr").items()):
        if first <= day <= last and day not in away:
            runs.append(DaysOff(name.replace("'", "’")[:60], day, day))
    return sorted(runs, key=lambda found: found.starts_on)


def school_days(year: int, breaks: list[DaysOff]) -> list[dt.date]:
    """Monday to Friday, holidays and public holidays left out."""
    away = {day for found in breaks for day in every_day(found.starts_on, found.ends_on)}
    every = every_day(dt.date(year, *RENTREE), dt.date(year + 1, 7, 3))
    return [day for day in every if is_school_day(day, away)]


def opening_of(at: dt.datetime, zone: ZoneInfo, area: str) -> dt.datetime:
    """The last evening, not later than ``at``, before a day of school of a year well begun.

    In August or on a Sunday, the real hour has nothing to show; in the first weeks of September
    nearly nothing: the June before tells more.
    """
    year = school_year_of(day_of(at, zone))
    evenings = [
        found
        for started in (year - 1, year)
        for found in _evenings(started, zone, area, begun=WELL_BEGUN)
        if found <= at and day_of(found, zone) <= dt.date(started + 1, *LAST)
    ]
    return evenings[-1]


def again_at(since: dt.datetime, zone: ZoneInfo, area: str) -> dt.datetime:
    """The first evening before a day of school, ``since`` included: an evening that has begun goes
    on where it was left. After the last of a year, where it was left too.
    """
    evenings = _evenings(school_year_of(day_of(since, zone)), zone, area)
    begun = any(day_of(found, zone) == day_of(since, zone) and found < since for found in evenings)
    return since if begun else next((found for found in evenings if found >= since), since)


def _evenings(year: int, zone: ZoneInfo, area: str, *, begun: int = 0) -> list[dt.datetime]:
    days = school_days(year, breaks_of(year, area))[begun:]
    return [
        instant(day, CURTAIN, zone)
        for day, morrow in itertools.pairwise(days)
        if morrow - day == DAY
    ]


def instant(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    """A wall clock of the school as an aware UTC instant."""
    return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)


def _named_days(year: int, zone: str) -> Mapping[dt.date, str]:
    try:
        return published_holidays(year, zone)
    except LookupError:
        return {}


def _consecutive(named: list[tuple[dt.date, str]]) -> Iterator[list[tuple[dt.date, str]]]:
    for _key, group in itertools.groupby(
        enumerate(named), key=lambda pair: (pair[1][0] - pair[0] * DAY, pair[1][1])
    ):
        yield [found for _rank, found in group]


def _run(days: list[tuple[dt.date, str]]) -> DaysOff:
    return DaysOff(days[0][1], days[0][0], days[-1][0])
