"""When a school lets something new appear: open hours, and the next open instant.

Pure: no ORM, no clock. Everything is reasoned on the school's wall clock (« 17 h » stays 17 h on
both sides of a clock change); instants come in aware and go out aware, in UTC.

Source of the defaults: note of the ministry of 10 July 2025 (« Promouvoir un numérique raisonné à
l’École »): no update from 20:00 to 07:00 nor from Friday 20:00 to Monday 07:00; the head may adapt.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from apps.publication.enums import ClosedBecause, OpeningKind
from coeduc.days import DAY, day_of, midnight

MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
# Three weeks after the last closed day every weekly time has come once, clock changes included.
HORIZON = dt.timedelta(days=22)

WeekMoment = tuple[int, dt.time]
Windows = tuple[tuple[int, int], ...]


class OpeningError(ValueError):
    """Hours nobody could live with; the message is French and may be shown as it is."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The open hours of one school.

    Equal bounds mean « none »: ``quiet_from == quiet_until`` is a school without quiet hours.
    A lower bound is closed, an upper bound is open again. ``closed_days`` (holidays) only close
    when ``holidays_open`` is false: a child must not carry a secret for two weeks.
    """

    time_zone: ZoneInfo
    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(7)
    weekend_from: WeekMoment = (4, dt.time(20))
    weekend_until: WeekMoment = (0, dt.time(7))
    holidays_open: bool = True
    closed_days: frozenset[dt.date] = frozenset()
    windows: tuple[Windows, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for moment in (self.quiet_from, self.quiet_until):
            _check_clock(moment)
        for weekday, moment in (self.weekend_from, self.weekend_until):
            _check_weekday(weekday)
            _check_clock(moment)
        object.__setattr__(self, "windows", tuple(self._windows_of(day) for day in range(7)))
        if not any(self.windows):
            raise OpeningError(_("Avec ces horaires, rien ne serait jamais publié."))

    @property
    def has_quiet_hours(self) -> bool:
        return self.quiet_from != self.quiet_until

    @property
    def has_weekend(self) -> bool:
        return self.weekend_from != self.weekend_until

    def is_quiet(self, minute: int) -> bool:
        """Whether a minute of the day lies in the quiet hours, which usually span midnight."""
        start, end = _minute(self.quiet_from), _minute(self.quiet_until)
        return (minute - start) % MINUTES_A_DAY < (end - start) % MINUTES_A_DAY

    def is_weekend(self, weekday: int, minute: int) -> bool:
        start, end = _week_minute(self.weekend_from), _week_minute(self.weekend_until)
        here = weekday * MINUTES_A_DAY + minute
        return (here - start) % MINUTES_A_WEEK < (end - start) % MINUTES_A_WEEK

    def is_closed_day(self, day: dt.date) -> bool:
        return not self.holidays_open and day in self.closed_days

    def is_open_at(self, weekday: int, minute: int) -> bool:
        return any(start <= minute < end for start, end in self.windows[weekday])

    def _windows_of(self, weekday: int) -> Windows:
        """The open stretches of an ordinary day, in minutes from midnight."""
        edges = {0, MINUTES_A_DAY, _minute(self.quiet_from), _minute(self.quiet_until)}
        edges |= {_minute(moment) for __, moment in (self.weekend_from, self.weekend_until)}
        windows: list[tuple[int, int]] = []
        bounds = sorted(edges)
        for start, end in itertools.pairwise(bounds):
            if self.is_quiet(start) or self.is_weekend(weekday, start):
                continue
            if windows and windows[-1][1] == start:
                start = windows.pop()[0]
            windows.append((start, end))
        return tuple(windows)


@dataclass(frozen=True, slots=True)
class Opening:
    """At which of the open minutes a result may appear; build it with one of the three makers."""

    kind: OpeningKind
    clock: dt.time | None = None
    weekday: int | None = None

    def __post_init__(self) -> None:
        if (self.clock is None) != (self.kind == OpeningKind.ANY_MINUTE):
            raise OpeningError(_("Une publication à heure fixe demande une heure."))
        if (self.weekday is None) != (self.kind != OpeningKind.WEEKLY):
            raise OpeningError(_("Une publication par semaine demande un jour."))
        if self.clock is not None:
            _check_clock(self.clock)
        if self.weekday is not None:
            _check_weekday(self.weekday)

    @classmethod
    def any_minute(cls) -> Self:
        return cls(OpeningKind.ANY_MINUTE)

    @classmethod
    def daily(cls, clock: dt.time) -> Self:
        return cls(OpeningKind.DAILY, clock)

    @classmethod
    def weekly(cls, weekday: int, clock: dt.time) -> Self:
        return cls(OpeningKind.WEEKLY, clock, weekday)


ANY_MINUTE = Opening.any_minute()


def is_open(instant: dt.datetime, hours: OpeningHours) -> bool:
    """Whether something new may appear at this instant."""
    local = aware(instant).astimezone(hours.time_zone)
    if hours.is_closed_day(day_of(local, hours.time_zone)):
        return False
    return hours.is_open_at(local.weekday(), local.hour * 60 + local.minute)


def closed_because(instant: dt.datetime, hours: OpeningHours) -> ClosedBecause | None:
    """Why nothing may appear at this instant, in the words a family would use; None if open."""
    local = aware(instant).astimezone(hours.time_zone)
    minute = local.hour * 60 + local.minute
    if hours.is_closed_day(day_of(local, hours.time_zone)):
        return ClosedBecause.HOLIDAY
    if hours.is_weekend(local.weekday(), minute):
        return ClosedBecause.WEEKEND
    return ClosedBecause.QUIET_HOURS if hours.is_quiet(minute) else None


def ensure_opens(hours: OpeningHours, opening: Opening) -> None:
    """Refuse a fixed time that always falls in the closed hours, such as every day at 22:00."""
    if opening.clock is None:
        return
    minute = _minute(opening.clock)
    weekdays = range(7) if opening.weekday is None else (opening.weekday,)
    if not any(hours.is_open_at(weekday, minute) for weekday in weekdays):
        raise OpeningError(
            _("L’heure choisie pour publier tombe toujours pendant les heures de silence.")
        )


def next_open(
    instant: dt.datetime, hours: OpeningHours, opening: Opening = ANY_MINUTE
) -> dt.datetime:
    """The first instant at or after ``instant`` at which a result may appear, in UTC.

    Raises ``OpeningError`` for a fixed time that never falls in open hours; the search is bounded.
    """
    floor = aware(instant).astimezone(dt.UTC)
    if opening.kind == OpeningKind.ANY_MINUTE and is_open(floor, hours):
        return floor
    for day in _days_from(floor, hours):
        if hours.is_closed_day(day):
            continue
        found = _first_of(day, floor, hours, opening)
        if found is not None:
            return found
    ensure_opens(hours, opening)
    raise OpeningError(_("Avec ces horaires, rien ne serait jamais publié."))


def _days_from(floor: dt.datetime, hours: OpeningHours) -> Iterator[dt.date]:
    day = day_of(floor, hours.time_zone)
    last_closed = day if hours.holidays_open else max(hours.closed_days, default=day)
    last = max(day, last_closed) + HORIZON
    while day <= last:
        yield day
        day += DAY


def _first_of(
    day: dt.date, floor: dt.datetime, hours: OpeningHours, opening: Opening
) -> dt.datetime | None:
    """The first instant of a local day that suits both the hours and the opening."""
    if opening.clock is None:
        candidates = _window_starts(day, hours)
    elif opening.weekday is None or opening.weekday == day.weekday():
        candidates = [instant_of(day, opening.clock, hours.time_zone)]
    else:
        return None
    suitable = (c for c in candidates if c >= floor and is_open(c, hours))
    return min(suitable, default=None)


def _window_starts(day: dt.date, hours: OpeningHours) -> list[dt.datetime]:
    """Every instant of the day at which the portal may go from closed to open.

    On the day of a clock change a window may start twice, or start with the change itself.
    """
    zone = hours.time_zone
    starts = [
        dt.datetime.combine(day, dt.time(start // 60, start % 60, fold=fold), zone)
        for start, __ in hours.windows[day.weekday()]
        for fold in (0, 1)
    ]
    begins, ends = midnight(day, zone), midnight(day + DAY, zone)
    candidates = [start.astimezone(dt.UTC) for start in starts]
    if begins.utcoffset() != ends.utcoffset():
        candidates.append(_clock_change(begins, ends, zone))
    return candidates


def instant_of(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    """A wall time as an instant: the first of two in autumn, the end of the gap in spring."""
    first = dt.datetime.combine(day, clock, zone)
    instant = first.astimezone(dt.UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == first.replace(tzinfo=None):
        return instant
    # In a gap, fold=1 is read with the offset that follows and therefore falls before the change.
    return _clock_change(first.replace(fold=1), first, zone)


def _clock_change(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant, to the second, at which the offset becomes the one in force at ``after``."""
    low, high = int(before.timestamp()), int(after.timestamp())
    target = dt.datetime.fromtimestamp(high, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if dt.datetime.fromtimestamp(middle, zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return dt.datetime.fromtimestamp(high, dt.UTC)


def _minute(moment: dt.time) -> int:
    return moment.hour * 60 + moment.minute


def _week_minute(moment: WeekMoment) -> int:
    return moment[0] * MINUTES_A_DAY + _minute(moment[1])


def aware(instant: dt.datetime) -> dt.datetime:
    """A naive datetime would silently be read in the server's own time zone."""
    if instant.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return instant


def _check_clock(moment: dt.time) -> None:
    if moment.tzinfo is not None or moment.second or moment.microsecond:
        raise OpeningError(_("Une heure d’ouverture se donne en heures et en minutes."))


def _check_weekday(weekday: int) -> None:
    if weekday not in range(7):
        raise OpeningError(_("Ce jour de la semaine n’existe pas."))
