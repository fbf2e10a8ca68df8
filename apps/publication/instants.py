"""From facts to the two instants at which a result appears, and why. Pure: no ORM, no clock.

The pages, the simulator, the charter and the tests read the same ``Explanation``. No instant ever
depends on a value, and ``planned`` does not even know whether a mark exists: what a waiting family
reads is built from it alone.
"""

import datetime as dt
import math
from dataclasses import dataclass, field, replace

from apps.publication.enums import ClosedBecause, StepCode, Trigger
from apps.publication.opening import OpeningHours, closed_because, next_open
from apps.publication.pause import latest
from apps.publication.rules import Rule

UNDO_WINDOW = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened, and when. ``None`` means « not yet ».

    ``handed_back_at`` is when the class received its copies; it may be back-dated.
    ``recorded_at`` is the tap itself. ``marked_at`` is when this state of the result was entered.
    ``missed_hand_back``: the class has its copies, this pupil was absent and has not.
    ``bulletin_at``: when the reports of the term appear. ``held_until``: the end of a hold, or the
    instant at which it was lifted; a hold is a floor under both instants, so it lapses by itself.
    ``guardian_floor``: until when a pupil's request to talk first keeps the guardians' instant
    alone (``pause.guarded_until``), or the instant at which it was taken back.
    ``shown_at``: the pupil's instant once it has passed: nothing moves it, and the guardians' is
    never pushed behind a second one.
    """

    handed_back_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None
    marked_at: dt.datetime | None = None
    missed_hand_back: bool = False
    bulletin_at: dt.datetime | None = None
    held_until: dt.datetime | None = None
    guardian_floor: dt.datetime | None = None
    shown_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the computation: what happened, and the instant reached with it."""

    code: StepCode
    instant: dt.datetime | None = None
    delay: dt.timedelta | None = None
    because: ClosedBecause | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps in the order in which they are told; one that waits ends the explanation."""

    steps: tuple[Step, ...] = ()

    def instant_of(self, code: StepCode) -> dt.datetime:
        """The instant reached at a step; KeyError when the computation never went there."""
        for step in self.steps:
            if step.code == code and step.instant is not None:
                return step.instant
        raise KeyError(code)

    @property
    def codes(self) -> tuple[StepCode, ...]:
        return tuple(step.code for step in self.steps)


@dataclass(frozen=True, slots=True)
class Release:
    """The two instants, both known or both unknown, and how they were found.

    ``guardian_latest``: the end of the span that ``planned`` tells every family, whoever asked for
    what; None where the instants are those of one result.
    """

    student_at: dt.datetime | None
    guardian_at: dt.datetime | None
    explanation: Explanation
    guardian_latest: dt.datetime | None = field(default=None, compare=False)


def release(facts: Facts, rule: Rule, hours: OpeningHours) -> Release:
    """When this state of a result appears to the pupil, then to the guardians.

    Without a mark there is nothing to release: both instants are None, whatever else is known.
    """
    marked_at = _utc(facts.marked_at)
    if rule.trigger == Trigger.ON_ENTRY:
        if marked_at is None:
            return _waits(StepCode.WAITS_FOR_MARK)
        return _after([Step(StepCode.ENTERED, marked_at)], marked_at, facts, rule, hours)
    waiting = _awaited(facts, rule)
    if waiting is not None:
        return _waits(waiting)
    start = _start(facts, rule)
    if marked_at is None:
        return _waits(StepCode.WAITS_FOR_MARK, start)
    if marked_at <= _known(start.instant):
        return _after([start], _known(start.instant), facts, rule, hours)
    return _after([start, Step(StepCode.MARKED, marked_at)], marked_at, facts, rule, hours)


def planned(facts: Facts, rule: Rule, hours: OpeningHours) -> Release:
    """The instants that follow from the other facts alone; ``facts.marked_at`` is never read.

    This is what may be said before a result is visible, to the teacher before the tap and to the
    family while it waits: it says nothing about whether a mark has been entered, nor about whether
    the pupil asked to talk first (``facts.guardian_floor`` is never read either).
    """
    facts = replace(facts, guardian_floor=None)
    if rule.trigger == Trigger.ON_ENTRY:
        return _waits(StepCode.WAITS_FOR_MARK)
    waiting = _awaited(facts, rule)
    if waiting is not None:
        return _waits(waiting)
    start = _start(facts, rule)
    found = _after([start], _known(start.instant), facts, rule, hours)
    end = latest(_known(found.student_at), _known(found.guardian_at), rule, hours)
    return replace(found, guardian_latest=end)


def can_undo(recorded_at: dt.datetime, at: dt.datetime) -> bool:
    """A tap may be undone for ten minutes, during which nobody has seen anything yet."""
    return recorded_at <= at < recorded_at + UNDO_WINDOW


def undo_minutes_left(recorded_at: dt.datetime, at: dt.datetime) -> int:
    """Whole minutes left to undo, rounded up; 0 when it is too late."""
    if not can_undo(recorded_at, at):
        return 0
    return math.ceil((recorded_at + UNDO_WINDOW - at) / dt.timedelta(minutes=1))


def _awaited(facts: Facts, rule: Rule) -> StepCode | None:
    """The fact the rule waits for and nobody has recorded yet."""
    if rule.trigger == Trigger.WITH_BULLETIN:
        return StepCode.WAITS_FOR_BULLETIN if facts.bulletin_at is None else None
    if rule.trigger == Trigger.AFTER_APPOINTMENT:
        return StepCode.WAITS_FOR_APPOINTMENT
    if facts.handed_back_at is not None:
        return None
    if facts.missed_hand_back:
        return StepCode.WAITS_FOR_OWN_HANDBACK
    return StepCode.WAITS_FOR_HANDBACK


def _start(facts: Facts, rule: Rule) -> Step:
    """The fact that starts the clock, once it is known."""
    if rule.trigger == Trigger.WITH_BULLETIN:
        return Step(StepCode.BULLETIN, _utc(facts.bulletin_at))
    return Step(StepCode.HANDED_BACK, _utc(facts.handed_back_at))


def _waits(code: StepCode, *before: Step) -> Release:
    return Release(None, None, Explanation((*before, Step(code))))


def _after(
    steps: list[Step], trigger_at: dt.datetime, facts: Facts, rule: Rule, hours: OpeningHours
) -> Release:
    """Both instants from the trigger on; a back-dated tap still leaves its ten minutes.

    A hold moves each instant on its own: after the meeting it was set for, the guardians do not
    wait for the rule's delay a second time. A pause moves the guardians' alone, to the next open
    minute: their weekly day is not waited for again.
    """
    earliest = trigger_at + rule.student_delay
    steps = [*steps, Step(StepCode.STUDENT_DELAY, earliest, delay=rule.student_delay)]
    undone_until = _undone_until(facts, rule)
    if undone_until is not None and undone_until > earliest:
        earliest = undone_until
        steps.append(Step(StepCode.UNDO_WINDOW, earliest, delay=UNDO_WINDOW))
    held_until, shown_at = _utc(facts.held_until), _utc(facts.shown_at)
    free_at = next_open(earliest, hours, rule.student_opening)
    if shown_at is not None:
        student_at = shown_at
    elif held_until is not None and held_until > free_at:
        steps.append(Step(StepCode.HELD, held_until))
        student_at = next_open(held_until, hours, rule.student_opening)
        steps += _moved(StepCode.STUDENT_MOVED, held_until, student_at, hours)
    else:
        student_at = free_at
        steps += _moved(StepCode.STUDENT_MOVED, earliest, student_at, hours)
    steps.append(Step(StepCode.STUDENT, student_at))
    after_delay = free_at + rule.guardian_delay
    steps.append(Step(StepCode.GUARDIAN_DELAY, after_delay, delay=rule.guardian_delay))
    if held_until is not None and held_until > after_delay:
        if StepCode.HELD not in {step.code for step in steps}:
            steps.append(Step(StepCode.HELD, held_until))
        after_delay = held_until
    after_delay = max(after_delay, student_at)
    guardian_at = next_open(after_delay, hours, rule.guardian_opening)
    steps += _moved(StepCode.GUARDIAN_MOVED, after_delay, guardian_at, hours)
    paused_until = _utc(facts.guardian_floor)
    if paused_until is not None and paused_until > guardian_at:
        guardian_at = next_open(paused_until, hours)
        steps.append(Step(StepCode.PAUSED, paused_until))
        steps += _moved(StepCode.GUARDIAN_MOVED, paused_until, guardian_at, hours)
    steps.append(Step(StepCode.GUARDIAN, guardian_at))
    return Release(student_at, guardian_at, Explanation(tuple(steps)))


def _moved(
    code: StepCode, wanted: dt.datetime, obtained: dt.datetime, hours: OpeningHours
) -> list[Step]:
    """Why an instant was put off, if it was: closed hours, or the fixed time of the rule."""
    if wanted == obtained:
        return []
    because = closed_because(wanted, hours) or ClosedBecause.FIXED_TIME
    return [Step(code, obtained, because=because)]


def _undone_until(facts: Facts, rule: Rule) -> dt.datetime | None:
    """Only a tap is undone; one without its own moment counts as tapped when it happened."""
    if rule.trigger != Trigger.AFTER_HANDBACK:
        return None
    return _known(_utc(facts.recorded_at or facts.handed_back_at)) + UNDO_WINDOW


def _known(instant: dt.datetime | None) -> dt.datetime:
    if instant is None:
        raise ValueError("the rule should have waited for this fact")
    return instant


def _utc(instant: dt.datetime | None) -> dt.datetime | None:
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return instant.astimezone(dt.UTC)
