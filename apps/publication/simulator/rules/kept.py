"""Past facts and figures as they are kept, and read back exactly. Pure: no ORM, no clock.

What is kept says when and how many: no mark, no name, no word that anybody typed. A pupil is one
bit, in an order that only says what the order shares (``pupils_in_order``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Generic, TypedDict, TypeVar

from apps.publication.enums import StepCode
from apps.publication.opening import Opening, OpeningHours
from apps.publication.rules import Rule
from apps.publication.simulator.rules.replay import (
    NO_EXCEPTION,
    Notices,
    Past,
    Replay,
    Sample,
    sample_of,
)
from coeduc.shapes import shaped

# To be raised whenever the same facts would be counted or written otherwise: what an earlier
# version of the portal kept is then computed again. Written in the row, and nowhere else.
VERSION = 3
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)

K = TypeVar("K")
R = TypeVar("R")
V = TypeVar("V", bound=Hashable)


class FactsJson(TypedDict):
    """Past facts as JSON: what they share, then a line each of ranks among it, and of numbers."""

    kinds: list[str]
    instants: list[int | None]
    pupils: list[str]
    pasts: list[list[int]]


class FiguresJson(TypedDict):
    """A replay as JSON; days are ordinals."""

    count: int
    released: int
    never: list[tuple[str, int]]
    before_copy: int
    in_evening: int
    at_weekend: int
    pupil_waits: tuple[int, int, int, int, int]
    guardian_waits: tuple[int, int, int, int, int]
    median_pupil_wait: int | None
    median_guardian_wait: int | None
    longest_guardian_wait: int | None
    oldest: int | None
    notices: tuple[int, int] | None
    days: list[int]
    samples: FactsJson


class UnreadableError(ValueError):
    """Damaged: to be computed again, as what was never read."""


# --- Facts ---------------------------------------------------------------------------------------


def pupils_in_order(members: Mapping[K, Iterable[int]]) -> dict[K, int]:
    """One bit a pupil, by the groups they are in: the order tells nothing else of who they are.

    ``members``: for each pupil, the numbers of their groups. Two pupils of the same groups may be
    exchanged.
    """
    ordered = sorted(members, key=lambda pupil: sorted(members[pupil]))
    return {pupil: 1 << n for n, pupil in enumerate(ordered)}


def kept_facts(pasts: Iterable[Past]) -> FactsJson:
    """What instants and pupils share is written once; ``read_facts`` gives the same pasts back."""
    instants, pupils, kinds = _Numbered[int | None](), _Numbered[int](), _Numbered[str]()
    rows = [
        [
            kinds.of(past.kind),
            past.held_on.toordinal(),
            instants.of(_micro(past.handed_back_at)),
            instants.of(_micro(past.recorded_at)),
            instants.of(_micro(past.marked_at)),
            instants.of(_micro(past.bulletin_at)),
            int(past.missed),
            past.weight,
            past.assessment,
            past.division,
            pupils.of(past.pupils),
        ]
        for past in pasts
    ]
    return {
        "kinds": kinds.values,
        "instants": instants.values,
        "pupils": [f"{mask:x}" for mask in pupils.values],
        "pasts": rows,
    }


def read_facts(kept: object) -> tuple[Past, ...]:
    """UnreadableError for what was not written so."""
    return _read(FactsJson, kept, _read_facts)


def _read_facts(kept: FactsJson) -> tuple[Past, ...]:
    kinds = kept["kinds"]
    instants = [_instant(micro) for micro in kept["instants"]]
    pupils = [int(mask, 16) for mask in kept["pupils"]]
    # A rank below nought would be one from the end.
    if min(chain(pupils, *kept["pasts"]), default=0) < 0:
        raise UnreadableError("below nought")
    return tuple(
        Past(
            kind=kinds[kind],
            held_on=dt.date.fromordinal(held_on),
            handed_back_at=instants[handed_back],
            recorded_at=instants[recorded],
            marked_at=instants[marked],
            bulletin_at=instants[bulletin],
            missed=bool(missed),
            weight=weight,
            assessment=assessment,
            division=division,
            pupils=pupils[mask],
        )
        for (
            kind,
            held_on,
            handed_back,
            recorded,
            marked,
            bulletin,
            missed,
            weight,
            assessment,
            division,
            mask,
        ) in kept["pasts"]
    )


class _Numbered(Generic[V]):
    """Each value once, in the order in which it came."""

    def __init__(self) -> None:
        self._found: dict[V, int] = {}

    def of(self, value: V) -> int:
        return self._found.setdefault(value, len(self._found))

    @property
    def values(self) -> list[V]:
        return list(self._found)


def _micro(instant: dt.datetime | None) -> int | None:
    return None if instant is None else (instant - EPOCH) // MICROSECOND


def _instant(micro: int | None) -> dt.datetime | None:
    return None if micro is None else EPOCH + micro * MICROSECOND


# --- Figures -------------------------------------------------------------------------------------


def figures_key(
    rule: Rule, hours: OpeningHours, exceptions: Mapping[str, Rule] = NO_EXCEPTION
) -> str:
    """All that a replay reads besides the facts: under another key, other figures.

    What a rule shows changes no instant and is left out.
    """
    closed = () if hours.holidays_open else sorted(hours.closed_days)
    facts = (
        _timing(rule),
        [(kind, _timing(exceptions[kind])) for kind in sorted(exceptions)],
        hours.time_zone.key,
        _clocks(hours.quiet_from, hours.quiet_until),
        *((day, _clocks(clock)) for day, clock in (hours.weekend_from, hours.weekend_until)),
        hours.holidays_open,
        [day.isoformat() for day in closed],
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def kept_figures(replay: Replay) -> FiguresJson:
    """``read_figures`` gives the same figures back."""
    return {
        "count": replay.count,
        "released": replay.released,
        "never": [(code.value, count) for code, count in replay.never],
        "before_copy": replay.before_copy,
        "in_evening": replay.in_evening,
        "at_weekend": replay.at_weekend,
        "pupil_waits": replay.pupil_waits,
        "guardian_waits": replay.guardian_waits,
        "median_pupil_wait": replay.median_pupil_wait,
        "median_guardian_wait": replay.median_guardian_wait,
        "longest_guardian_wait": replay.longest_guardian_wait,
        "oldest": replay.oldest_entered_on.toordinal() if replay.oldest_entered_on else None,
        "notices": _two(replay.notices_per_week),
        "days": [sample.days for sample in replay.samples],
        "samples": kept_facts(sample.past for sample in replay.samples),
    }


def read_figures(
    kept: object,
    rule: Rule,
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
) -> Replay:
    """Under the very rule they were computed with. UnreadableError."""
    return _read(FiguresJson, kept, lambda found: _read_figures(found, rule, hours, exceptions))


def _read_figures(
    kept: FiguresJson, rule: Rule, hours: OpeningHours, exceptions: Mapping[str, Rule]
) -> Replay:
    samples = zip(read_facts(kept["samples"]), kept["days"], strict=True)
    return Replay(
        count=kept["count"],
        released=kept["released"],
        never=tuple((StepCode(code), count) for code, count in kept["never"]),
        before_copy=kept["before_copy"],
        in_evening=kept["in_evening"],
        at_weekend=kept["at_weekend"],
        pupil_waits=_five(kept["pupil_waits"]),
        guardian_waits=_five(kept["guardian_waits"]),
        median_pupil_wait=kept["median_pupil_wait"],
        median_guardian_wait=kept["median_guardian_wait"],
        longest_guardian_wait=kept["longest_guardian_wait"],
        oldest_entered_on=dt.date.fromordinal(kept["oldest"]) if kept["oldest"] else None,
        notices_per_week=Notices(*kept["notices"]) if kept["notices"] else None,
        samples=tuple(
            Sample(past, sample_of(past, rule, hours, exceptions=exceptions), days)
            for past, days in samples
        ),
    )


def _two(notices: Notices | None) -> tuple[int, int] | None:
    return (notices.median, notices.highest) if notices else None


def _five(waits: Sequence[int]) -> tuple[int, int, int, int, int]:
    same_day, next_day, few, week, longer = waits
    return same_day, next_day, few, week, longer


def _timing(rule: Rule) -> tuple[object, ...]:
    return (
        rule.trigger.value,
        str(rule.student_delay),
        str(rule.guardian_delay),
        _opening(rule.student_opening),
        _opening(rule.guardian_opening),
        rule.notice.value,
    )


def _opening(opening: Opening) -> tuple[object, ...]:
    clock = () if opening.clock is None else _clocks(opening.clock)
    return opening.kind.value, opening.weekday, clock


def _clocks(*clocks: dt.time) -> tuple[str, ...]:
    return tuple(clock.isoformat() for clock in clocks)


def _read(kind: type[K], kept: object, read: Callable[[K], R]) -> R:
    try:
        return read(shaped(kind, kept))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableError("damaged") from error
