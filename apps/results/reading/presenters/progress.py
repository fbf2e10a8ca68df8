"""One subject over time: the marks as a picture and a table, by period, averages if shown.

Made of ``ResultReading`` alone: exactly what this reader may read. A mark stands here once they
have opened its result; until then, its title is the way to it. No class, no trend, no rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.reading.presenters.periods import (
    average_sentence,
    period_name,
    period_of,
)
from apps.results.reading.presenters.readings import ResultReading
from apps.results.reading.presenters.rule_history import ReaderMoment
from apps.results.reading.rules import out_of_twenty
from coeduc import french
from coeduc.charts.points import Curve, curve


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One released result in the table that says the same as the picture.

    ``appeared``: it is not opened yet, and says when it came rather than what it says.
    """

    public_id: UUID
    day: str
    title: str
    lines: tuple[str, ...]
    appeared: str


@dataclass(frozen=True, slots=True)
class ProgressPeriod:
    """``name`` is empty for what took place outside of any period."""

    name: str
    rows: tuple[ProgressRow, ...]


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """A subject over time; ``curve`` is None without any mark (skills only).

    ``awaited``: why an average that the rule shows is not there.
    """

    subject: str
    curve: Curve | None
    picture: str
    periods: tuple[ProgressPeriod, ...]
    averages: tuple[str, ...]
    awaited: str


def progress_of(
    readings: Sequence[ResultReading], *, averages: bool, moment: ReaderMoment
) -> SubjectProgress:
    """``readings``: one subject, most recent first; ``averages``: the rule shows them."""
    released = [reading for reading in readings if reading.shown]
    marked = [
        (reading.held_on, french.hundredth(out_of_twenty(reading.shown.value, reading.scale)))
        for reading in released
        if reading.is_opened and reading.shown and reading.shown.value is not None and reading.scale
    ]
    periods = [list(rows) for _key, rows in groupby(released, key=period_of)]
    sentences = [average_sentence(rows, moment=moment) for rows in periods] if averages else []
    return SubjectProgress(
        subject=readings[0].subject,
        curve=curve(marked, month_name=french.short_month),
        picture=_picture(len(marked)),
        periods=tuple(
            ProgressPeriod(
                period_name(rows[0], moment=moment),
                tuple(progress_row(reading, moment=moment) for reading in rows),
            )
            for rows in periods
        ),
        averages=tuple(filter(None, sentences)),
        awaited=_awaited(released, moment=moment) if averages else "",
    )


def progress_row(reading: ResultReading, *, moment: ReaderMoment) -> ProgressRow:
    opened = reading.is_opened
    return ProgressRow(
        public_id=reading.public_id,
        day=french.short_day(reading.held_on, at=moment.at, zone=moment.zone),
        title=reading.title,
        lines=reading.lines(to_pupil=moment.reader.is_student) if opened else (),
        appeared="" if opened else reading.appeared(moment),
    )


def _awaited(released: Sequence[ResultReading], *, moment: ReaderMoment) -> str:
    if all(reading.is_opened for reading in released):
        return ""
    if moment.reader.is_student:
        return _("La moyenne d’une période se lit ici quand tu as ouvert tous ses résultats.")
    return _("La moyenne d’une période se lit ici quand vous avez ouvert tous ses résultats.")


def _picture(count: int) -> str:
    """What the picture shows, for who does not see it: the table below says each mark."""
    return ngettext(
        "%(n)d note, ramenée sur 20. Elle est dans le tableau.",
        "%(n)d notes, ramenées sur 20, dans l’ordre des jours. Le tableau dit chacune.",
        count,
    ) % {"n": count}
