"""What a change of rule, hours or calendar moves: the app that holds the results says it.

The rules come before the results in the order of the apps, so they ask through a registry;
``apps.results`` registers the only follower there is. Without one nothing moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.publication.models import OpeningVersion, RuleVersion
    from apps.schools.models import School
    from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class Moves:
    """How many waiting results a change moves. Families' instant decides, then the pupil's."""

    earlier: int = 0
    later: int = 0
    unchanged: int = 0

    def __add__(self, other: Moves) -> Moves:
        return Moves(
            self.earlier + other.earlier,
            self.later + other.later,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """One change that was made: counts only, never whose. ``by`` is empty for the portal."""

    school_id: int
    at: dt.datetime
    cause: str
    by: str
    moves: Moves


@dataclass(frozen=True, slots=True)
class ExceptionKind:
    """A kind of assessment that may have its exception; ``label`` follows « Pour… »."""

    slug: str
    label: str


class Follower(Protocol):
    """The app that holds pending instants."""

    def kinds(self) -> Sequence[ExceptionKind]: ...

    def preview(
        self,
        school: School,
        *,
        rules: Mapping[str, Rule],
        hours: OpeningHours,
        kind: str | None,
        at: dt.datetime,
    ) -> Moves:
        """What ``follow`` would move under these rules by kind (``""``: the school's)."""

    def anything_waits(
        self,
        school: School,
        *,
        rules: Mapping[str, Rule],
        hours: OpeningHours,
        kind: str,
        at: dt.datetime,
    ) -> bool:
        """Whether some result follows the rule of ``kind`` and has not reached the guardians."""

    def follow(
        self,
        school: School,
        *,
        by: User | None,
        at: dt.datetime,
        rule: RuleVersion | None = None,
        opening: OpeningVersion | None = None,
    ) -> None:
        """Place the waiting results again, after one decision."""

    def batches(self, reader: Reader, *, at: dt.datetime) -> Sequence[ChangeBatch]: ...


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Called once by the app that knows."""
    if follower not in _followers:
        _followers.append(follower)


def kinds() -> list[ExceptionKind]:
    """The kinds of assessment that may follow an exception, of every app that publishes."""
    return [kind for follower in _followers for kind in follower.kinds()]


def preview(
    school: School,
    *,
    rules: Mapping[str, Rule],
    hours: OpeningHours,
    kind: str | None,
    at: dt.datetime,
) -> Moves:
    """``kind``: whose rule changes ("": the school's); None when the hours change for all."""
    total = Moves()
    for follower in _followers:
        total += follower.preview(school, rules=rules, hours=hours, kind=kind, at=at)
    return total


def anything_waits(
    school: School,
    *,
    rules: Mapping[str, Rule],
    hours: OpeningHours,
    kind: str,
    at: dt.datetime,
) -> bool:
    """Whether some result of some app follows the rule of ``kind``, and is still to come."""
    return any(
        one.anything_waits(school, rules=rules, hours=hours, kind=kind, at=at) for one in _followers
    )


def follow(
    school: School,
    *,
    by: User | None,
    at: dt.datetime,
    rule: RuleVersion | None = None,
    opening: OpeningVersion | None = None,
) -> None:
    """Nothing waits any more under what has just ended."""
    for follower in _followers:
        follower.follow(school, by=by, at=at, rule=rule, opening=opening)


def batches(reader: Reader, *, at: dt.datetime) -> list[ChangeBatch]:
    """The most recent first."""
    found = [batch for follower in _followers for batch in follower.batches(reader, at=at)]
    return sorted(found, key=lambda batch: batch.at, reverse=True)
