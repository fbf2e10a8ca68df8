"""Whatever the facts, the rules, the hours and the moment of the change: what a batch may do."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

from hypothesis import assume, given
from hypothesis import strategies as st

from apps.publication.enums import OpeningKind
from apps.publication.instants import release
from apps.publication.opening import is_open
from apps.publication.release.services import has_passed, settled
from apps.results.release.services.instants import Placer, ReleaseFacts
from apps.results.release.services.recompute import PendingResult
from tests.publication import strategies

DAYS = st.integers(0, 40 * 24 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))


def known_of(facts):
    tap = SimpleNamespace(at=facts.handed_back_at, recorded_at=facts.recorded_at)
    held = {} if facts.held_until is None else {1: facts.held_until}
    paused = {} if facts.guardian_floor is None else {1: facts.guardian_floor}
    return ReleaseFacts(
        collective=tap,
        own={},
        missed=frozenset(),
        held_until=held,
        paused_until=paused,
        bulletin_at=facts.bulletin_at,
    )


def placed(row, facts, rule, hours, at):
    found = Placer(rule, hours, at=at).place(row, known_of(facts))
    return settled(row, found, at=at)


@st.composite
def changes(draw):
    """A result placed under one rule; another one is adopted before the guardians read."""
    hours, before = draw(strategies.hours_and_rule())
    new_hours, after = draw(strategies.hours_and_rule())
    facts = draw(strategies.facts(held=st.none() | strategies.instants))
    old = release(facts, before, hours)
    row = PendingResult(1, 1, 1, "test", facts.marked_at, old.student_at, old.guardian_at, 1, 1)
    at = facts.recorded_at + draw(DAYS)
    assume(not has_passed(row.guardian_at, at))
    return row, facts, after, new_hours, at


@given(changes())
def test_no_instant_that_has_passed_moves_and_none_is_lost(change):
    row, facts, rule, hours, at = change

    moved = placed(row, facts, rule, hours, at)

    if has_passed(row.student_at, at):
        assert moved.student_at == row.student_at
    if row.guardian_at is not None:
        assert None not in (moved.student_at, moved.guardian_at)


@given(changes())
def test_nothing_appears_before_the_change_nor_to_guardians_before_the_pupil(change):
    row, facts, rule, hours, at = change

    moved = placed(row, facts, rule, hours, at)

    if moved.guardian_at is not None:
        assert moved.guardian_at >= moved.student_at
        assert moved.guardian_at >= at
        assert moved.student_at >= at or moved.student_at == row.student_at


@given(changes())
def test_what_moves_lands_in_the_new_open_hours_at_the_time_of_the_new_rule(change):
    row, facts, rule, hours, at = change

    moved = placed(row, facts, rule, hours, at)

    if moved.guardian_at != row.guardian_at:
        assert is_open(moved.guardian_at, hours)
        if rule.guardian_opening.kind == OpeningKind.WEEKLY:
            local = moved.guardian_at.astimezone(hours.time_zone)
            assert local.weekday() == rule.guardian_opening.weekday
    if moved.student_at != row.student_at:
        assert is_open(moved.student_at, hours)


@given(changes())
def test_the_same_batch_a_second_time_moves_nothing(change):
    row, facts, rule, hours, at = change
    once = placed(row, facts, rule, hours, at)
    assume(not has_passed(once.guardian_at, at))

    assert placed(once, facts, rule, hours, at) == once
    assert once.move_to(placed(once, facts, rule, hours, at)) == 0


@given(changes(), DAYS)
def test_a_copy_handed_back_later_never_appears_earlier(change, later):
    row, facts, rule, hours, at = change
    waiting = row._replace(student_at=None, guardian_at=None)
    delayed = replace(
        facts, handed_back_at=facts.handed_back_at + later, recorded_at=facts.recorded_at + later
    )

    first = placed(waiting, facts, rule, hours, at)
    second = placed(waiting, delayed, rule, hours, at)

    if first.guardian_at is not None and second.guardian_at is not None:
        assert second.guardian_at >= first.guardian_at
        assert second.student_at >= first.student_at


@given(changes(), DAYS)
def test_a_change_made_later_never_places_earlier(change, later):
    row, facts, rule, hours, at = change
    waiting = row._replace(student_at=None, guardian_at=None)

    first = placed(waiting, facts, rule, hours, at)
    second = placed(waiting, facts, rule, hours, at + later)

    if first.guardian_at is not None:
        assert second.guardian_at >= first.guardian_at
