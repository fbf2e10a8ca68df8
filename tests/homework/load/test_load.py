"""What a class has to do for one day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from apps.homework.load.rules import UNSTATED, Load, WeighedWork, load_of, loads

TUESDAY = dt.date(2026, 11, 24)
FRIDAY = dt.date(2026, 11, 27)


def test_the_load_of_a_day_adds_its_works_and_says_which_stated_no_time():
    works = [
        WeighedWork(TUESDAY, 20),
        WeighedWork(TUESDAY, None, needs_screen=True),
        WeighedWork(FRIDAY, 90),
    ]

    assert load_of(TUESDAY, works) == Load(TUESDAY, 20 + UNSTATED, works=2, unstated=1, on_screen=1)


def test_adapted_work_does_not_weigh_on_the_class():
    assert load_of(TUESDAY, [WeighedWork(TUESDAY, 30, is_adapted=True)]) == Load(TUESDAY)


def test_a_school_without_a_cap_has_no_day_over_it():
    assert not Load(TUESDAY, 500).is_over(None)
    assert not Load(TUESDAY, 60).is_over(60)
    assert Load(TUESDAY, 61).is_over(60)


works = st.lists(
    st.builds(
        WeighedWork,
        st.sampled_from([TUESDAY, FRIDAY]),
        st.none() | st.integers(1, 240),
        st.booleans(),
        st.booleans(),
    )
)


@given(works, works)
def test_the_loads_of_two_teachers_add_up(some, others):
    together = load_of(TUESDAY, some + others)

    assert together.minutes == load_of(TUESDAY, some).minutes + load_of(TUESDAY, others).minutes


@given(works)
def test_every_day_asked_is_answered_in_order(some):
    assert [load.day for load in loads([FRIDAY, TUESDAY], some)] == [FRIDAY, TUESDAY]
