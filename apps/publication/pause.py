"""The pause: a pupil asks an adult to talk first. Time for the adult, never silence. Pure.

An adult always has one whole school day: the guardians' instant is never before the guardians'
hour of the first school day that begins after the request. Every family is told a span of dates
that covers any request, computed without looking at one, so that no child is denounced.
"""

import datetime as dt
from collections.abc import Iterator

from apps.publication.opening import HORIZON, OpeningHours, aware, instant_of, next_open
from apps.publication.rules import FIVE_O_CLOCK, Rule
from apps.schools.days import is_school_day, school_days_after
from coeduc.days import DAY, day_of, midnight

LONGEST_GAP = 3
# Before it, a fixed time would leave less than a school day: five o'clock is kept instead.
END_OF_LESSONS = dt.time(16)
TICK = dt.timedelta(microseconds=1)

Stretch = tuple[dt.datetime, dt.datetime]


def guarded_until(asked_at: dt.datetime, rule: Rule, hours: OpeningHours) -> dt.datetime | None:
    """Until when a request made at ``asked_at`` keeps the guardians' instant back.

    None before a closure of more than three days: nothing moves, no child carries a secret through
    the holidays. The weekly day and the bulletin of the rule are not waited for again.
    """
    asked_on = day_of(aware(asked_at), hours.time_zone)
    day = next_school_day(asked_on, hours)
    if day is None:
        return None
    return next_open(instant_of(day, _clock(rule), hours.time_zone), hours)


def next_school_day(day: dt.date, hours: OpeningHours) -> dt.date | None:
    """The first school day after ``day``; None when more than three closed days come before."""
    return next(school_days_after(day, hours.closed_days, within=(LONGEST_GAP + 1) * DAY), None)


def latest(
    student_at: dt.datetime, guardian_at: dt.datetime, rule: Rule, hours: OpeningHours
) -> dt.datetime:
    """The guardians' instant at the latest, over every request the pupil could make in time.

    Only the day of a request matters: those of the ordinary instant's day and of the day before
    reach the furthest. Equal to ``guardian_at`` where no request could move it.
    """
    eve = midnight(day_of(guardian_at, hours.time_zone), hours.time_zone)
    found = guardian_at
    for asked_at in (guardian_at - TICK, eve.astimezone(dt.UTC) - TICK):
        if asked_at >= student_at:
            found = max(found, guarded_until(asked_at, rule, hours) or found)
    return found


def half_way(start: dt.datetime, end: dt.datetime, hours: OpeningHours) -> dt.datetime:
    """When half of the open school hours between two instants has passed; ``start`` if none is.

    Then somebody else is told: a request nobody answers does not wait for its end.
    """
    stretches = list(_open_between(start, end, hours))
    left = sum((until - since for since, until in stretches), dt.timedelta()) / 2
    for since, until in stretches:
        if left <= until - since:
            return since + left
        left -= until - since
    return start


def next_reading(at: dt.datetime, hours: OpeningHours) -> dt.datetime | None:
    """When somebody at school may read what is written at ``at``: now, or on a next school day."""
    return next((since for since, __ in _open_between(at, at + HORIZON, hours)), None)


def _open_between(start: dt.datetime, end: dt.datetime, hours: OpeningHours) -> Iterator[Stretch]:
    """The open stretches of the school days between two instants, in order."""
    start, end = aware(start).astimezone(dt.UTC), aware(end).astimezone(dt.UTC)
    day = day_of(start, hours.time_zone)
    while day <= day_of(end, hours.time_zone):
        if is_school_day(day, hours.closed_days):
            for first, last in hours.windows[day.weekday()]:
                since, until = _minute_of(day, first, hours), _minute_of(day, last, hours)
                since, until = max(since, start), min(until, end)
                if since < until:
                    yield since, until
        day += DAY


def _minute_of(day: dt.date, minute: int, hours: OpeningHours) -> dt.datetime:
    """A minute from midnight, the 1440th being the next midnight."""
    days, left = divmod(minute, 24 * 60)
    return instant_of(day + days * DAY, dt.time(left // 60, left % 60), hours.time_zone)


def _clock(rule: Rule) -> dt.time:
    """The guardians' hour: their fixed time, else 17:00."""
    fixed = rule.guardian_opening.clock
    return fixed if fixed is not None and fixed >= END_OF_LESSONS else FIVE_O_CLOCK
