"""What the school calendars know: holidays of a zone, public holidays, teaching weeks. Pure.

Sources: the ministry's calendar by zone (package vacances-scolaires-france, known years only) and
the public holidays of mainland France (package holidays).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from holidays import country_holidays
from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

from apps.schools.days import LESSON_DAYS, every_day, monday_of
from apps.schools.enums import ClosureSource, WeekLabel, Zone
from coeduc.days import DAY, WEEK

SUMMER = 7


@dataclass(frozen=True, slots=True)
class Break:
    """Days without school, both ends included."""

    label: str
    starts_on: dt.date
    ends_on: dt.date
    source: ClosureSource


def start_year_of(first: dt.date, last: dt.date | None = None) -> int:
    """The year of the September before: January 2027 belongs to 2026-2027.

    In the south a year ``first``–``last`` runs from February to December: it has its own number.
    """
    if last is not None and first.year == last.year:
        return first.year
    return first.year if first.month >= SUMMER else first.year - 1


def year_in_words(start_year: int, first: dt.date, last: dt.date) -> str:
    """«2026-2027», or «2026» where the year is that of the calendar."""
    return f"{start_year}" if first.year == last.year else f"{start_year}-{start_year + 1}"


def last_free_day(ends_on: dt.date) -> dt.date:
    """The end of the long holidays after a school year: August, or January in the south."""
    if ends_on.month > SUMMER + 1:
        return dt.date(ends_on.year + 1, 1, 31)
    return dt.date(ends_on.year, 8, 31)


def breaks_between(
    first: dt.date, last: dt.date, *, zone: str, public_days: str = ""
) -> list[Break]:
    """Holidays of the zone, then the public holidays that fall outside them, in order.

    A calendar of its own (Corsica, overseas) is published nowhere that we read: its public holidays
    alone, those of the territory where ``public_days`` names it.
    Raises ``LookupError`` where the holidays of one of the years are not published yet.
    """
    known: dict[dt.date, str] = {}
    for year in range(first.year, last.year + 1) if zone != Zone.OWN else ():
        known |= published_holidays(year, zone)
    breaks = [
        Break(label, days[0], days[-1], ClosureSource.HOLIDAYS)
        for label, days in _runs(
            (day, known[day]) for day in every_day(first, last) if day in known
        )
    ]
    years = range(first.year, last.year + 1)
    subdivision = public_days or None
    for day, label in country_holidays("FR", subdivision, years=years, language="fr").items():
        if first <= day <= last and day not in known:
            breaks.append(Break(_typeset(label), day, day, ClosureSource.PUBLIC))
    return sorted(breaks, key=lambda found: (found.starts_on, found.label))


@lru_cache(maxsize=12)
def published_holidays(year: int, zone: str) -> Mapping[dt.date, str]:
    """The name of each day of holidays; kept, because the package reads all its years each time.

    Raises ``LookupError`` where they are not published yet.
    """
    try:
        found = SchoolHolidayDates().holidays_for_year_and_zone(year, zone)
    except UnsupportedYearException as error:
        raise LookupError(year) from error
    return MappingProxyType({day: _typeset(one["nom_vacances"]) for day, one in found.items()})


def teaching_mondays(
    first: dt.date, last: dt.date, *, closed: Collection[dt.date]
) -> list[dt.date]:
    """Mondays of the weeks with at least one day of lessons, between two days included."""
    monday = monday_of(first)
    mondays = []
    while monday <= last:
        lessons = (monday + n * DAY for n in range(LESSON_DAYS))
        if any(first <= day <= last and day not in closed for day in lessons):
            mondays.append(monday)
        monday += WEEK
    return mondays


def alternate(mondays: Iterable[dt.date], *, first: WeekLabel) -> list[tuple[dt.date, WeekLabel]]:
    """A, B, A, B… over teaching weeks: a fortnight of holidays changes nothing to the turn.

    Never the parity of the ISO week: 2026 has 53 of them, and weeks 51 and 1 are both odd.
    """
    other = WeekLabel.B if first == WeekLabel.A else WeekLabel.A
    return [(monday, (first, other)[rank % 2]) for rank, monday in enumerate(mondays)]


def _runs(named: Iterable[tuple[dt.date, str]]) -> Iterator[tuple[str, list[dt.date]]]:
    """Consecutive days that carry one name."""
    label, days = "", list[dt.date]()
    for day, name in named:
        if days and (name != label or day - days[-1] != DAY):
            yield label, days
            days = []
        label = name
        days.append(day)
    if days:
        yield label, days


def _typeset(label: str) -> str:
    return label.replace("'", "’")[:60]
