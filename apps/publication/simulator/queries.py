"""The figures of some rules over the facts of a school: those kept, or counted from those kept.

A rule that was counted by a worker costs a look-up; another one is replayed over the kept facts. A
school small enough is read as it is now.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from apps.publication import sources
from apps.publication.models import KeptFacts
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule, opens
from apps.publication.simulator.rules.kept import (
    UnreadableError,
    figures_key,
    read_facts,
    read_figures,
)
from apps.publication.simulator.rules.replay import Past, Replay, replay
from apps.publication.sources import TermDays
from apps.schools.models import School

logger = logging.getLogger(__name__)
K = TypeVar("K")

# A school of so few results is read at once: it costs less than a page.
AT_ONCE = 1200


@dataclass(frozen=True, slots=True)
class KeptState:
    """What a worker has done of a school, and what it is asked.

    ``computed_at``: None while nothing was ever read. ``is_old``: something changed since.
    ``failed_at``: the last try, when it missed. ``step`` of ``steps``: a worker is at it.
    """

    computed_at: dt.datetime | None
    is_old: bool = False
    asked_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    step: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class SimulatedFigures(Generic[K]):
    """``replays``: empty when there is nothing to replay, or nothing known yet (``kept`` says)."""

    kept: KeptState
    term: TermDays | None = None
    replays: Mapping[K, Replay] = field(default_factory=dict)


def figures_of(
    school: School,
    rules: Mapping[K, Rule],
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule],
    at: dt.datetime,
) -> SimulatedFigures[K]:
    """The page has found the school through the door already: they are for who decides there.

    A rule whose times are always silent under these hours has no figures.
    """
    rules = {key: rule for key, rule in rules.items() if opens(rule, hours)}
    row = KeptFacts.objects.filter(school=school).with_news().defer("pasts").first()
    kept = KeptState(None, is_old=True) if row is None else _kept(row, at=at)
    was_small = row is None or row.weight <= AT_ONCE
    if kept.is_old and was_small and _is_small(school, at=at):
        return _now(school, rules, hours, exceptions=exceptions, at=at)
    if row is None or row.term is None or kept.computed_at is None:
        return SimulatedFigures(kept)
    try:
        return SimulatedFigures(kept, row.term, _counted(row, rules, hours, exceptions))
    except UnreadableError:
        logger.warning("kept facts of school %s are damaged", school.pk)
        return SimulatedFigures(replace(kept, computed_at=None, is_old=True))


def _is_small(school: School, *, at: dt.datetime) -> bool:
    return sources.weigh(school, at=at, most=AT_ONCE + 1) <= AT_ONCE


def _kept(row: Any, *, at: dt.datetime) -> KeptState:
    """What was never read is old."""
    is_over = row.until is not None and row.until <= at
    is_held = row.leased_until is not None and row.leased_until > at
    return KeptState(
        row.read_at,
        row.has_news or is_over or row.read_at is None,
        row.asked_at,
        row.failed_at,
        *((row.step, row.steps) if is_held else (0, 0)),
    )


def _now(
    school: School,
    rules: Mapping[K, Rule],
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule],
    at: dt.datetime,
) -> SimulatedFigures[K]:
    found = sources.last_term(school, at=at)
    if found is None:
        return SimulatedFigures(KeptState(at))
    replays = {
        key: replay(found.pasts, rule, hours, exceptions=exceptions) for key, rule in rules.items()
    }
    return SimulatedFigures(KeptState(at), found.term, replays)


def _counted(
    row: KeptFacts,
    rules: Mapping[K, Rule],
    hours: OpeningHours,
    exceptions: Mapping[str, Rule],
) -> dict[K, Replay]:
    """The facts themselves are only read for a rule that no worker has counted. UnreadableError."""
    if not isinstance(row.figures, dict):
        raise UnreadableError("damaged")
    pasts: tuple[Past, ...] | None = None
    found: dict[K, Replay] = {}
    for key, rule in rules.items():
        kept = row.figures.get(figures_key(rule, hours, exceptions))
        if kept is not None:
            found[key] = read_figures(kept, rule, hours, exceptions=exceptions)
            continue
        if pasts is None:
            pasts = read_facts(row.pasts)
        found[key] = replay(pasts, rule, hours, exceptions=exceptions)
    return found
