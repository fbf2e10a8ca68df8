"""Last term's facts under a rule that nobody has adopted yet. Pure: no ORM, no clock.

Every instant comes from ``instants.release``, the function that production calls: a simulation
that computed on its own would one day promise something else. Holds are left out: they are about
one child, not about the rule. Nothing here knows a mark or a name.
"""

import dataclasses
import datetime as dt
import itertools
import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from apps.publication.enums import NoticePolicy, StepCode
from apps.publication.instants import Facts, Release, release
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule
from apps.schools.days import is_weekend, monday_of
from coeduc.days import EVENING, day_of

NO_EXCEPTION: Mapping[str, Rule] = MappingProxyType({})
# Calendar days from the entry of the result: same day, next day, 2–3, 4–7, longer.
LAST_DAYS = (0, 1, 3, 7)
Waits = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Past:
    """A past result, or ``weight`` results of one assessment that share every fact.

    ``handed_back_at`` and ``recorded_at`` are the pupil's own hand-back, else the class's.
    ``assessment`` and ``division`` are opaque keys: what they are called is asked for where it is
    shown. ``pupils`` has one bit a pupil, only to count what each family receives; 0 when nobody
    counts.
    """

    kind: str
    held_on: dt.date
    handed_back_at: dt.datetime | None
    recorded_at: dt.datetime | None
    marked_at: dt.datetime | None
    bulletin_at: dt.datetime | None
    missed: bool = False
    weight: int = 1
    assessment: int = 0
    division: int = 0
    pupils: int = 0

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError("a past result weighs at least one")
        if self.pupils and self.pupils.bit_count() != self.weight:
            raise ValueError("one pupil a result")

    @property
    def facts(self) -> Facts:
        return Facts(
            handed_back_at=self.handed_back_at,
            recorded_at=self.recorded_at,
            marked_at=self.marked_at,
            missed_hand_back=self.missed,
            bulletin_at=self.bulletin_at,
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """One assessment on its way to the parents; ``days`` since its marks were entered."""

    past: Past
    release: Release
    days: int


@dataclass(frozen=True, slots=True)
class Notices:
    """What a parent of one pupil receives in a week: in an ordinary week, in the fullest one."""

    median: int
    highest: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What a rule would have done with the facts; every figure counts results.

    ``released``: their hour for the parents is known, come or to come; waits are theirs alone.
    ``never``: still waiting at the end, and for what; ``oldest_entered_on``: the day when the
    oldest of them was entered. ``before_copy``: the parents would have read
    it before the copy was handed back (or without its ever being). Waits are calendar days of the
    school since the result was entered, in the five bins of ``LAST_DAYS``.
    """

    count: int
    released: int
    never: tuple[tuple[StepCode, int], ...]
    before_copy: int
    in_evening: int
    at_weekend: int
    pupil_waits: Waits
    guardian_waits: Waits
    median_pupil_wait: int | None
    median_guardian_wait: int | None
    longest_guardian_wait: int | None
    oldest_entered_on: dt.date | None
    notices_per_week: Notices | None
    samples: tuple[Sample, ...]

    @property
    def waiting(self) -> int:
        return self.count - self.released


@dataclass(frozen=True, slots=True)
class _Way:
    """What every past of the same facts shares under one rule: its instants, its waits in days."""

    release: Release
    guardian_at: dt.datetime
    pupil_days: int
    guardian_days: int
    wait: dt.timedelta
    before_copy: bool
    in_evening: bool
    at_weekend: bool


_Seen = tuple[Past, _Way]


def replay(
    pasts: Iterable[Past],
    rule: Rule,
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
) -> Replay:
    """The facts under ``rule``, or under the exception of their kind of assessment.

    What pasts share is computed once, however many share it.
    """
    groups = list(pasts)
    seen: list[_Seen] = []
    never, pupil, guardian = Counter[StepCode](), Counter[int](), Counter[int]()
    known: dict[tuple[object, ...], _Way | StepCode] = {}
    still: set[dt.datetime] = set()
    for past in groups:
        its_rule = exceptions.get(past.kind)
        key = (its_rule and past.kind, *_shared(past))
        way = known.get(key)
        if way is None:
            way = known[key] = _way(past, its_rule or rule, hours)
        if isinstance(way, StepCode):
            never[way] += past.weight
            if past.marked_at is not None:
                still.add(past.marked_at)
            continue
        seen.append((past, way))
        pupil[way.pupil_days] += past.weight
        guardian[way.guardian_days] += past.weight
    return Replay(
        count=sum(past.weight for past in groups),
        released=sum(past.weight for past, _way in seen),
        never=tuple(sorted(never.items(), key=lambda item: (-item[1], item[0]))),
        before_copy=sum(past.weight for past, way in seen if way.before_copy),
        in_evening=sum(past.weight for past, way in seen if way.in_evening),
        at_weekend=sum(past.weight for past, way in seen if way.at_weekend),
        pupil_waits=_binned(pupil),
        guardian_waits=_binned(guardian),
        median_pupil_wait=_median(pupil),
        median_guardian_wait=_median(guardian),
        longest_guardian_wait=max(guardian, default=None),
        oldest_entered_on=day_of(min(still), hours.time_zone) if still else None,
        notices_per_week=_notices(
            groups,
            [(out, exceptions.get(out[0].kind, rule).notice) for out in seen],
            hours,
        ),
        samples=_samples(seen),
    )


def sample_of(
    past: Past,
    rule: Rule,
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
) -> Release:
    """The way of one past under another rule, to tell both side by side."""
    return release(past.facts, exceptions.get(past.kind, rule), hours)


def _shared(past: Past) -> tuple[object, ...]:
    """All that ``release`` reads, cheaper to compare than ``Facts``."""
    return (
        past.handed_back_at,
        past.recorded_at,
        past.marked_at,
        past.bulletin_at,
        past.missed,
    )


def _way(past: Past, rule: Rule, hours: OpeningHours) -> _Way | StepCode:
    """What the parents would have read, or what it would still wait for."""
    found = release(past.facts, rule, hours)
    if found.student_at is None or found.guardian_at is None or past.marked_at is None:
        return found.explanation.steps[-1].code
    zone = hours.time_zone
    entered_on = day_of(past.marked_at, zone)
    local = found.guardian_at.astimezone(zone)
    return _Way(
        release=found,
        guardian_at=found.guardian_at,
        pupil_days=(day_of(found.student_at, zone) - entered_on).days,
        guardian_days=(day_of(found.guardian_at, zone) - entered_on).days,
        wait=found.guardian_at - past.marked_at,
        before_copy=past.handed_back_at is None or found.guardian_at < past.handed_back_at,
        in_evening=local.time() >= EVENING,
        at_weekend=is_weekend(day_of(local, zone)),
    )


def _binned(days: Mapping[int, int]) -> Waits:
    same_day, next_day, few, week, longer = 0, 0, 0, 0, 0
    for count, weight in days.items():
        if count <= LAST_DAYS[0]:
            same_day += weight
        elif count <= LAST_DAYS[1]:
            next_day += weight
        elif count <= LAST_DAYS[2]:
            few += weight
        elif count <= LAST_DAYS[3]:
            week += weight
        else:
            longer += weight
    return same_day, next_day, few, week, longer


def _median(values: Mapping[int, int]) -> int | None:
    """The lower median of values and their weights: a number of days that somebody waited."""
    half = (sum(values.values()) + 1) // 2
    running = itertools.accumulate(weight for _value, weight in sorted(values.items()))
    pairs = zip(sorted(values), running, strict=True)
    return next((value for value, reached in pairs if reached >= half), None)


def _notices(
    groups: Sequence[Past], sent: Sequence[tuple[_Seen, NoticePolicy]], hours: OpeningHours
) -> Notices | None:
    """One notice for all that appears at one instant to one family; weeks without any count too.

    Each pupil has the weeks from their first assessment to their last one, and those in which
    something reached their parents. All pupils are counted at once, one bit each.
    """
    known: dict[dt.date, int] = {}
    for past in groups:
        week = monday_of(past.held_on)
        known[week] = known.get(week, 0) | past.pupils
    if not any(known.values()):
        return None
    moments: dict[dt.date, dict[dt.datetime | None, int]] = {}
    for (past, way), policy in sent:
        if policy == NoticePolicy.NONE or not past.pupils:
            continue
        week = monday_of(day_of(way.guardian_at, hours.time_zone))
        moment = way.guardian_at if policy == NoticePolicy.AT_ONCE else None
        received = moments.setdefault(week, {})
        received[moment] = received.get(moment, 0) | past.pupils
    counts = Counter({0: 0})
    notified_in = {}
    for week, received in moments.items():
        at_least = _at_least(received.values())
        notified_in[week] = at_least[0]
        for n, (these, more) in enumerate(itertools.pairwise([*at_least, 0]), start=1):
            counts[n] += (these & ~more).bit_count()
    for week, alive in _lived(known):
        counts[0] += (alive & ~notified_in.get(week, 0)).bit_count()
    return Notices(_median(+counts) or 0, max(counts))


def _at_least(received: Iterable[int]) -> list[int]:
    """Whose bit is in one of these sets, in two of them, in three…"""
    levels: list[int] = []
    for pupils in received:
        carried = pupils
        for n, already in enumerate(levels):
            levels[n], carried = already | carried, already & carried
        if carried:
            levels.append(carried)
    return levels


def _lived(known: Mapping[dt.date, int]) -> Iterable[tuple[dt.date, int]]:
    """Each week with those who have begun by then and have not ended."""
    weeks = list(_weeks_between(min(known), max(known)))
    begun = itertools.accumulate((known.get(week, 0) for week in weeks), operator.or_)
    left = itertools.accumulate((known.get(week, 0) for week in reversed(weeks)), operator.or_)
    going_on = reversed(list(left))
    return [(week, a & b) for week, a, b in zip(weeks, begun, going_on, strict=True)]


def _weeks_between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    for n in range((last - first).days // 7 + 1):
        yield first + dt.timedelta(weeks=n)


def _samples(seen: Sequence[_Seen]) -> tuple[Sample, ...]:
    """The shortest, the middle and the longest way to the parents; fewer when there are fewer.

    Nothing of whose they are goes with them.
    """
    longest: dict[tuple[int, int], _Seen] = {}
    for out in sorted(seen, key=_order):
        longest[out[0].assessment, out[0].division] = out
    ordered = sorted(longest.values(), key=_order)
    if not ordered:
        return ()
    chosen = sorted({0, (len(ordered) - 1) // 2, len(ordered) - 1})
    return tuple(
        Sample(dataclasses.replace(past, pupils=0), way.release, way.guardian_days)
        for past, way in (ordered[n] for n in chosen)
    )


def _order(out: _Seen) -> tuple[dt.timedelta, dt.date, int, int]:
    past, way = out
    return way.wait, past.held_on, past.assessment, past.division
