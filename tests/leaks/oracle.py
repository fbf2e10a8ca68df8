"""What each person may read, worked out without the database: from the recorded facts alone.

The instants come from the pure kernel; who reads comes from plain lists of links, holds and
withdrawals. Nothing here is shared with the SQL of the portal.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from apps.publication.instants import Facts, Release, release
from apps.publication.opening import OpeningHours, next_open
from apps.publication.pause import guarded_until
from apps.publication.rules import Rule

PUPIL, GUARDIAN = "pupil", "guardian"
BOTH, GUARDIANS = "both", "guardians"


@dataclass(eq=False)
class State:
    """One version of a result: its canaries, and since when each audience may read it."""

    n: int
    mark: str
    token: str
    entered_at: dt.datetime
    opens: dict[str, dt.datetime | None] = field(
        default_factory=lambda: {PUPIL: None, GUARDIAN: None}
    )

    def opened(self, audience: str, at: dt.datetime) -> bool:
        instant = self.opens[audience]
        return instant is not None and instant <= at


@dataclass(eq=False)
class Row:
    """One pupil's result, with all that was decided about it."""

    pupil: str
    states: list[State] = field(default_factory=list)
    held: list[list[dt.datetime | None]] = field(default_factory=list)  # [since, until, lifted]
    withdrawn: list[tuple[dt.datetime, str, int, str]] = field(default_factory=list)
    word: str = ""
    asked: str = ""
    # A request to talk first: until when it keeps the guardians back, and since when no more.
    paused: list[dt.datetime | None] = field(default_factory=list)  # [until, taken back]

    def floor(self) -> dt.datetime | None:
        """The end of the last hold, lapsed or lifted included."""
        ends = [lifted or until for __, until, lifted in self.held]
        return max((end for end in ends if end), default=None)

    def pause(self) -> dt.datetime | None:
        """The guardians' floor: the end of the pause, or the instant it was taken back."""
        return min((end for end in self.paused if end), default=None)

    def taken_back(self, state: State, audience: str, at: dt.datetime) -> bool:
        return any(
            since <= at and up_to >= state.n and (audience == GUARDIAN or whom == BOTH)
            for since, whom, up_to, __ in self.withdrawn
        )

    def readable(self, audience: str, at: dt.datetime, until: dt.datetime | None = None):
        """The states open at ``at`` to somebody whose link ended at ``until``."""
        return [
            state
            for state in self.states
            if state.opened(audience, at)
            and not self.taken_back(state, audience, at)
            and (until is None or until > state.opens[audience])
        ]

    def shown(self, audience: str, at: dt.datetime, until: dt.datetime | None = None):
        """The state on the page, or None."""
        return max(self.readable(audience, at, until), key=lambda state: state.n, default=None)


@dataclass(eq=False)
class Paper:
    """One assessment: who has their copy, and since when."""

    rows: dict[str, Row]
    bulletin_at: dt.datetime | None
    collective: tuple[dt.datetime, dt.datetime] | None = None
    own: dict[str, tuple[dt.datetime, dt.datetime]] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    def facts(self, pupil: str, state: State, at: dt.datetime | None = None) -> Facts:
        """``at``: nothing before now."""
        missed = pupil in self.missed
        back = self.own.get(pupil) or (None if missed else self.collective)
        floor = self.rows[pupil].floor()
        shown_at = state.opens[PUPIL] if at and state.opened(PUPIL, at) else None
        return Facts(
            handed_back_at=back[0] if back else None,
            recorded_at=back[1] if back else None,
            marked_at=state.entered_at,
            missed_hand_back=missed,
            bulletin_at=self.bulletin_at,
            held_until=max((end for end in (floor, at) if end), default=None),
            shown_at=shown_at,
        )


@dataclass
class Link:
    """A guardian who may read; ``ended`` and ``cut`` are facts of the walk."""

    person: str
    pupil: str
    ended: dt.datetime | None = None
    cut: bool = False


@dataclass
class Oracle:
    """The rule and the hours in force, the papers, the links."""

    rule: Rule
    hours: OpeningHours
    links: list[Link]
    papers: list[Paper] = field(default_factory=list)

    def place(self, paper: Paper, pupils, *, at: dt.datetime, keep_dates: bool = False) -> None:
        """Set again what has not passed of the last state of each row.

        ``keep_dates``: after a change of rule, what had a date keeps one.
        """
        for pupil in pupils:
            row = paper.rows[pupil]
            if not row.states or row.states[-1].opened(GUARDIAN, at):
                continue
            state = row.states[-1]
            found = self.release(paper.facts(pupil, state, at), row, paper.facts(pupil, state), at)
            if keep_dates and found.student_at is None:
                continue
            if not state.opened(PUPIL, at):
                state.opens[PUPIL] = found.student_at
            state.opens[GUARDIAN] = found.guardian_at

    def release(self, facts: Facts, row: Row, ever: Facts, at: dt.datetime) -> Release:
        """``ever``: the facts without «now»; what only a pause keeps does not wait for a day."""
        found = release(facts, self.rule, self.hours)
        pause = row.pause()
        if pause is None or found.guardian_at is None:
            return found
        ordinary = release(ever, self.rule, self.hours).guardian_at
        if ordinary is not None and ordinary <= at:
            return replace(
                found, guardian_at=next_open(max(pause, at, found.student_at), self.hours)
            )
        return replace(found, guardian_at=max(found.guardian_at, next_open(pause, self.hours)))

    def ask(self, paper: Paper, pupil: str, *, at: dt.datetime) -> None:
        row = paper.rows[pupil]
        if row.paused:
            return
        until = guarded_until(at, self.rule, self.hours)
        row.paused = [until, None] if until else [None, None]
        state = row.states[-1]
        if until and state.opens[GUARDIAN] and not state.opened(GUARDIAN, at):
            state.opens[GUARDIAN] = max(state.opens[GUARDIAN], next_open(until, self.hours))

    def take_back(self, paper: Paper, pupil: str, *, at: dt.datetime) -> None:
        row = paper.rows[pupil]
        before = row.states[-1].opens[GUARDIAN]
        row.paused[1] = at if row.paused[0] else None
        kept = row.pause()
        if kept is None:
            return
        self.place(paper, [pupil], at=at, keep_dates=True)
        after = row.states[-1].opens[GUARDIAN]
        if before and after:
            row.states[-1].opens[GUARDIAN] = min(before, after)

    def enter(self, paper: Paper, pupil: str, state: State, *, at: dt.datetime) -> None:
        row = paper.rows[pupil]
        for older in row.states:
            for audience in (PUPIL, GUARDIAN):
                if not older.opened(audience, at):
                    older.opens[audience] = None
        row.states.append(state)
        self.place(paper, [pupil], at=at)

    def change(self, *, at: dt.datetime, rule: Rule | None = None, hours=None) -> None:
        self.rule, self.hours = rule or self.rule, hours or self.hours
        for paper in self.papers:
            self.place(paper, paper.rows, at=at, keep_dates=True)

    def links_of(self, person: str) -> list[Link]:
        return [link for link in self.links if link.person == person and not link.cut]

    def shown_to(self, reader: Reader, row: Row, at: dt.datetime) -> State | None:
        """The one state of a row that this reader may read at ``at``."""
        if reader.audience == PUPIL:
            return row.shown(PUPIL, at) if reader.person == row.pupil else None
        for link in self.links_of(reader.person):
            if link.pupil == row.pupil:
                return row.shown(GUARDIAN, at, link.ended)
        return None

    def words_for(self, reader: Reader, row: Row, at: dt.datetime) -> set[str]:
        """Every canary of a row that may stand in a page of this reader."""
        words: set[str] = set()
        state = self.shown_to(reader, row, at)
        if state:
            words |= {state.mark, state.token}
        if reader.person == row.pupil and reader.audience == PUPIL:
            words |= {row.word, row.asked}
        if state and reader.audience == GUARDIAN:
            words.add(row.word)
        words |= {why for since, *__, why in row.withdrawn if self._had_read(reader, row, since)}
        return words - {""}

    def _had_read(self, reader: Reader, row: Row, withdrawn_at: dt.datetime) -> bool:
        """Something was open to this reader just before it was taken back."""
        just_before = withdrawn_at - dt.timedelta(microseconds=1)
        return self.shown_to(reader, replace_withdrawn(row, just_before), just_before) is not None


def replace_withdrawn(row: Row, at: dt.datetime) -> Row:
    return replace(row, withdrawn=[fact for fact in row.withdrawn if fact[0] <= at])


@dataclass(frozen=True)
class Reader:
    """A person in one of the two spaces of families."""

    person: str
    audience: str
