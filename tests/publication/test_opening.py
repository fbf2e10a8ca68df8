"""Open hours and the next open instant, by hand and over years of random calendars."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from apps.publication.enums import ClosedBecause, OpeningKind
from apps.publication.opening import (
    ANY_MINUTE,
    Opening,
    OpeningError,
    OpeningHours,
    closed_because,
    ensure_opens,
    is_open,
    next_open,
)
from tests.publication import strategies as some

PARIS = ZoneInfo("Europe/Paris")
HOURS = OpeningHours(PARIS)
FIVE = Opening.daily(dt.time(17))
FRIDAY_FIVE = Opening.weekly(4, dt.time(17))
NIGHT_OWL = OpeningHours(PARIS, dt.time(4), dt.time(2, 30), (0, dt.time()), (0, dt.time()))
TOUSSAINT = frozenset(dt.date(2026, 10, 17) + dt.timedelta(days=n) for n in range(16))
SHUT_HOLIDAYS = OpeningHours(PARIS, holidays_open=False, closed_days=TOUSSAINT)


def paris(text):
    """« 2026-11-18 17:00 » on the wall clock of Paris; a trailing « bis » is the second 02:30."""
    fold = text.endswith(" bis")
    naive = dt.datetime.fromisoformat(text.removesuffix(" bis"))
    return naive.replace(tzinfo=PARIS, fold=fold)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-18 06:59", False),
        ("2026-11-18 07:00", True),
        ("2026-11-18 19:59:59", True),
        ("2026-11-18 20:00", False),
        ("2026-11-20 19:59", True),  # a Friday
        ("2026-11-20 20:00", False),
        ("2026-11-21 12:00", False),
        ("2026-11-22 12:00", False),
        ("2026-11-23 06:59", False),
        ("2026-11-23 07:00", True),
    ],
)
def test_a_school_is_open_by_day_and_in_the_week(moment, expected):
    assert is_open(paris(moment), HOURS) is expected


@pytest.mark.parametrize(
    ("opening", "moment", "expected"),
    [
        (ANY_MINUTE, "2026-11-18 10:13:27", "2026-11-18 10:13:27"),
        (ANY_MINUTE, "2026-11-18 20:00", "2026-11-19 07:00"),
        (ANY_MINUTE, "2026-11-18 03:00", "2026-11-18 07:00"),
        (ANY_MINUTE, "2026-11-20 20:00", "2026-11-23 07:00"),  # Friday evening
        (ANY_MINUTE, "2026-11-21 12:00", "2026-11-23 07:00"),  # Saturday
        (FIVE, "2026-11-18 17:00", "2026-11-18 17:00"),
        (FIVE, "2026-11-18 17:00:01", "2026-11-19 17:00"),
        (FIVE, "2026-11-18 10:00", "2026-11-18 17:00"),
        (FIVE, "2026-11-20 18:00", "2026-11-23 17:00"),
        (FRIDAY_FIVE, "2026-11-18 10:00", "2026-11-20 17:00"),
        (FRIDAY_FIVE, "2026-11-20 17:01", "2026-11-27 17:00"),
        # Autumn 2026: 17:00 is 15:00 UTC on Friday 23 October and 16:00 UTC on Monday 26.
        (FIVE, "2026-10-23 17:00", "2026-10-23 17:00"),
        (FIVE, "2026-10-23 17:01", "2026-10-26 17:00"),
        (ANY_MINUTE, "2026-10-24 12:00", "2026-10-26 07:00"),
        # Spring 2027: 07:00 is 06:00 UTC on Friday 26 March and 05:00 UTC on Monday 29.
        (ANY_MINUTE, "2027-03-26 20:00", "2027-03-29 07:00"),
        (FIVE, "2027-03-26 17:01", "2027-03-29 17:00"),
        # Holidays stay open on week-days by default.
        (FIVE, "2026-12-24 10:00", "2026-12-24 17:00"),
    ],
)
def test_the_next_open_instant_was_worked_out_by_hand(opening, moment, expected):
    assert next_open(paris(moment), HOURS, opening) == paris(expected)


def test_an_instant_comes_out_in_utc():
    found = next_open(paris("2026-10-23 17:01"), HOURS, FIVE)

    assert found.tzinfo is dt.UTC
    assert found.isoformat() == "2026-10-26T16:00:00+00:00"


@pytest.mark.parametrize(
    ("opening", "moment", "expected"),
    [
        # Open from 02:30 to 04:00 only. In spring 02:30 does not exist: open from 03:00 on.
        (ANY_MINUTE, "2027-03-28 00:00", "2027-03-28 03:00"),
        (Opening.daily(dt.time(2, 30)), "2027-03-28 00:00", "2027-03-28 03:00"),
        # In autumn 02:30 comes twice: a fixed time means the first, open minutes are both.
        (Opening.daily(dt.time(2, 30)), "2026-10-25 00:00", "2026-10-25 02:30"),
        (Opening.daily(dt.time(2, 30)), "2026-10-25 02:31", "2026-10-26 02:30"),
        (ANY_MINUTE, "2026-10-25 00:00", "2026-10-25 02:30"),
        (ANY_MINUTE, "2026-10-25 02:00 bis", "2026-10-25 02:30 bis"),
    ],
)
def test_an_hour_that_is_missing_or_doubled_is_read_on_the_wall(opening, moment, expected):
    assert next_open(paris(moment), NIGHT_OWL, opening) == paris(expected).astimezone(dt.UTC)


def test_a_clock_put_back_may_open_the_school_again():
    until_quarter_to_three = OpeningHours(
        PARIS, dt.time(2, 45), dt.time(0), (0, dt.time()), (0, dt.time())
    )

    found = next_open(paris("2026-10-25 02:50"), until_quarter_to_three)

    assert found == paris("2026-10-25 02:00 bis").astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-16 18:00", "2026-10-16 18:00"),
        ("2026-10-16 20:00", "2026-11-02 07:00"),
        ("2026-10-21 12:00", "2026-11-02 07:00"),
    ],
)
def test_a_school_may_choose_to_be_silent_during_the_holidays(moment, expected):
    assert next_open(paris(moment), SHUT_HOLIDAYS) == paris(expected)


def test_fridays_closed_one_after_the_other_are_all_skipped():
    fridays = frozenset(dt.date(2026, 11, 6) + dt.timedelta(weeks=n) for n in range(30))
    calendar = OpeningHours(PARIS, holidays_open=False, closed_days=fridays)

    assert next_open(paris("2026-11-06 10:00"), calendar, FRIDAY_FIVE) == paris("2027-06-04 17:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-18 12:00", None),
        ("2026-11-18 22:00", ClosedBecause.QUIET_HOURS),
        ("2026-11-21 22:00", ClosedBecause.WEEKEND),
        ("2026-10-21 12:00", ClosedBecause.HOLIDAY),
    ],
)
def test_a_closed_instant_says_why(moment, expected):
    assert closed_because(paris(moment), SHUT_HOLIDAYS) == expected


def test_equal_bounds_mean_a_school_that_never_closes():
    calendar = OpeningHours(PARIS, dt.time(8), dt.time(8), (2, dt.time(5)), (2, dt.time(5)))

    assert is_open(paris("2026-11-22 03:00"), calendar) is True


@pytest.mark.parametrize(
    "bounds",
    [
        # A week-end that ends one minute before it starts again, in the middle of the night.
        {"weekend_from": (0, dt.time(3)), "weekend_until": (0, dt.time(2, 59))},
        # The only day outside the « week-end » is silent from morning to evening.
        {
            "quiet_from": dt.time(7),
            "quiet_until": dt.time(20),
            "weekend_from": (0, dt.time(20)),
            "weekend_until": (0, dt.time(7)),
        },
    ],
)
def test_hours_that_never_open_are_refused(bounds):
    with pytest.raises(OpeningError, match="rien ne serait jamais publié"):
        OpeningHours(PARIS, **bounds)


@pytest.mark.parametrize(
    "opening", [Opening.daily(dt.time(22)), Opening.weekly(6, dt.time(12))], ids=["night", "sunday"]
)
def test_a_fixed_time_that_never_comes_is_refused(opening):
    with pytest.raises(OpeningError, match="heures de silence"):
        ensure_opens(HOURS, opening)
    with pytest.raises(OpeningError, match="heures de silence"):
        next_open(paris("2026-11-18 12:00"), HOURS, opening)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Opening(OpeningKind.DAILY), "demande une heure"),
        (lambda: Opening(OpeningKind.ANY_MINUTE, dt.time(17)), "demande une heure"),
        (lambda: Opening(OpeningKind.WEEKLY, dt.time(17)), "demande un jour"),
        (lambda: Opening(OpeningKind.DAILY, dt.time(17), 4), "demande un jour"),
        (lambda: Opening.weekly(7, dt.time(17)), "n’existe pas"),
        (lambda: Opening.daily(dt.time(17, 0, 30)), "en heures et en minutes"),
        (lambda: OpeningHours(PARIS, quiet_from=dt.time(20, tzinfo=dt.UTC)), "en minutes"),
    ],
)
def test_a_malformed_opening_is_refused_in_french(make, words):
    with pytest.raises(OpeningError, match=words):
        make()


@pytest.mark.parametrize("question", [is_open, next_open, closed_because])
def test_a_naive_instant_is_refused(question):
    with pytest.raises(ValueError, match="aware"):
        question(paris("2026-11-18 12:00").replace(tzinfo=None), HOURS)


# --- Over years of random calendars ------------------------------------------------------------


@given(some.hours_and_opening(), some.instants)
def test_nothing_ever_appears_in_a_closed_window(school, instant):
    hours, opening = school

    found = next_open(instant, hours, opening)

    assert is_open(found, hours)
    assert found >= instant


@given(some.hours_and_opening(), some.instants)
def test_an_open_instant_stays_where_it_is(school, instant):
    hours, opening = school

    found = next_open(instant, hours, opening)

    assert next_open(found, hours, opening) == found


@given(some.hours_and_opening(), some.instants, some.delays)
def test_waiting_longer_never_shows_sooner(school, instant, delay):
    hours, opening = school

    assert next_open(instant, hours, opening) <= next_open(instant + delay, hours, opening)


@given(some.hours(), some.instants)
def test_nothing_open_was_skipped(hours, instant):
    """Minute by minute from the instant on, the first open one is the one that was found."""
    found = next_open(instant, hours)

    minutes = min(int((found - instant) / dt.timedelta(minutes=1)), 3 * 24 * 60)
    skipped = [n for n in range(minutes) if is_open(instant + dt.timedelta(minutes=n), hours)]

    assert skipped == []


@given(some.hours_and_opening(), some.instants)
def test_a_fixed_time_is_kept_on_the_wall_except_in_the_missing_hour(school, instant):
    hours, opening = school

    found = next_open(instant, hours, opening)
    local = found.astimezone(hours.time_zone)

    if opening.weekday is not None:
        assert local.weekday() == opening.weekday
    if opening.clock is not None and local.time() != opening.clock:
        just_before = found - dt.timedelta(seconds=1)
        wall_before = just_before.astimezone(hours.time_zone).time()
        assert wall_before < opening.clock < local.time()
