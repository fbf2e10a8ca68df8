"""The next lessons of a class: worked out on a real calendar, then on random ones."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.homework.calendar import (
    Calendar,
    WeeklySlot,
    next_lessons,
    next_open_day,
    usual_slots,
)

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 2)
CHRISTMAS = frozenset(dt.date(2026, 12, 19) + n * DAY for n in range(16))
LETTERS = {MONDAY + n * 7 * DAY: "AB"[n % 2] for n in range(-10, 20)}
CALENDAR = Calendar(last=dt.date(2027, 7, 2), closed=CHRISTMAS, letters=LETTERS)


def weeks(weekday, *numbers):
    return [MONDAY + n * 7 * DAY + weekday * DAY for n in numbers]


def test_a_class_seen_every_monday_and_thursday_is_expected_on_both():
    past = weeks(0, -3, -2, -1) + weeks(3, -3, -2, -1)

    assert usual_slots(past, on=MONDAY, calendar=CALENDAR) == [WeeklySlot(0), WeeklySlot(3)]


def test_a_lesson_of_weeks_a_is_not_expected_in_weeks_b():
    past = weeks(0, -4, -3, -2, -1) + weeks(2, -4, -2)

    slots = usual_slots(past, on=MONDAY, calendar=CALENDAR)

    assert slots == [WeeklySlot(0), WeeklySlot(2, "A")]


def test_a_lesson_moved_once_is_not_a_rhythm():
    past = weeks(0, -5, -4, -3, -2, -1) + weeks(4, -2)

    assert usual_slots(past, on=MONDAY, calendar=CALENDAR) == [WeeklySlot(0)]


def test_a_teacher_who_has_written_nothing_is_proposed_nothing():
    assert usual_slots([], on=MONDAY, calendar=CALENDAR) == []
    assert next_lessons([], after=MONDAY, calendar=CALENDAR) == []


def test_the_lessons_proposed_jump_over_the_holidays():
    found = next_lessons([WeeklySlot(4)], after=dt.date(2026, 12, 10), calendar=CALENDAR, count=3)

    assert found == [dt.date(2026, 12, 11), dt.date(2026, 12, 18), dt.date(2027, 1, 8)]


def test_a_lesson_of_weeks_b_is_proposed_in_weeks_b():
    found = next_lessons([WeeklySlot(0, "B")], after=MONDAY, calendar=CALENDAR, count=2)

    assert [LETTERS[day] for day in found] == ["B", "B"]


@pytest.mark.parametrize(
    ("day", "proposed"),
    [
        (dt.date(2026, 12, 24), dt.date(2027, 1, 4)),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        (dt.date(2027, 7, 2), dt.date(2027, 7, 2)),
        (dt.date(2027, 7, 3), None),
    ],
)
def test_a_closed_day_gives_the_next_open_one(day, proposed):
    assert next_open_day(day, calendar=CALENDAR) == proposed


days = st.dates(dt.date(2026, 9, 1), dt.date(2027, 7, 2))
slots = st.lists(st.builds(WeeklySlot, st.integers(0, 5), st.sampled_from(["", "A", "B"])))


@given(slots, days, st.frozensets(days, max_size=60))
def test_a_lesson_is_never_proposed_on_a_closed_day_nor_twice(slots, after, closed):
    calendar = Calendar(last=dt.date(2027, 7, 2), closed=closed, letters=LETTERS)

    found = next_lessons(slots, after=after, calendar=calendar)

    assert found == sorted(set(found))
    assert all(day > after and calendar.is_open(day) for day in found)
