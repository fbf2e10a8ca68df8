"""Each row of a child’s results as one reader reads it, before any of it is put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from apps.results.enums import AssessmentKind
from apps.results.reading.presenters.result import mark_sentence
from apps.results.reading.presenters.skills import short_levels
from apps.results.reading.presenters.wording import worded_as
from apps.results.reading.queries import COLUMNS, RowValues
from apps.results.reading.rules import Counted
from apps.schools.names import sort_key
from coeduc.french import unbroken

if TYPE_CHECKING:
    from apps.results.models.rows import HeldSpan, ReadingJson, TermJson
    from apps.results.reading.presenters.rule_history import ReaderMoment
    from apps.schools.days import Span

Read = TypeVar("Read", bound="ResultReading")
NAMES = tuple(name.rpartition("__")[2] for name in COLUMNS)
READING = COLUMNS.index("reading")


@dataclass(frozen=True, slots=True)
class Shown:
    """What this reader may read of one row, without what the rule hides."""

    since: dt.datetime
    is_read: bool
    is_opened: bool
    is_past: bool
    is_corrected: bool
    value: Decimal | None
    status: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResultReading:
    """What lists, averages, curves and paper are made of; nothing of why a row waits."""

    public_id: UUID
    title: str
    kind: str
    held_on: dt.date
    scale: int | None
    coefficient: Decimal
    skills: list[str]
    subject_code: str
    subject: str
    shown: Shown | None
    withdrawn_because: str | None
    term: TermJson | None

    @classmethod
    def of(cls, row: RowValues) -> Self:
        """From the values of ``wording``, then of ``COLUMNS`` and what a subclass adds to them."""
        wording, *values = row
        values[READING] = _shown(values[READING])
        if wording:
            worded = worded_as(wording)
            for place, name in enumerate(NAMES):
                values[place] = worded.get(name, values[place])
        return cls(*values)

    @property
    def counted(self) -> Counted:
        """As it weighs in an average: nothing that this reader does not see."""
        return Counted(self.shown.value if self.shown else None, self.scale, self.coefficient)

    @property
    def is_new(self) -> bool:
        """Released this term, or within three weeks, and not read by this reader."""
        return self.shown is not None and not (self.shown.is_read or self.shown.is_past)

    @property
    def is_opened(self) -> bool:
        """This reader has opened what there is to read: lists may then say it."""
        return self.shown is not None and self.shown.is_opened

    def lines(self, *, to_pupil: bool) -> tuple[str, ...]:
        """«11 sur 20», a status, or a line a level; nothing where the rule shows words only."""
        if self.shown is None:
            return ()
        if sentence := mark_sentence(self.shown, self.scale):
            return (sentence if self.shown.value is None else unbroken(sentence),)
        return short_levels(self.skills, list(self.shown.levels), to_pupil=to_pupil)

    def appeared(self, moment: ReaderMoment) -> str:
        """«paru hier»; «corrigé, paru hier» to who may have read what it was."""
        if self.shown is None:
            return ""
        day = moment.appeared(self.shown.since)
        return _("corrigé, %(appeared)s") % {"appeared": day} if self.shown.is_corrected else day

    def matches(self, words: str) -> bool:
        """Every word in the title or the subject, accents and case apart."""
        text = sort_key(self.title, self.subject, str(AssessmentKind(self.kind).label))
        return all(word in text for word in sort_key(words).split())


@dataclass(frozen=True, slots=True)
class WaitingReading(ResultReading):
    """With the facts of ``waiting_sentence``: never whether something was entered."""

    handed_back_at: dt.datetime | None
    recorded_at: dt.datetime | None
    missed_hand_back: bool
    closures: list[Span] | None
    held_until: dt.datetime | None
    held_spans: list[HeldSpan]


def by_day(readings: Iterable[Read]) -> list[Read]:
    """Most recent first by the day it took place: an order by release would tell something."""
    return sorted(readings, key=lambda reading: reading.held_on, reverse=True)


def _shown(found: ReadingJson | None) -> Shown | None:
    if found is None:
        return None
    marks, levels = found["shows_mark"] is not False, found["shows_levels"] is not False
    value = found["value"]
    return Shown(
        since=dt.datetime.fromisoformat(found["since"]),
        is_read=found["opened"] is not None,
        is_opened=found["opened"] is True,
        is_past=found["past"],
        is_corrected=found["corrected"],
        value=Decimal(value) if marks and value is not None else None,
        status=found["status"] if marks else "",
        levels=tuple(found["levels"]) if levels else (),
    )
