"""Recurrences of an iCalendar file, day by day inside a school year: never further. Pure.

A day is asked whether it follows the rule, instead of the rule being run: an endless rule, one
that began in the year one or one that never comes (30 February) all cost the days of one year.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from coeduc.days import DAY

DAYS = {name: rank for rank, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
FARTHEST_TURN = 1000
WEEK = 7
DECEMBER = 12
# Parts that change the hour of a lesson, or the calendar it is counted in.
_OTHERS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_KNOWN = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY"),
    *("BYYEARDAY", "BYWEEKNO", "BYSETPOS", *_OTHERS),
}


class UnknownRuleError(ValueError):
    """A rule that does not say which days, or says more than days."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """RFC 5545, 3.3.10, for days; ``weekdays``: rank within the period (0: all), weekday."""

    frequency: str
    every: int = 1
    count: int | None = None
    until: dt.date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0


def rule_of(said: Any, starts: dt.datetime, *, zone: dt.tzinfo) -> RecurrenceRule:
    """From the library's mapping; ``starts`` at its own hour, which is that of ``zone`` where it
    tells none. Raises ``UnknownRuleError``.
    """
    if not hasattr(said, "get") or {str(name).upper() for name in said} - _KNOWN:
        raise UnknownRuleError
    frequency = [str(one).upper() for one in said.get("FREQ", [])]
    if len(frequency) != 1 or frequency[0] not in FREQUENCIES:
        raise UnknownRuleError
    for name, own in zip(_OTHERS, (starts.hour, starts.minute, starts.second), strict=True):
        if set(_numbers(said, name)) - {own}:
            raise UnknownRuleError
    every, count = (next(iter(_numbers(said, name)), None) for name in ("INTERVAL", "COUNT"))
    until = said.get("UNTIL", [None])[0]
    if every is not None and not 1 <= every <= FARTHEST_TURN:
        raise UnknownRuleError
    if until is not None and not isinstance(until, dt.date):
        raise UnknownRuleError
    if isinstance(until, dt.datetime):
        if until.tzinfo is not None:
            until = until.astimezone(starts.tzinfo or zone)
        # An instant: «until the 3rd at 0:00» is not the lesson of the 3rd.
        until = until.date() - (DAY if until.time() < starts.time() else 0 * DAY)
    return RecurrenceRule(
        frequency[0],
        every or 1,
        count,
        until,
        tuple(_weekday(str(one).upper()) for one in said.get("BYDAY", [])),
        _numbers(said, "BYMONTH"),
        _numbers(said, "BYMONTHDAY"),
        _numbers(said, "BYYEARDAY"),
        _numbers(said, "BYWEEKNO"),
        _numbers(said, "BYSETPOS"),
        DAYS.get(str(said.get("WKST", ["MO"])[0]).upper(), 0),
    )


def days_of(
    rule: RecurrenceRule, start: dt.date, *, first: dt.date, last: dt.date
) -> Iterator[dt.date]:
    """The days of the rule between two; counted ones are followed from their beginning."""
    last = min(last, rule.until or last)
    since = start if rule.count is not None else max(start, first)
    left = rule.count
    for day in _matching(rule, start, since, last):
        if day < start:
            continue
        if left is not None:
            if left <= 0:
                return
            left -= 1
        if day >= first:
            yield day


def _matching(
    rule: RecurrenceRule, start: dt.date, since: dt.date, last: dt.date
) -> Iterator[dt.date]:
    if not rule.positions:
        yield from (day for day in _range(since, last) if _matches(rule, start, day))
        return
    # The first Tuesday, the last day…: ranks among the days of a whole period.
    period: list[dt.date] = []
    for day in _range(_period_start(rule, since), _period_end(rule, last)):
        if period and _period_start(rule, day) != _period_start(rule, period[0]):
            yield from _ranked(rule, period, last)
            period = []
        if _matches(rule, start, day):
            period.append(day)
    yield from _ranked(rule, period, last)


def _ranked(rule: RecurrenceRule, period: list[dt.date], last: dt.date) -> Iterable[dt.date]:
    size = len(period)
    ranks = {one - 1 if one > 0 else size + one for one in rule.positions}
    return [day for rank, day in enumerate(period) if rank in ranks and day <= last]


def _matches(rule: RecurrenceRule, start: dt.date, day: dt.date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    match rule.frequency:
        case "DAILY":
            return (
                (day.toordinal() - start.toordinal()) % rule.every == 0
                and _is_of_month(rule, day, default=True)
                and _is_weekday(rule, day, default=True)
            )
        case "WEEKLY":
            turns = (_week(rule, day) - _week(rule, start)) % rule.every
            return turns == 0 and _is_weekday(rule, day, default=day.weekday() == start.weekday())
        case "MONTHLY":
            months = (day.year - start.year) * DECEMBER + day.month - start.month
            same = bool(rule.weekdays) or day.day == start.day
            return (
                months % rule.every == 0
                and _is_of_month(rule, day, default=same)
                and _is_weekday(rule, day, default=True)
            )
        case _:
            return (day.year - start.year) % rule.every == 0 and _is_of_year(rule, start, day)


def _is_of_year(rule: RecurrenceRule, start: dt.date, day: dt.date) -> bool:
    if rule.weeks and day.isocalendar().week not in rule.weeks:
        return False
    if rule.year_days:
        of_year = 366 if calendar.isleap(day.year) else 365
        rank = day.timetuple().tm_yday
        if not {rank, rank - of_year - 1} & set(rule.year_days):
            return False
    if rule.weeks and not rule.weekdays:
        return day.weekday() == start.weekday()
    names_days = bool(rule.weekdays or rule.year_days)
    same_month = bool(rule.months) or day.month == start.month
    same = names_days or (same_month and day.day == start.day)
    return _is_of_month(rule, day, default=same) and _is_weekday(rule, day, default=True)


def _is_of_month(rule: RecurrenceRule, day: dt.date, *, default: bool) -> bool:
    if not rule.month_days:
        return default
    length = calendar.monthrange(day.year, day.month)[1]
    return bool({day.day, day.day - length - 1} & set(rule.month_days))


def _is_weekday(rule: RecurrenceRule, day: dt.date, *, default: bool) -> bool:
    if not rule.weekdays:
        return default
    return any(
        weekday == day.weekday() and (not rank or rank in _ranks(rule, day))
        for rank, weekday in rule.weekdays
    )


def _ranks(rule: RecurrenceRule, day: dt.date) -> tuple[int, int]:
    """The second Tuesday, the last but one: of the month, or of the year where no month is told."""
    if rule.frequency == "YEARLY" and not rule.months:
        rank = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
    else:
        rank, length = day.day, calendar.monthrange(day.year, day.month)[1]
    return (rank - 1) // WEEK + 1, -((length - rank) // WEEK + 1)


def _week(rule: RecurrenceRule, day: dt.date) -> int:
    """Its rank since always, weeks beginning as the rule says; ordinal 1 was a Monday."""
    return (day.toordinal() - 1 - rule.week_starts) // WEEK


def _period_start(rule: RecurrenceRule, day: dt.date) -> dt.date:
    match rule.frequency:
        case "WEEKLY":
            first = _week(rule, day) * WEEK + 1 + rule.week_starts
            return dt.date.fromordinal(max(1, first))
        case "MONTHLY":
            return day.replace(day=1)
        case "YEARLY":
            return day.replace(month=1, day=1)
        case _:
            return day


def _period_end(rule: RecurrenceRule, day: dt.date) -> dt.date:
    match rule.frequency:
        case "WEEKLY":
            last = _period_start(rule, day).toordinal() + WEEK - 1
            return dt.date.fromordinal(min(last, dt.date.max.toordinal()))
        case "MONTHLY":
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "YEARLY":
            return day.replace(month=DECEMBER, day=31)
        case _:
            return day


def _range(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (dt.date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def _weekday(said: str) -> tuple[int, int]:
    """«TU», «2TU», «-1FR»."""
    name, rank = said[-2:], said[:-2]
    if name not in DAYS or (rank and not rank.lstrip("+-").isdecimal()):
        raise UnknownRuleError
    return int(rank or 0), DAYS[name]


def _numbers(said: Any, name: str) -> tuple[int, ...]:
    found = said.get(name, [])
    if not all(isinstance(one, int) for one in found):
        raise UnknownRuleError
    return tuple(int(one) for one in found)
