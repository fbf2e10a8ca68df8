"""Results by period: its name, the average of one subject in it, its page to print or to keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.reading.presenters.readings import ResultReading
from apps.results.reading.presenters.rule_history import ReaderMoment
from apps.results.reading.rules import Average, average_of
from apps.schools.calendar import year_in_words
from apps.schools.names import sort_key
from coeduc import french
from coeduc.days import day_of

# In an address: what took place outside of any period; all of them on one page.
OUTSIDE, ALL = "hors-periode", "tout"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    day: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedSubject:
    """``average`` is empty unless the rule in force shows averages."""

    subject: str
    rows: tuple[PrintedRow, ...]
    average: str


@dataclass(frozen=True, slots=True)
class PrintedPeriod:
    """All that this reader may read of it at this instant; ``key`` names it in an address."""

    key: str
    name: str
    dates: str
    subjects: tuple[PrintedSubject, ...]


def period_of(reading: ResultReading) -> str:
    """«2026-1»: the year in which it began, and its rank."""
    term = reading.term
    return f"{term['year']}-{term['index']}" if term else OUTSIDE


def period_name(reading: ResultReading, *, moment: ReaderMoment) -> str:
    """«1er trimestre», «2e semestre 2025-2026» of a year that is over; empty outside of any."""
    if reading.term is None:
        return ""
    number = french.ordinal(reading.term["index"])
    kind = _("semestre") if reading.term["count"] == 2 else _("trimestre")
    first, last = (
        dt.date.fromisoformat(day) for day in (reading.term["year_from"], reading.term["year_to"])
    )
    if day_of(moment.at, moment.zone) <= last:
        return f"{number} {kind}"
    return f"{number} {kind} {year_in_words(reading.term['year'], first, last)}"


def average_sentence(readings: Sequence[ResultReading], *, moment: ReaderMoment) -> str:
    """«1er trimestre : 12,4 sur 20 en moyenne, pour 5 notes.», of one subject in one period.

    Empty while one of its results is not opened: the average of one mark is that mark.
    """
    if readings[0].term is None or not all(reading.is_opened for reading in readings):
        return ""
    average = average_of(reading.counted for reading in readings)
    if average is None:
        return ""
    return french.typeset(
        _("%(term)s : %(average)s en moyenne, pour %(count)s.")
        % {
            "term": period_name(readings[0], moment=moment),
            "average": _out_of_twenty(average.value),
            "count": _count(average.count),
        }
    )


def printed_periods(
    released: Iterable[ResultReading], *, averages: bool, moment: ReaderMoment
) -> tuple[PrintedPeriod, ...]:
    """The last period first, subjects by name: never by value. ``released``: by day.

    What took place outside of any, before and after one, is together, where its newest is.
    """
    by_period: dict[str, list[ResultReading]] = {}
    for reading in released:
        by_period.setdefault(period_of(reading), []).append(reading)
    return tuple(
        _printed(key, rows, averages=averages, moment=moment) for key, rows in by_period.items()
    )


def period_choices(periods: Sequence[PrintedPeriod]) -> list[tuple[str, str]]:
    """By key, the name of each period, then all of them; nothing to choose where there is one."""
    known = [(one.key, one.name) for one in periods]
    return [*known, (ALL, _("Tout"))] if len(known) > 1 else []


def _printed(
    key: str, readings: list[ResultReading], *, averages: bool, moment: ReaderMoment
) -> PrintedPeriod:
    by_subject = sorted(readings, key=lambda reading: (sort_key(reading.subject), reading.subject))
    return PrintedPeriod(
        key=key,
        name=period_name(readings[0], moment=moment) or _("Hors période"),
        dates=_dates(readings[0]),
        subjects=tuple(
            _subject(subject, list(rows), averages=averages and key != OUTSIDE, moment=moment)
            for subject, rows in groupby(by_subject, key=lambda reading: reading.subject)
        ),
    )


def _subject(
    subject: str, readings: list[ResultReading], *, averages: bool, moment: ReaderMoment
) -> PrintedSubject:
    average = average_of(reading.counted for reading in readings) if averages else None
    rows = tuple(
        PrintedRow(
            day=french.short_day(reading.held_on, at=moment.at, zone=moment.zone),
            title=reading.title,
            lines=reading.lines(to_pupil=moment.reader.is_student),
        )
        for reading in readings
    )
    return PrintedSubject(subject, rows, _average(average))


def _average(average: Average | None) -> str:
    if average is None:
        return ""
    words = {"average": _out_of_twenty(average.value), "count": _count(average.count)}
    return french.typeset(_("%(average)s en moyenne, pour %(count)s.") % words)


def _dates(reading: ResultReading) -> str:
    if reading.term is None:
        return ""
    first, last = (
        dt.date.fromisoformat(day) for day in (reading.term["starts_on"], reading.term["ends_on"])
    )
    return french.capital(french.period_in_words(first, last))


def _out_of_twenty(value: Decimal) -> str:
    return french.typeset(_("%(mark)s sur 20") % {"mark": french.french_decimal(value)})


def _count(count: int) -> str:
    return ngettext("%(n)d note", "%(n)d notes", count) % {"n": count}
