"""The bar of the demonstration: move the clock, change person. Never outside development."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.demo.theatre.cast import demo_accounts
from coeduc import clock, french
from coeduc.days import DAY, day_of

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = 1


@dataclass(frozen=True, slots=True)
class ClockButton:
    """One button: where the clock goes."""

    key: str
    label: str
    instant: dt.datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of the cast."""

    username: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class TimeMachine:
    """What the bar shows; ``real_day``: that of the machine, when the clock is elsewhere."""

    plays: str
    is_moved: bool
    real_day: str
    moves: tuple[ClockButton, ...]
    seats: tuple[Seat, ...]


def moves_from(at: dt.datetime) -> list[ClockButton]:
    """Ten minutes, tomorrow morning, tomorrow at five, next Tuesday’s lesson."""
    local = at.astimezone(PARIS)
    tomorrow = local.date() + DAY
    tuesday = local.date() + dt.timedelta(days=(TUESDAY - local.weekday() - 1) % 7 + 1)

    def moment(day: dt.date, hour: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour), PARIS).astimezone(dt.UTC)

    return [
        ClockButton("minutes", _("+ 10 minutes"), at + dt.timedelta(minutes=10)),
        ClockButton("morning", _("demain 8 h"), moment(tomorrow, 8)),
        ClockButton("evening", _("demain 17 h"), moment(tomorrow, 17)),
        ClockButton("lesson", _("prochain mardi 9 h"), moment(tuesday, 9)),
    ]


def plays(at: dt.datetime) -> str:
    """« joue le mardi 17 novembre 2026, 18 h 40 »; the year may not be the machine’s."""
    return _("joue le %(day)s, %(clock)s") % {
        "day": french.weekday_in_words(day_of(at, PARIS)),
        "clock": french.clock(at.astimezone(PARIS)),
    }


def time_machine(*, at: dt.datetime, real: dt.datetime, username: str) -> TimeMachine:
    """``real``: the instant of the machine."""
    return TimeMachine(
        plays=plays(at),
        is_moved=clock.is_moved(),
        real_day=french.weekday_in_words(day_of(real, PARIS)),
        moves=tuple(moves_from(at)),
        seats=tuple(
            Seat(visit.username, f"{visit.username} — {visit.who}", visit.username == username)
            for visit in demo_accounts()
        ),
    )
