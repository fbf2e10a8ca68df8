"""One child over time: the marks of a subject as a picture and a table, averages if shown.

Made of ``ResultReading`` alone: exactly what this reader may read. No class, no trend, no rank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.reading.presenters.roster import ResultReading
from apps.results.reading.presenters.rule_history import ReaderMoment
from apps.results.reading.rules import average_of, out_of_twenty
from apps.schools.calendar import year_in_words
from apps.schools.names import sort_key
from coeduc import french
from coeduc.charts.points import Curve, curve
from coeduc.days import day_of
from coeduc.french import french_decimal


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One released result in the table that says the same as the picture."""

    public_id: UUID
    day: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectAverage:
    subject: str
    average: str
    count: str


@dataclass(frozen=True, slots=True)
class TermAverages:
    term: str
    subjects: tuple[SubjectAverage, ...]


@dataclass(frozen=True, slots=True)
class PrintedSubject:
    subject: str
    rows: tuple[ProgressRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedTerm:
    """``term`` is empty for what took place outside of any period."""

    term: str
    subjects: tuple[PrintedSubject, ...]


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """A subject over time; ``curve`` is None without any mark (skills only)."""

    subject: str
    curve: Curve | None
    told: str
    rows: tuple[ProgressRow, ...]
    averages: tuple[str, ...]


def progress_of(
    readings: Sequence[ResultReading], *, averages: bool, telling: ReaderMoment
) -> SubjectProgress:
    """``readings``: one subject, most recent first; ``averages``: the rule shows them."""
    released = [reading for reading in readings if reading.shown]
    marked = [
        (reading.held_on, french.hundredth(out_of_twenty(reading.shown.value, reading.scale)))
        for reading in released
        if reading.shown and reading.shown.value is not None and reading.scale
    ]
    return SubjectProgress(
        subject=readings[0].subject,
        curve=curve(marked, month_name=french.short_month),
        told=_told(len(marked)),
        rows=tuple(progress_row(reading, telling=telling) for reading in released),
        averages=tuple(_averages(released, telling=telling)) if averages else (),
    )


def progress_row(reading: ResultReading, *, telling: ReaderMoment) -> ProgressRow:
    return ProgressRow(
        public_id=reading.public_id,
        day=french.short_day(reading.held_on, at=telling.at, zone=telling.zone),
        title=reading.title,
        lines=reading.lines,
    )


def term_averages(
    readings: Iterable[ResultReading], *, telling: ReaderMoment
) -> tuple[TermAverages, ...]:
    """Each subject of each period, the last period first, subjects by name: never by value."""
    released = [reading for reading in readings if reading.shown and reading.term is not None]
    terms = []
    for _key, rows in groupby(released, key=_term_of):
        in_term = sorted(rows, key=lambda reading: sort_key(reading.subject))
        subjects = tuple(_subject_averages(in_term))
        if subjects:
            terms.append(TermAverages(_term_name(in_term[0], telling=telling), subjects))
    return tuple(terms)


def printed_terms(
    readings: Iterable[ResultReading], *, telling: ReaderMoment
) -> tuple[PrintedTerm, ...]:
    """What was released, by period then by subject, for a page on paper."""
    terms = []
    released = [reading for reading in readings if reading.shown]
    for _key, rows in groupby(released, key=_term_of):
        in_term = sorted(rows, key=lambda reading: sort_key(reading.subject))
        subjects = tuple(
            PrintedSubject(
                subject, tuple(progress_row(reading, telling=telling) for reading in of_subject)
            )
            for subject, of_subject in groupby(in_term, key=lambda reading: reading.subject)
        )
        terms.append(PrintedTerm(_term_name(in_term[0], telling=telling), subjects))
    return tuple(terms)


def _subject_averages(readings: Sequence[ResultReading]) -> Iterable[SubjectAverage]:
    for subject, rows in groupby(readings, key=lambda reading: reading.subject):
        if average := average_of(reading.counted for reading in rows):
            yield SubjectAverage(subject, _out_of_twenty(average.value), _count(average.count))


def _averages(released: Sequence[ResultReading], *, telling: ReaderMoment) -> Iterable[str]:
    """«Premier trimestre : 12,4 sur 20 en moyenne, pour 5 notes.»"""
    for term, rows in groupby(released, key=_term_of):
        found = list(rows)
        average = average_of(reading.counted for reading in found)
        if term is not None and average:
            yield french.typeset(
                _("%(term)s : %(average)s en moyenne, pour %(count)s.")
                % {
                    "term": _term_name(found[0], telling=telling),
                    "average": _out_of_twenty(average.value),
                    "count": _count(average.count),
                }
            )


def _term_name(reading: ResultReading, *, telling: ReaderMoment) -> str:
    """«1er trimestre», «2e semestre 2025-2026» of a year that is over; empty outside of any."""
    if reading.term is None:
        return ""
    number = french.ordinal(reading.term["index"])
    kind = _("semestre") if reading.term["count"] == 2 else _("trimestre")
    first, last = (
        dt.date.fromisoformat(day) for day in (reading.term["year_from"], reading.term["year_to"])
    )
    if day_of(telling.at, telling.zone) <= last:
        return f"{number} {kind}"
    return f"{number} {kind} {year_in_words(reading.term['year'], first, last)}"


def _term_of(reading: ResultReading) -> int | None:
    return reading.term["id"] if reading.term else None


def _out_of_twenty(value: Decimal) -> str:
    return french.typeset(_("%(mark)s sur 20") % {"mark": french_decimal(value)})


def _count(count: int) -> str:
    return ngettext("%(n)d note", "%(n)d notes", count) % {"n": count}


def _told(count: int) -> str:
    """What the picture shows, for who does not see it: the table below says each mark."""
    return ngettext(
        "%(n)d note, ramenée sur 20. Elle est dans le tableau.",
        "%(n)d notes, ramenées sur 20, dans l’ordre des jours. Le tableau dit chacune.",
        count,
    ) % {"n": count}
