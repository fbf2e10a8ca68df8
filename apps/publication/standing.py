"""Where the changes of rule, of hours and the holds have left the planned instants. Pure.

What is told to who waits is found again from every placement since the copies came back, as the
rows were placed: an instant that had passed stays, whatever the rule of today would have said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from apps.publication.instants import Facts, Release, planned
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: from when, until when, and when it was lifted if it was."""

    since: dt.datetime
    until: dt.datetime
    lifted_at: dt.datetime | None = None

    def end(self, *, at: dt.datetime) -> dt.datetime:
        """As it was known at ``at``."""
        lifted_at = self.lifted_at
        return lifted_at if lifted_at is not None and lifted_at <= at else self.until


@dataclass(frozen=True, slots=True)
class Followed:
    """From ``since`` on (None: the first day), what waits follows this rule and these hours."""

    since: dt.datetime | None
    rule: Rule
    hours: OpeningHours


def planned_through(
    facts: Facts,
    followed: Sequence[Followed],
    holds: Sequence[Held] = (),
    *,
    at: dt.datetime,
) -> Release:
    """``planned`` as the placements made by ``at`` have left it; no mark is looked at either.

    ``followed``: in the order of their instants, the first one from the first day on. As in the
    batch of a change, nothing is placed before it, what the pupils could read keeps its instant,
    and what had a date keeps one. Nothing moves once the guardians' instant has come.
    """
    start = facts.recorded_at or facts.handed_back_at
    if start is None:
        return _placed(facts, followed, holds, at, floor=followed[-1].since)
    found = _placed(facts, followed, holds, start)
    shown_at = None
    for moment in _moments(followed, holds, after=start, by=at):
        if found.guardian_at is not None and found.guardian_at <= moment:
            break
        if shown_at is None and found.student_at is not None and found.student_at <= moment:
            shown_at = found.student_at
        moved = _placed(replace(facts, shown_at=shown_at), followed, holds, moment, floor=moment)
        if moved.student_at is not None or found.student_at is None:
            found = moved
    return found


def _placed(
    facts: Facts,
    followed: Sequence[Followed],
    holds: Sequence[Held],
    at: dt.datetime,
    *,
    floor: dt.datetime | None = None,
) -> Release:
    ends = (held.end(at=at) for held in holds if held.since <= at)
    held_until = max((end for end in (floor, *ends) if end), default=None)
    return planned(replace(facts, held_until=held_until), *_last(followed, at))


def _last(followed: Sequence[Followed], at: dt.datetime) -> tuple[Rule, OpeningHours]:
    begun = [one for one in followed if one.since is None or one.since <= at]
    last = begun[-1] if begun else followed[0]
    return last.rule, last.hours


def _moments(
    followed: Iterable[Followed], holds: Iterable[Held], *, after: dt.datetime, by: dt.datetime
) -> list[dt.datetime]:
    moments = {one.since for one in followed} | {
        moment for held in holds for moment in (held.since, held.lifted_at)
    }
    return sorted(moment for moment in moments if moment and after < moment <= by)
