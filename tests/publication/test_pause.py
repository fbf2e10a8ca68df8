"""A request to talk first: one whole school day, at most one, told as a span to every family."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.publication.enums import StepCode
from apps.publication.instants import planned, release
from apps.publication.opening import Opening, OpeningHours, is_open
from apps.publication.pause import (
    TICK,
    guarded_until,
    half_way,
    latest,
    next_school_day,
)
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.schools.days import is_school_day
from tests.publication import strategies as some
from tests.publication.test_instants import facts_of, paris

PARIS = ZoneInfo("Europe/Paris")
ANY_TIME = replace(COPY_FIRST, guardian_opening=Opening.any_minute())


def daily(*clock):
    return replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(*clock)))


def closed(*spans):
    days = set()
    for first, last in spans:
        day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        while day <= end:
            days.add(day)
            day += dt.timedelta(days=1)
    return OpeningHours(PARIS, closed_days=frozenset(days))


HOURS = closed()
CHRISTMAS = closed(("2026-12-19", "2027-01-03"))


@pytest.mark.parametrize(
    ("asked", "rule", "hours", "until"),
    [
        # Tuesday evening: Wednesday is a whole day, until the families' hour.
        ("2026-12-01 20:00", COPY_FIRST, HOURS, "2026-12-02 17:00"),
        # At the last minute, on Wednesday itself: Thursday.
        ("2026-12-02 16:59", COPY_FIRST, HOURS, "2026-12-03 17:00"),
        ("2026-12-02 00:10", COPY_FIRST, HOURS, "2026-12-03 17:00"),
        # On a Sunday, or on the Friday before: Monday.
        ("2026-12-06 15:00", COPY_FIRST, HOURS, "2026-12-07 17:00"),
        ("2026-12-04 10:00", COPY_FIRST, HOURS, "2026-12-07 17:00"),
        # Weekly on Friday: the next one is not waited for; the hour is theirs all the same.
        ("2026-12-04 16:00", ONCE_A_WEEK, HOURS, "2026-12-07 17:00"),
        ("2026-12-01 16:00", WITH_BULLETIN, HOURS, "2026-12-02 17:00"),
        ("2026-12-01 16:00", ANY_TIME, HOURS, "2026-12-02 17:00"),
        # Their own hour, from the end of lessons on; before it, five o'clock is kept instead.
        ("2026-12-01 10:00", daily(16), HOURS, "2026-12-02 16:00"),
        ("2026-12-01 10:00", daily(15, 59), HOURS, "2026-12-02 17:00"),
        (
            "2026-12-01 16:00",
            replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(18, 30))),
            HOURS,
            "2026-12-02 18:30",
        ),
        # Eight in the morning is no school day: five o'clock.
        (
            "2026-12-01 16:00",
            replace(COPY_FIRST, guardian_opening=Opening.daily(dt.time(8))),
            HOURS,
            "2026-12-02 17:00",
        ),
        # A closed Monday after the week-end: three days, Tuesday.
        ("2026-12-04 10:00", COPY_FIRST, closed(("2026-12-07", "2026-12-07")), "2026-12-08 17:00"),
        # Four closed days, and two weeks of them: nothing moves.
        ("2026-12-04 10:00", COPY_FIRST, closed(("2026-12-07", "2026-12-08")), None),
        ("2026-12-18 10:00", COPY_FIRST, CHRISTMAS, None),
        ("2026-12-17 20:00", COPY_FIRST, CHRISTMAS, "2026-12-18 17:00"),
        # On the last day of the holidays school is tomorrow.
        ("2027-01-03 15:00", COPY_FIRST, CHRISTMAS, "2027-01-04 17:00"),
        # Five o'clock stays five o'clock across a clock change.
        ("2026-10-23 10:00", COPY_FIRST, HOURS, "2026-10-26 17:00"),
    ],
)
def test_a_request_guards_until_the_hour_of_the_next_school_day(asked, rule, hours, until):
    assert guarded_until(paris(asked), rule, hours) == (until and paris(until))


def test_the_guardians_alone_wait_and_the_weekly_day_is_not_waited_for_again():
    facts = facts_of("2026-12-03 10:00", marked="2026-12-02 12:00")
    paused = replace(facts, guardian_floor=paris("2026-12-07 17:00"))

    found = release(paused, ONCE_A_WEEK, HOURS)

    assert release(facts, ONCE_A_WEEK, HOURS).guardian_at == paris("2026-12-04 17:00")
    assert found.student_at == paris("2026-12-03 10:10")
    assert found.guardian_at == paris("2026-12-07 17:00")
    assert StepCode.PAUSED in found.explanation.codes


def test_a_floor_that_the_ordinary_instant_exceeds_moves_nothing():
    facts = facts_of("2026-12-01 10:00", marked="2026-12-01 09:00")

    assert release(
        replace(facts, guardian_floor=paris("2026-12-02 17:00")), COPY_FIRST, HOURS
    ) == release(facts, COPY_FIRST, HOURS)


@pytest.mark.parametrize(
    ("handed_back", "hours", "end"),
    [
        ("2026-12-01 10:00", HOURS, "2026-12-03 17:00"),
        ("2026-12-03 10:00", HOURS, "2026-12-07 17:00"),
        # The last Friday before Christmas: nothing can move it.
        ("2026-12-17 10:00", CHRISTMAS, "2026-12-18 17:00"),
    ],
)
def test_every_family_is_told_a_last_day(handed_back, hours, end):
    found = planned(facts_of(handed_back), COPY_FIRST, hours)

    assert found.guardian_latest == paris(end)


def test_a_request_of_the_eve_is_in_the_span_of_the_last_morning_before_a_long_closure():
    """On Friday morning nothing can be asked any more; on Thursday evening it could."""
    found = planned(facts_of("2026-12-17 08:00"), ANY_TIME, CHRISTMAS)

    assert found.guardian_at == paris("2026-12-18 08:10")
    assert found.guardian_latest == paris("2026-12-18 17:00")


def test_no_span_where_the_parents_read_with_the_pupil():
    both = replace(ANY_TIME, guardian_delay=dt.timedelta())

    found = planned(facts_of("2026-12-01 10:00"), both, HOURS)

    assert found.guardian_latest == found.guardian_at == found.student_at


@pytest.mark.parametrize(
    ("start", "end", "half"),
    [
        # Ten open hours on Wednesday after 10:00, ten on Thursday until 17:00.
        ("2026-12-02 10:00", "2026-12-03 17:00", "2026-12-02 20:00"),
        ("2026-12-02 22:00", "2026-12-03 17:00", "2026-12-03 12:00"),
        ("2026-12-05 15:00", "2026-12-07 17:00", "2026-12-07 12:00"),
        ("2026-12-18 10:00", "2026-12-18 17:00", "2026-12-18 13:30"),
    ],
)
def test_half_of_the_open_hours(start, end, half):
    assert half_way(paris(start), paris(end), CHRISTMAS) == paris(half)


def test_where_no_school_day_is_left_somebody_else_is_told_at_once():
    start = paris("2026-12-19 10:00")

    assert half_way(start, paris("2026-12-21 17:00"), CHRISTMAS) == start


# --- Years of random ones ----------------------------------------------------------------------


@given(some.hours_and_rule(), some.instants)
def test_an_adult_always_has_a_whole_school_day(calendar_and_rule, asked_at):
    hours, rule = calendar_and_rule
    asked_on = asked_at.astimezone(hours.time_zone).date()
    day = next_school_day(asked_on, hours)
    until = guarded_until(asked_at, rule, hours)

    assert (until is None) == (day is None)
    if until is None:
        return
    local = until.astimezone(hours.time_zone)
    assert asked_on < day <= local.date()
    assert is_school_day(day, hours.closed_days)
    assert is_open(until, hours)
    # Never in the morning of that day: the whole day is the adult's.
    if local.date() == day:
        assert local.time() >= dt.time(16)


@given(some.hours_and_rule(), some.facts(), st.floats(0, 1))
def test_any_request_in_time_ends_within_the_span_told_to_every_family(
    calendar_and_rule, facts, share
):
    hours, rule = calendar_and_rule
    known = (facts.handed_back_at, facts.bulletin_at)
    facts = replace(facts, marked_at=min(instant for instant in known if instant))
    plan = planned(facts, rule, hours)
    if plan.guardian_at is None or plan.student_at == plan.guardian_at:
        return
    asked_at = plan.student_at + share * (plan.guardian_at - plan.student_at - TICK)

    paused = release(
        replace(facts, guardian_floor=guarded_until(asked_at, rule, hours)), rule, hours
    )

    assert paused.student_at == plan.student_at
    assert plan.guardian_at <= paused.guardian_at <= plan.guardian_latest
    assert is_open(paused.guardian_at, hours)


@given(some.hours_and_rule(), some.facts())
def test_the_end_of_the_span_is_reached_by_some_request(calendar_and_rule, facts):
    hours, rule = calendar_and_rule
    plan = planned(facts, rule, hours)
    if plan.guardian_latest == plan.guardian_at:
        return
    zone = hours.time_zone
    eve = dt.datetime.combine(plan.guardian_at.astimezone(zone).date(), dt.time(), zone)
    last_minutes = (plan.guardian_at - TICK, eve.astimezone(dt.UTC) - TICK)
    asked = [at for at in last_minutes if at >= plan.student_at]

    assert plan.guardian_latest in [guarded_until(at, rule, hours) for at in asked]


@given(some.hours_and_rule(), some.facts(), some.instants)
def test_what_families_are_told_never_looks_at_a_request(calendar_and_rule, facts, floor):
    hours, rule = calendar_and_rule

    assert planned(replace(facts, guardian_floor=floor), rule, hours) == planned(facts, rule, hours)


@given(some.hours_and_rule(), some.facts(), some.instants)
def test_a_floor_never_brings_anything_forward(calendar_and_rule, facts, floor):
    hours, rule = calendar_and_rule
    ordinary = release(facts, rule, hours)
    paused = release(replace(facts, guardian_floor=floor), rule, hours)
    if ordinary.guardian_at is None:
        return

    assert paused.student_at == ordinary.student_at
    assert paused.guardian_at >= ordinary.guardian_at
    assert paused.guardian_at >= floor or paused.guardian_at == ordinary.guardian_at


@given(some.hours(), some.instants, st.integers(0, 6 * 24 * 60))
def test_half_way_lies_between_both_ends(hours, start, minutes):
    end = start + dt.timedelta(minutes=minutes)

    assert start <= half_way(start, end, hours) <= end


@given(some.hours_and_rule(), some.instants, st.integers(0, 10 * 24 * 60))
def test_the_span_never_ends_before_it_begins(calendar_and_rule, student_at, minutes):
    hours, rule = calendar_and_rule
    guardian_at = student_at + dt.timedelta(minutes=minutes)

    assert latest(student_at, guardian_at, rule, hours) >= guardian_at
