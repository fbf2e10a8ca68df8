"""From facts to the two instants at which a result appears, and why. Pure: no ORM, no clock.

The pages, the simulator, the charter and the tests read the same ``Explanation``. No instant ever
depends on a value, and ``planned`` does not even know whether a mark exists: what a waiting family
reads is built from it alone.
"""

import datetime as dt
import math
from dataclasses import dataclass

from apps.publication.enums import ClosedBecause, StepCode, Trigger
from apps.publication.opening import OpeningHours, closed_because, next_open
from apps.publication.rules import Rule

UNDO_WINDOW = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened, and when. ``None`` means « not yet ».

    ``handed_back_at`` is when the class received its copies; it may be back-dated.
    ``recorded_at`` is the tap itself. ``marked_at`` is when this state of the result was entered.
    """

    handed_back_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None
    marked_at: dt.datetime | None = None


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
    """The two instants, both known or both unknown, and how they were found."""

    student_at: dt.datetime | None
    guardian_at: dt.datetime | None
    explanation: Explanation


def release(facts: Facts, rule: Rule, hours: OpeningHours) -> Release:
    """When this state of a result appears to the pupil, then to the guardians.

    Without a mark there is nothing to release: both instants are None, whatever else is known.
    """
    marked_at = _utc(facts.marked_at)
    if rule.trigger == Trigger.ON_ENTRY:
        if marked_at is None:
            return _waits(StepCode.WAITS_FOR_MARK)
        return _after([Step(StepCode.ENTERED, marked_at)], marked_at, rule, hours)
    waiting = _awaited(facts, rule)
    if waiting is not None:
        return _waits(waiting)
    steps = [Step(StepCode.HANDED_BACK, _utc(facts.handed_back_at))]
    if marked_at is None:
        return _waits(StepCode.WAITS_FOR_MARK, *steps)
    trigger_at = max(marked_at, _handed_back_at(facts))
    if trigger_at != _handed_back_at(facts):
        steps.append(Step(StepCode.MARKED, marked_at))
    return _after(steps, trigger_at, rule, hours, undone_until=_undone_until(facts))


def planned(facts: Facts, rule: Rule, hours: OpeningHours) -> Release:
    """The instants that follow from the hand-back alone; ``facts.marked_at`` is never read.

    This is what may be said before a result is visible, to the teacher before the tap and to the
    family while it waits: it says nothing about whether a mark has been entered.
    """
    if rule.trigger == Trigger.ON_ENTRY:
        return _waits(StepCode.WAITS_FOR_MARK)
    waiting = _awaited(facts, rule)
    if waiting is not None:
        return _waits(waiting)
    trigger_at = _handed_back_at(facts)
    steps = [Step(StepCode.HANDED_BACK, trigger_at)]
    return _after(steps, trigger_at, rule, hours, undone_until=_undone_until(facts))


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
        return StepCode.WAITS_FOR_BULLETIN
    if rule.trigger == Trigger.AFTER_APPOINTMENT:
        return StepCode.WAITS_FOR_APPOINTMENT
    return StepCode.WAITS_FOR_HANDBACK if facts.handed_back_at is None else None


def _waits(code: StepCode, *before: Step) -> Release:
    return Release(None, None, Explanation((*before, Step(code))))


def _after(
    steps: list[Step],
    trigger_at: dt.datetime,
    rule: Rule,
    hours: OpeningHours,
    *,
    undone_until: dt.datetime | None = None,
) -> Release:
    """Both instants from the trigger on; a back-dated tap still leaves its ten minutes."""
    earliest = trigger_at + rule.student_delay
    steps = [*steps, Step(StepCode.STUDENT_DELAY, earliest, delay=rule.student_delay)]
    if undone_until is not None and undone_until > earliest:
        earliest = undone_until
        steps.append(Step(StepCode.UNDO_WINDOW, earliest, delay=UNDO_WINDOW))
    student_at = next_open(earliest, hours, rule.student_opening)
    steps += _moved(StepCode.STUDENT_MOVED, earliest, student_at, hours)
    steps.append(Step(StepCode.STUDENT, student_at))
    after_delay = student_at + rule.guardian_delay
    steps.append(Step(StepCode.GUARDIAN_DELAY, after_delay, delay=rule.guardian_delay))
    guardian_at = next_open(after_delay, hours, rule.guardian_opening)
    steps += _moved(StepCode.GUARDIAN_MOVED, after_delay, guardian_at, hours)
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


def _handed_back_at(facts: Facts) -> dt.datetime:
    handed_back_at = _utc(facts.handed_back_at)
    if handed_back_at is None:
        raise ValueError("no hand-back: the rule should have waited")
    return handed_back_at


def _undone_until(facts: Facts) -> dt.datetime:
    """A hand-back recorded without its tap counts as tapped when it happened."""
    return (_utc(facts.recorded_at) or _handed_back_at(facts)) + UNDO_WINDOW


def _utc(instant: dt.datetime | None) -> dt.datetime | None:
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return instant.astimezone(dt.UTC)
