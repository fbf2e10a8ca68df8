"""Random schools, rules and facts over several years, for the property tests."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

from apps.publication.enums import NoticePolicy, Trigger
from apps.publication.instants import Facts
from apps.publication.opening import ANY_MINUTE, Opening, OpeningError, OpeningHours, ensure_opens
from apps.publication.rules import Rule

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Paris",
        "America/Miquelon",
        "America/Martinique",
        "Indian/Reunion",
        "Pacific/Noumea",
    )
]
FIRST = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2029, 8, 31, tzinfo=dt.UTC)
CLOCK_CHANGES = [
    dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC),
    dt.datetime(2027, 10, 31, 1, tzinfo=dt.UTC),
]
SPAN = int((LAST - FIRST) / dt.timedelta(seconds=1))

clocks = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
week_moments = st.tuples(st.integers(0, 6), clocks)
days = st.dates(FIRST.date(), LAST.date())
openings = st.one_of(
    st.just(ANY_MINUTE),
    st.builds(Opening.daily, clocks),
    st.builds(Opening.weekly, st.integers(0, 6), clocks),
)


instants = st.one_of(
    st.integers(0, SPAN).map(lambda seconds: FIRST + dt.timedelta(seconds=seconds)),
    st.builds(
        lambda change, minutes: change + dt.timedelta(minutes=minutes),
        st.sampled_from(CLOCK_CHANGES),
        st.integers(-4320, 4320),
    ),
)
holidays = st.one_of(
    st.just(frozenset()),
    st.builds(
        lambda first, length: frozenset(first + dt.timedelta(days=n) for n in range(length)),
        days,
        st.integers(1, 20),
    ),
    st.frozensets(days, max_size=12),
)


@st.composite
def hours(draw):
    """Default hours half of the time, anything else otherwise, never hours that stay closed."""
    calendar = {
        "time_zone": draw(st.sampled_from(ZONES)),
        "holidays_open": draw(st.booleans()),
        "closed_days": draw(holidays),
    }
    if draw(st.booleans()):
        return OpeningHours(**calendar)
    try:
        return OpeningHours(
            **calendar,
            quiet_from=draw(clocks),
            quiet_until=draw(clocks),
            weekend_from=draw(week_moments),
            weekend_until=draw(week_moments),
        )
    except OpeningError:
        assume(False)


@st.composite
def hours_and_opening(draw):
    calendar, opening = draw(hours()), draw(openings)
    assume(_opens(calendar, opening))
    return calendar, opening


def _opens(calendar, opening):
    try:
        ensure_opens(calendar, opening)
    except OpeningError:
        return False
    return True


delays = st.integers(0, 3 * 24 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
triggers = st.sampled_from(Trigger.values).map(Trigger)


@st.composite
def hours_and_rule(draw, trigger=triggers):
    calendar, student_opening = draw(hours_and_opening())
    guardian_opening = draw(openings)
    assume(_opens(calendar, guardian_opening))
    rule = Rule(
        trigger=draw(trigger),
        student_delay=draw(delays),
        guardian_delay=draw(delays),
        student_opening=student_opening,
        guardian_opening=guardian_opening,
        notice=NoticePolicy(draw(st.sampled_from(NoticePolicy.values))),
    )
    return calendar, rule


no_hold = st.none()


@st.composite
def facts(draw, marked=None, held=no_hold):
    """A tap, a hand-back at that moment or up to two days before, a mark before or after.

    ``bulletin_at`` is known half of the time; ``held`` says which holds may stand.
    """
    recorded_at = draw(instants)
    back = draw(st.integers(0, 2 * 24 * 60))
    marks = st.integers(-20 * 24 * 60, 20 * 24 * 60).map(
        lambda minutes: recorded_at + dt.timedelta(minutes=minutes)
    )
    return Facts(
        handed_back_at=recorded_at - dt.timedelta(minutes=back),
        recorded_at=recorded_at,
        marked_at=draw(marks if marked is None else marked),
        bulletin_at=draw(st.none() | instants),
        held_until=draw(held),
    )
