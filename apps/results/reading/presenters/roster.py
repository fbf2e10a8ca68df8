"""The list of one child's assessments: what is new, what waits, what was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.results.enums import AssessmentKind
from apps.results.reading.presenters.readings import WaitingReading
from apps.results.reading.presenters.rule_history import (
    ReaderMoment,
    SchoolRuleHistory,
    is_lately,
    waiting_sentence,
)

# Older rows shown without a gesture where nothing else is to be read.
UNFOLDED = 5


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the list: the assessment, and whether there is something to read.

    ``lines``: its mark, once this reader has opened it.
    """

    public_id: UUID
    title: str
    about: str
    waiting: str
    appeared: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Rows that wait for the same reason, said once."""

    reason: str
    rows: tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True)
class SortedResults:
    """The rows of the list by what they are for this reader, each most recent first.

    ``fresh`` and ``older`` are not opened yet, of the last seven days and from before.
    """

    fresh: tuple[WaitingReading, ...]
    waiting: tuple[WaitingReading, ...]
    older: tuple[WaitingReading, ...]
    earlier: tuple[WaitingReading, ...]

    @classmethod
    def of(cls, readings: Iterable[WaitingReading], *, at: dt.datetime) -> Self:
        fresh, waiting, older, earlier = [], [], [], []
        for reading in readings:
            if reading.shown is None:
                waiting.append(reading)
            elif not reading.is_new:
                earlier.append(reading)
            elif is_lately(reading.shown.since, at=at):
                fresh.append(reading)
            else:
                older.append(reading)
        return cls(tuple(fresh), tuple(waiting), tuple(older), tuple(earlier))

    @property
    def in_order(self) -> tuple[WaitingReading, ...]:
        """What goes from page to page. What is folded comes after what stands in sight."""
        return self.fresh + self.waiting + self.older + self.earlier

    @property
    def newest(self) -> dt.datetime | None:
        """When the newest of what is to be read appeared to this reader."""
        to_read = (row.shown.since for row in self.fresh + self.older if row.shown)
        return max(to_read, default=None)


def unread_in_words(fresh: int, older: int) -> tuple[str, str]:
    """«2 résultats à lire», «et 3 plus anciens»: here and on the first page, the same words."""
    if not fresh:
        sentence = ngettext(
            "%(n)d résultat plus ancien à lire", "%(n)d résultats plus anciens à lire", older
        )
        return (sentence % {"n": older} if older else "", "")
    sentence = ngettext("%(n)d résultat à lire", "%(n)d résultats à lire", fresh) % {"n": fresh}
    more = ngettext("et %(n)d plus ancien", "et %(n)d plus anciens", older) % {"n": older}
    return sentence, more if older else ""


@dataclass(frozen=True, slots=True)
class Roster:
    """One page of the same rows, in the order in which a tired parent wants them.

    ``sentence`` and ``more`` count what is to be read on all the pages, as the first page of the
    family does, whichever rows stand here. ``first`` are older ones in sight, ``older`` those
    folded; ``older_page`` is where they begin when none of them is here.
    """

    sentence: str
    more: str
    is_continued: bool
    newest: dt.datetime | None
    older_page: int | None
    fresh: tuple[RosterRow, ...]
    waiting: tuple[WaitingGroup, ...]
    first: tuple[RosterRow, ...]
    older: tuple[RosterRow, ...]
    earlier: tuple[RosterRow, ...]

    @classmethod
    def of(
        cls,
        sorted_results: SortedResults,
        page: Page,
        frame: SchoolRuleHistory,
        *,
        moment: ReaderMoment,
    ) -> Self:
        """``page``: one of those of ``sorted_results.in_order``."""
        here = SortedResults.of(page.object_list, at=moment.at)

        def rows(readings: Iterable[WaitingReading]) -> tuple[RosterRow, ...]:
            return tuple(roster_row(one, frame, moment=moment) for one in readings)

        waiting: dict[str, list[RosterRow]] = {}
        for row in rows(here.waiting):
            waiting.setdefault(row.waiting, []).append(row)
        before = page.number > 1
        fresh, older = len(sorted_results.fresh), len(sorted_results.older)
        sentence, more = unread_in_words(0 if before and not here.fresh else fresh, older)
        first_older = fresh + len(sorted_results.waiting)
        starts_here = first_older >= page.start_index() - 1
        unfolded = 0 if more else len(here.older) if before else UNFOLDED
        return cls(
            sentence=sentence if here.fresh or here.older or not before else "",
            more=more,
            is_continued=before and bool(here.fresh or not starts_here),
            newest=sorted_results.newest,
            older_page=(
                first_older // page.paginator.per_page + 1
                if older and starts_here and not here.older
                else None
            ),
            fresh=rows(here.fresh),
            waiting=tuple(WaitingGroup(reason, tuple(group)) for reason, group in waiting.items()),
            first=rows(here.older[:unfolded]),
            older=rows(here.older[unfolded:]),
            earlier=rows(here.earlier),
        )


def roster_row(
    reading: WaitingReading, frame: SchoolRuleHistory, *, moment: ReaderMoment
) -> RosterRow:
    waits = reading.shown is None
    return RosterRow(
        public_id=reading.public_id,
        title=reading.title,
        about=about(reading, moment=moment),
        waiting=_waiting(reading, frame, moment=moment) if waits else "",
        appeared=reading.appeared(moment) if reading.is_new else "",
        lines=reading.lines(to_pupil=moment.reader.is_student) if reading.is_opened else (),
    )


def _waiting(reading: WaitingReading, frame: SchoolRuleHistory, *, moment: ReaderMoment) -> str:
    return waiting_sentence(reading, reading.kind, reading.held_on, frame, moment=moment)


def about(reading: WaitingReading, *, moment: ReaderMoment) -> str:
    """«Mathématiques · contrôle · jeudi 12 novembre»."""
    return _("%(subject)s · %(kind)s · %(held_on)s") % {
        "subject": reading.subject,
        "kind": AssessmentKind(reading.kind).label,
        "held_on": moment.day(reading.held_on),
    }
