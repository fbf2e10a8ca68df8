"""The bar of the demonstration: move the clock, change person. Never outside development."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from apps.demo.theatre.cast import demo_accounts
from coeduc import clock, french

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = 1


@dataclass(frozen=True, slots=True)
class Move:
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
    """What the bar shows."""

    now: str
    is_moved: bool
    moves: tuple[Move, ...]
    seats: tuple[Seat, ...]


def moves_from(at: dt.datetime) -> list[Move]:
    """Ten minutes, tomorrow morning, tomorrow at five, next Tuesday’s lesson."""
    local = at.astimezone(PARIS)
    tomorrow = local.date() + dt.timedelta(days=1)
    tuesday = local.date() + dt.timedelta(days=(TUESDAY - local.weekday() - 1) % 7 + 1)

    def moment(day: dt.date, hour: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour), PARIS).astimezone(dt.UTC)

    return [
        Move("minutes", _("+ 10 minutes"), at + dt.timedelta(minutes=10)),
        Move("morning", _("demain 8 h"), moment(tomorrow, 8)),
        Move("evening", _("demain 17 h"), moment(tomorrow, 17)),
        Move("lesson", _("prochain mardi 9 h"), moment(tuesday, 9)),
    ]


def time_machine(*, at: dt.datetime, username: str) -> TimeMachine:
    return TimeMachine(
        now=french.full_moment(at, at=at, zone=PARIS),
        is_moved=clock.is_moved(),
        moves=tuple(moves_from(at)),
        seats=tuple(
            Seat(visit.username, f"{visit.username} — {visit.who}", visit.username == username)
            for visit in demo_accounts()
        ),
    )
