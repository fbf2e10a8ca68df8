"""From facts to instants: cases worked out by hand, then years of random ones."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import ClosedBecause, StepCode, Trigger
from apps.publication.instants import (
    UNDO_WINDOW,
    Facts,
    Step,
    can_undo,
    planned,
    release,
    undo_minutes_left,
)
from apps.publication.opening import OpeningHours, is_open
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN, Rule
from tests.publication import strategies as some

PARIS = ZoneInfo("Europe/Paris")
HOURS = OpeningHours(PARIS)
ON_ENTRY = replace(COPY_FIRST, trigger=Trigger.ON_ENTRY)
AFTER_APPOINTMENT = replace(COPY_FIRST, trigger=Trigger.AFTER_APPOINTMENT)


def paris(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


def facts_of(handed_back, recorded=None, marked="2026-09-07 12:00"):
    return Facts(
        handed_back_at=paris(handed_back),
        recorded_at=paris(recorded or handed_back),
        marked_at=paris(marked),
    )


@pytest.mark.parametrize(
    ("rule", "facts", "student", "guardian"),
    [
        # Tuesday morning: the pupil ten minutes later, the parents the next day at five.
        (COPY_FIRST, facts_of("2026-11-17 10:00"), "2026-11-17 10:10", "2026-11-18 17:00"),
        # The last lesson of the day: the next day at 18:00 has passed five o'clock.
        (COPY_FIRST, facts_of("2026-11-17 17:50"), "2026-11-17 18:00", "2026-11-19 17:00"),
        # Tapped at home at 19:55: the pupil in the morning, not at 20:05.
        (COPY_FIRST, facts_of("2026-11-17 19:55"), "2026-11-18 07:00", "2026-11-19 17:00"),
        # Thursday: Friday at five. Friday: Monday at five.
        (COPY_FIRST, facts_of("2026-11-19 10:00"), "2026-11-19 10:10", "2026-11-20 17:00"),
        (COPY_FIRST, facts_of("2026-11-20 10:00"), "2026-11-20 10:10", "2026-11-23 17:00"),
        (COPY_FIRST, facts_of("2026-11-20 19:55"), "2026-11-23 07:00", "2026-11-24 17:00"),
        # Across the clock change of 25 October, 17:00 stays 17:00.
        (COPY_FIRST, facts_of("2026-10-23 10:00"), "2026-10-23 10:10", "2026-10-26 17:00"),
        # Back-dated to the morning, tapped at 16:00: ten minutes to undo all the same.
        (
            COPY_FIRST,
            facts_of("2026-11-17 08:00", "2026-11-17 16:00"),
            "2026-11-17 16:10",
            "2026-11-18 17:00",
        ),
        # Back-dated to yesterday.
        (
            COPY_FIRST,
            facts_of("2026-11-16 10:00", "2026-11-17 18:00"),
            "2026-11-17 18:10",
            "2026-11-19 17:00",
        ),
        # Entered or corrected after the hand-back: the same rule, from the entry on.
        (
            COPY_FIRST,
            facts_of("2026-11-17 10:00", marked="2026-11-19 14:00"),
            "2026-11-19 14:10",
            "2026-11-20 17:00",
        ),
        # A correction at 22:00 changes nothing before opening time.
        (
            COPY_FIRST,
            facts_of("2026-11-17 10:00", marked="2026-11-18 22:00"),
            "2026-11-19 07:00",
            "2026-11-20 17:00",
        ),
        # Once a week: Friday at five, at least a day after the pupil.
        (ONCE_A_WEEK, facts_of("2026-11-17 10:00"), "2026-11-17 10:10", "2026-11-20 17:00"),
        (ONCE_A_WEEK, facts_of("2026-11-20 10:00"), "2026-11-20 10:10", "2026-11-27 17:00"),
        # With the bulletin: from the day it appears, the copy being back or not.
        (
            WITH_BULLETIN,
            Facts(marked_at=paris("2026-11-17 22:00"), bulletin_at=paris("2026-12-04 00:00")),
            "2026-12-04 07:00",
            "2026-12-07 17:00",
        ),
        # On entry: the hand-back is not waited for.
        (
            ON_ENTRY,
            Facts(marked_at=paris("2026-11-17 22:00")),
            "2026-11-18 07:00",
            "2026-11-19 17:00",
        ),
    ],
)
def test_the_two_instants_were_worked_out_by_hand(rule, facts, student, guardian):
    found = release(facts, rule, HOURS)

    assert (found.student_at, found.guardian_at) == (paris(student), paris(guardian))


@pytest.mark.parametrize(
    ("rule", "facts", "codes"),
    [
        (COPY_FIRST, Facts(marked_at=paris("2026-11-16 21:00")), ["waits_for_handback"]),
        (COPY_FIRST, Facts(), ["waits_for_handback"]),
        (COPY_FIRST, Facts(missed_hand_back=True), ["waits_for_own_handback"]),
        (
            COPY_FIRST,
            Facts(paris("2026-11-17 10:00"), paris("2026-11-17 10:00")),
            ["handed_back", "waits_for_mark"],
        ),
        (WITH_BULLETIN, facts_of("2026-11-17 10:00"), ["waits_for_bulletin"]),
        (
            WITH_BULLETIN,
            Facts(bulletin_at=paris("2026-12-04 00:00")),
            ["bulletin", "waits_for_mark"],
        ),
        (AFTER_APPOINTMENT, facts_of("2026-11-17 10:00"), ["waits_for_appointment"]),
        (ON_ENTRY, Facts(paris("2026-11-17 10:00")), ["waits_for_mark"]),
    ],
)
def test_a_result_whose_fact_is_missing_waits_and_says_for_what(rule, facts, codes):
    found = release(facts, rule, HOURS)

    assert (found.student_at, found.guardian_at) == (None, None)
    assert list(found.explanation.codes) == codes


def test_the_explanation_tells_every_step_of_a_late_back_dated_tap():
    facts = facts_of("2026-11-20 10:00", "2026-11-20 19:55", marked="2026-11-20 12:00")

    explanation = release(facts, COPY_FIRST, HOURS).explanation

    assert explanation.steps == (
        Step(StepCode.HANDED_BACK, paris("2026-11-20 10:00")),
        Step(StepCode.MARKED, paris("2026-11-20 12:00")),
        Step(StepCode.STUDENT_DELAY, paris("2026-11-20 12:10"), delay=COPY_FIRST.student_delay),
        Step(StepCode.UNDO_WINDOW, paris("2026-11-20 20:05"), delay=UNDO_WINDOW),
        Step(StepCode.STUDENT_MOVED, paris("2026-11-23 07:00"), because=ClosedBecause.WEEKEND),
        Step(StepCode.STUDENT, paris("2026-11-23 07:00")),
        Step(StepCode.GUARDIAN_DELAY, paris("2026-11-24 07:00"), delay=COPY_FIRST.guardian_delay),
        Step(StepCode.GUARDIAN_MOVED, paris("2026-11-24 17:00"), because=ClosedBecause.FIXED_TIME),
        Step(StepCode.GUARDIAN, paris("2026-11-24 17:00")),
    )


@pytest.mark.parametrize(
    ("held_until", "student", "guardian"),
    [
        # A hold that ends before anybody would have read changes nothing.
        ("2026-11-17 10:00", "2026-11-17 10:10", "2026-11-18 17:00"),
        # Past the pupil's instant, before the parents': it moves the pupil alone.
        ("2026-11-18 00:00", "2026-11-18 07:00", "2026-11-18 17:00"),
        # Past both: the pupil in the morning, the parents at five that day.
        ("2026-11-24 00:00", "2026-11-24 07:00", "2026-11-24 17:00"),
        # Lifted in the afternoon, after a phone call.
        ("2026-11-20 15:30", "2026-11-20 15:30", "2026-11-20 17:00"),
        ("2026-11-20 17:30", "2026-11-20 17:30", "2026-11-23 17:00"),
    ],
)
def test_a_hold_is_a_floor_and_lapses_by_itself(held_until, student, guardian):
    facts = replace(facts_of("2026-11-17 10:00"), held_until=paris(held_until))

    found = release(facts, COPY_FIRST, HOURS)

    assert (found.student_at, found.guardian_at) == (paris(student), paris(guardian))


def test_the_explanation_says_once_that_the_school_held_a_result():
    facts = replace(facts_of("2026-11-17 10:00"), held_until=paris("2026-11-24 00:00"))

    codes = release(facts, COPY_FIRST, HOURS).explanation.codes

    assert codes.count(StepCode.HELD) == 1
    assert codes.index(StepCode.HELD) < codes.index(StepCode.STUDENT)


def test_a_step_that_was_not_needed_is_not_told():
    explanation = release(facts_of("2026-11-17 10:00"), COPY_FIRST, HOURS).explanation

    assert explanation.instant_of(StepCode.STUDENT) == paris("2026-11-17 10:10")
    with pytest.raises(KeyError):
        explanation.instant_of(StepCode.UNDO_WINDOW)


@pytest.mark.parametrize(
    ("seconds", "allowed", "left"),
    [(-1, False, 0), (0, True, 10), (61, True, 9), (599, True, 1), (600, False, 0)],
)
def test_a_teacher_may_undo_a_tap_for_ten_minutes(seconds, allowed, left):
    tap = paris("2026-11-17 10:00")
    at = tap + dt.timedelta(seconds=seconds)

    assert can_undo(tap, at) is allowed
    assert undo_minutes_left(tap, at) == left


def test_a_naive_fact_is_refused():
    naive = paris("2026-11-17 10:00").replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"):
        planned(Facts(naive, naive), COPY_FIRST, HOURS)


# --- Over years of random facts, calendars and rules -------------------------------------------

after_handback = some.hours_and_rule(trigger=st.just(Trigger.AFTER_HANDBACK))
later = st.integers(0, 30 * 24 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))


@given(some.hours_and_rule(), some.facts(held=st.none() | some.instants))
def test_no_result_ever_appears_in_a_closed_window(school, facts):
    hours, rule = school

    for found in (release(facts, rule, hours), planned(facts, rule, hours)):
        assert all(
            is_open(instant, hours) for instant in (found.student_at, found.guardian_at) if instant
        )


@given(some.hours_and_rule(), some.facts())
def test_guardians_never_read_before_the_pupil(school, facts):
    hours, rule = school

    for found in (release(facts, rule, hours), planned(facts, rule, hours)):
        if found.student_at is None or found.guardian_at is None:
            assert found.student_at is found.guardian_at
        else:
            assert found.student_at + rule.guardian_delay <= found.guardian_at


@given(some.hours_and_rule(), some.facts(held=some.instants))
def test_nobody_reads_before_the_end_of_a_hold_nor_before_the_pupil(school, facts):
    hours, rule = school

    for found in (release(facts, rule, hours), planned(facts, rule, hours)):
        if found.student_at is not None:
            assert facts.held_until <= found.student_at <= found.guardian_at


@given(some.hours_and_rule(), some.facts(held=some.instants))
def test_a_hold_never_shows_a_result_sooner(school, facts):
    hours, rule = school

    free, held = (release(f, rule, hours) for f in (replace(facts, held_until=None), facts))

    if free.student_at is not None:
        assert free.student_at <= held.student_at
        assert free.guardian_at <= held.guardian_at


@given(after_handback, some.facts())
def test_nobody_reads_before_the_copy_the_mark_and_their_delays(school, facts):
    hours, rule = school

    found = release(facts, rule, hours)

    assert found.student_at >= facts.handed_back_at + rule.student_delay
    assert found.student_at >= facts.marked_at + rule.student_delay


@given(after_handback, some.facts())
def test_a_tap_can_always_be_undone_for_ten_minutes_before_anybody_reads(school, facts):
    hours, rule = school

    for found in (release(facts, rule, hours), planned(facts, rule, hours)):
        last_moment = facts.recorded_at + UNDO_WINDOW - dt.timedelta(microseconds=1)
        assert can_undo(facts.recorded_at, last_moment)
        assert last_moment < found.student_at


@given(
    after_handback,
    some.facts(held=st.none() | some.instants),
    later,
    st.sampled_from(["handed_back_at", "recorded_at", "marked_at"]),
)
def test_a_later_fact_never_shows_sooner(school, facts, delay, fact):
    hours, rule = school
    delayed = replace(facts, **{fact: getattr(facts, fact) + delay})

    before, after = release(facts, rule, hours), release(delayed, rule, hours)

    assert before.student_at <= after.student_at
    assert before.guardian_at <= after.guardian_at


@given(some.hours_and_rule(), some.facts(), st.none() | some.instants)
def test_what_is_planned_never_depends_on_a_mark(school, facts, marked_at):
    hours, rule = school

    assert planned(facts, rule, hours) == planned(replace(facts, marked_at=marked_at), rule, hours)


@given(after_handback, some.facts())
def test_a_mark_entered_before_the_copies_are_back_is_released_as_planned(school, facts):
    hours, rule = school
    early = replace(facts, marked_at=facts.handed_back_at)

    assert release(early, rule, hours) == planned(facts, rule, hours)


@given(some.hours_and_rule(), some.facts())
def test_the_explanation_ends_where_the_instants_are(school, facts):
    hours, rule = school

    found = release(facts, rule, hours)

    if found.guardian_at is None:
        assert found.explanation.codes[-1].startswith("waits")
    else:
        assert found.explanation.instant_of(StepCode.STUDENT) == found.student_at
        assert found.explanation.instant_of(StepCode.GUARDIAN) == found.guardian_at


def test_a_rule_is_a_value():
    assert Rule() == COPY_FIRST
    assert hash(Rule()) == hash(COPY_FIRST)
