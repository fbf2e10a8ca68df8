"""Last term's facts under a rule that nobody has adopted yet. Pure: no ORM, no clock.

Every instant comes from ``instants.release``, the function that production calls: a simulation
that computed on its own would one day promise something else. Holds are left out: they are about
one child, not about the rule. Nothing here knows a mark or a name.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from apps.publication.enums import NoticePolicy, StepCode
from apps.publication.instants import Facts, Release, release
from apps.publication.opening import OpeningHours
from apps.publication.rules import Rule
from apps.schools.days import is_weekend, monday_of
from coeduc.days import day_of

EVENING = dt.time(18)
NO_EXCEPTION: Mapping[str, Rule] = MappingProxyType({})
# Calendar days from the entry of the result: same day, next day, 2–3, 4–7, longer.
LAST_DAYS = (0, 1, 3, 7)
Waits = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Past:
    """A past result, or ``weight`` results of one assessment that share every fact.

    ``handed_back_at`` and ``recorded_at`` are the pupil's own hand-back, else the class's.
    ``pupils`` are opaque keys, one a result, only to count what each family receives; empty when
    nobody counts.
    """

    kind: str
    held_on: dt.date
    handed_back_at: dt.datetime | None
    recorded_at: dt.datetime | None
    marked_at: dt.datetime | None
    bulletin_at: dt.datetime | None
    missed: bool = False
    weight: int = 1
    title: str = ""
    class_code: str = ""
    pupils: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError("a past result weighs at least one")
        if self.pupils and len(self.pupils) != self.weight:
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

    ``never``: still waiting at the end, and for what. ``before_copy``: the parents would have read
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
    notices_per_week: Notices | None
    samples: tuple[Sample, ...]

    @property
    def waiting(self) -> int:
        return self.count - self.released


@dataclass(frozen=True, slots=True)
class _Seen:
    """A past that came out, with its instants and its waits in days."""

    past: Past
    release: Release
    student_at: dt.datetime
    guardian_at: dt.datetime
    pupil_days: int
    guardian_days: int


def replay(
    pasts: Iterable[Past],
    rule: Rule,
    hours: OpeningHours,
    *,
    exceptions: Mapping[str, Rule] = NO_EXCEPTION,
) -> Replay:
    """The facts under ``rule``, or under the exception of their kind of assessment."""
    told = list(pasts)
    seen: list[_Seen] = []
    never: Counter[StepCode] = Counter()
    notices: list[tuple[_Seen, NoticePolicy]] = []
    found = lru_cache(maxsize=None)(lambda facts, its_rule: release(facts, its_rule, hours))
    for past in told:
        its_rule = exceptions.get(past.kind, rule)
        out = _seen(past, found(past.facts, its_rule), hours)
        if isinstance(out, StepCode):
            never[out] += past.weight
            continue
        seen.append(out)
        notices.append((out, its_rule.notice))
    pupil = Counter[int]()
    guardian = Counter[int]()
    for out in seen:
        pupil[out.pupil_days] += out.past.weight
        guardian[out.guardian_days] += out.past.weight
    return Replay(
        count=sum(past.weight for past in told),
        released=sum(out.past.weight for out in seen),
        never=tuple(sorted(never.items(), key=lambda item: (-item[1], item[0]))),
        before_copy=_total(out for out in seen if _before_copy(out)),
        in_evening=_total(out for out in seen if _local(out, hours).time() >= EVENING),
        at_weekend=_total(out for out in seen if is_weekend(_local(out, hours))),
        pupil_waits=_binned(pupil),
        guardian_waits=_binned(guardian),
        median_pupil_wait=_median(pupil),
        median_guardian_wait=_median(guardian),
        longest_guardian_wait=max(guardian, default=None),
        notices_per_week=_notices(told, notices, hours),
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


def _seen(past: Past, found: Release, hours: OpeningHours) -> _Seen | StepCode:
    """What the parents would have read, or what it would still wait for."""
    if found.student_at is None or found.guardian_at is None or past.marked_at is None:
        return found.explanation.steps[-1].code
    entered_on = day_of(past.marked_at, hours.time_zone)
    return _Seen(
        past,
        found,
        found.student_at,
        found.guardian_at,
        (day_of(found.student_at, hours.time_zone) - entered_on).days,
        (day_of(found.guardian_at, hours.time_zone) - entered_on).days,
    )


def _before_copy(out: _Seen) -> bool:
    handed_back_at = out.past.handed_back_at
    return handed_back_at is None or out.guardian_at < handed_back_at


def _local(out: _Seen, hours: OpeningHours) -> dt.datetime:
    return out.guardian_at.astimezone(hours.time_zone)


def _total(some: Iterable[_Seen]) -> int:
    return sum(out.past.weight for out in some)


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
    told: Sequence[Past], sent: Sequence[tuple[_Seen, NoticePolicy]], hours: OpeningHours
) -> Notices | None:
    """One notice for all that appears at one instant to one family; weeks without any count too.

    Each pupil has the weeks from their first assessment to their last one, and those in which
    something reached their parents.
    """
    weeks: dict[int, set[dt.date]] = {}
    for past in told:
        week = monday_of(past.held_on)
        for pupil in past.pupils:
            weeks.setdefault(pupil, set()).add(week)
    if not weeks:
        return None
    received: set[tuple[int, dt.date, dt.datetime | None]] = set()
    for out, policy in sent:
        if policy == NoticePolicy.NONE:
            continue
        week = monday_of(day_of(out.guardian_at, hours.time_zone))
        moment = out.guardian_at if policy == NoticePolicy.AT_ONCE else None
        received.update((pupil, week, moment) for pupil in out.past.pupils)
    per_week = Counter((pupil, week) for pupil, week, _moment in received)
    counts = Counter(per_week.values())
    for pupil, known in weeks.items():
        lived = (max(known) - min(known)).days // 7 + 1
        within = sum(
            1 for week in _weeks_between(min(known), max(known)) if per_week.get((pupil, week))
        )
        counts[0] += lived - within
    return Notices(_median(+counts) or 0, max(counts))


def _weeks_between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    for n in range((last - first).days // 7 + 1):
        yield first + dt.timedelta(weeks=n)


def _samples(seen: Sequence[_Seen]) -> tuple[Sample, ...]:
    """The shortest, the middle and the longest way to the parents; fewer when there are fewer."""
    longest: dict[tuple[object, ...], _Seen] = {}
    for out in sorted(seen, key=_wait):
        past = out.past
        longest[past.title, past.class_code, past.held_on, past.kind] = out
    ordered = sorted(longest.values(), key=_wait)
    if not ordered:
        return ()
    chosen = sorted({0, (len(ordered) - 1) // 2, len(ordered) - 1})
    return tuple(
        Sample(ordered[n].past, ordered[n].release, ordered[n].guardian_days) for n in chosen
    )


def _wait(out: _Seen) -> tuple[dt.timedelta, dt.date, str, str]:
    marked_at = out.past.marked_at or out.guardian_at
    return (
        out.guardian_at - marked_at,
        out.past.held_on,
        out.past.title,
        out.past.class_code,
    )
