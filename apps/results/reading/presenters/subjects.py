"""One child’s results: what is to be read, short and first; then a line a subject, by name.

A mark stands on its line once this very reader has opened its result; until then its title is the
way to it. What waits is counted and never explained here: the page of the subject says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.reading.presenters.periods import (
    OUTSIDE,
    average_sentence,
    period_name,
    period_of,
)
from apps.results.reading.presenters.readings import ResultReading
from apps.results.reading.presenters.roster import unread_in_words
from apps.results.reading.presenters.rule_history import ReaderMoment, is_lately
from apps.schools.calendar import year_in_words
from apps.schools.names import sort_key
from coeduc import french
from coeduc.days import day_of

# Results to be read that the page names, on one screen of a phone; the list by date has them all.
MOST_NEWS = 5


@dataclass(frozen=True, slots=True)
class NewResult:
    """To be read. ``about``: «Mathématiques · paru hier»."""

    public_id: UUID
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class LineResult:
    """``when``: the day it appeared, or, once opened, the day it took place; ``lines``: its mark,
    once opened."""

    public_id: UUID
    title: str
    when: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """``left``: the newest neither opened nor named above; ``unopened``: how many others are not.

    ``last``: the last opened.
    """

    code: str
    subject: str
    left: LineResult | None
    unopened: str
    last: LineResult | None
    waiting: str
    average: str


@dataclass(frozen=True, slots=True)
class SubjectList:
    """``unread`` and ``older`` count as the first page of the family does; ``newest``: up to when.

    ``news``: the last that appeared of them; ``others``: how many more there are.
    ``year``: which one, where it is over; ``earlier``: subjects of the years before, by code.
    ``period``, ``period_key``: the newest of which something may be printed.
    """

    unread: str
    older: str
    newest: dt.datetime | None
    news: tuple[NewResult, ...]
    others: str
    year: str
    lines: tuple[SubjectLine, ...]
    earlier: tuple[tuple[str, str], ...]
    period: str
    period_key: str


def subject_list(
    readings: Sequence[ResultReading], *, averages: bool, moment: ReaderMoment
) -> SubjectList:
    """``readings``: most recent first; ``averages``: the rule in force shows them."""
    new = [
        (reading.shown.since, reading) for reading in readings if reading.is_new and reading.shown
    ]
    # By the day that each line says: within it, as everywhere, by the day it took place.
    new.sort(key=lambda one: day_of(one[0], moment.zone), reverse=True)
    late = sum(not is_lately(since, at=moment.at) for since, _reading in new)
    unread, older = unread_in_words(len(new) - late, late)
    begun = _year_begun(readings)
    current: dict[str, list[ResultReading]] = {}
    before: dict[str, str] = {}
    for reading in readings:
        if reading.is_new or not _is_before(reading, begun):
            current.setdefault(reading.subject_code, []).append(reading)
        else:
            before.setdefault(reading.subject_code, reading.subject)
    released = [reading for reading in readings if reading.shown and reading.term]
    return SubjectList(
        unread=unread,
        older=older,
        newest=max((since for since, _reading in new), default=None),
        news=tuple(_new_result(reading, moment=moment) for _since, reading in new[:MOST_NEWS]),
        others=_others(len(new) - MOST_NEWS),
        year=_year_over(readings, begun, moment=moment),
        lines=tuple(
            _line(rows, averages=averages, moment=moment)
            for rows in sorted(current.values(), key=lambda rows: sort_key(rows[0].subject))
        ),
        earlier=tuple(
            sorted(
                ((code, name) for code, name in before.items() if code not in current),
                key=lambda subject: sort_key(subject[1]),
            )
        ),
        period=period_name(released[0], moment=moment) if released else "",
        period_key=period_of(released[0]) if released else OUTSIDE,
    )


def _new_result(reading: ResultReading, *, moment: ReaderMoment) -> NewResult:
    words = {"subject": reading.subject, "appeared": reading.appeared(moment)}
    return NewResult(reading.public_id, reading.title, _("%(subject)s · %(appeared)s") % words)


def _others(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("L’autre, par date", "Les %(n)d autres, par date", count) % {"n": count}


def _line(readings: list[ResultReading], *, averages: bool, moment: ReaderMoment) -> SubjectLine:
    """Of one subject and year. The page of the subject says each of what this line counts."""
    unopened = [reading for reading in readings if reading.shown and not reading.is_opened]
    left = next((reading for reading in unopened if not reading.is_new), None)
    last = next((reading for reading in readings if reading.is_opened), None)
    average = ""
    if averages and last:
        period = [r for r in readings if r.shown and period_of(r) == period_of(last)]
        average = average_sentence(period, moment=moment)
    return SubjectLine(
        code=readings[0].subject_code,
        subject=readings[0].subject,
        left=_result(left, moment=moment) if left else None,
        unopened=_unopened(len(unopened) - bool(left), is_more=left is not None),
        last=_result(last, moment=moment) if last else None,
        waiting=_waiting(readings),
        average=average,
    )


def _unopened(count: int, *, is_more: bool) -> str:
    if not count:
        return ""
    if is_more:
        return ngettext("et %(n)d autre à ouvrir", "et %(n)d autres à ouvrir", count) % {"n": count}
    return ngettext("%(n)d à ouvrir", "%(n)d à ouvrir", count) % {"n": count}


def _result(reading: ResultReading, *, moment: ReaderMoment) -> LineResult:
    if reading.shown and not reading.is_opened:
        return LineResult(reading.public_id, reading.title, reading.appeared(moment), ())
    return LineResult(
        public_id=reading.public_id,
        title=reading.title,
        when=french.short_day(reading.held_on, at=moment.at, zone=moment.zone),
        lines=reading.lines(to_pupil=moment.reader.is_student),
    )


def _waiting(readings: Iterable[ResultReading]) -> str:
    """How many show nothing yet, and how many the school took back: never why, nor until when."""
    nothing = [reading for reading in readings if reading.shown is None]
    gone = sum(bool(reading.withdrawn_because) for reading in nothing)
    waits = len(nothing) - gone
    sentences = []
    if waits:
        sentences.append(
            ngettext("%(n)d pas encore visible", "%(n)d pas encore visibles", waits) % {"n": waits}
        )
    if gone:
        sentences.append(
            ngettext(
                "%(n)d retiré par le collège, avec son motif",
                "%(n)d retirés par le collège, avec leurs motifs",
                gone,
            )
            % {"n": gone}
        )
    return " · ".join(sentences)


def _year_begun(readings: Iterable[ResultReading]) -> str:
    """The first day of the newest year of which there is something; empty where none is known."""
    return max((reading.term["year_from"] for reading in readings if reading.term), default="")


def _is_before(reading: ResultReading, begun: str) -> bool:
    day = reading.term["year_from"] if reading.term else reading.held_on.isoformat()
    return day < begun


def _year_over(readings: Iterable[ResultReading], begun: str, *, moment: ReaderMoment) -> str:
    """«2025-2026», once that year is over and nothing of another is there."""
    term = next((r.term for r in readings if r.term and r.term["year_from"] == begun), None)
    if term is None:
        return ""
    first, last = (dt.date.fromisoformat(term[day]) for day in ("year_from", "year_to"))
    if day_of(moment.at, moment.zone) <= last:
        return ""
    return year_in_words(term["year"], first, last)
