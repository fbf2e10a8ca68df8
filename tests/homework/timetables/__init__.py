"""iCalendar files, as the programs of schools write them: by hand, and from an ordinary week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from apps.homework.calendar import Calendar
from apps.homework.timetable.rules.weeks import LearntSlot
from coeduc.days import DAY

PARIS = ZoneInfo("Europe/Paris")
HERE = Path(__file__).parent
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 7, 2)
TERM = dt.date(2026, 8, 31)
AUTUMN = {dt.date(2026, 10, 17) + n * DAY for n in range(16)}
CHRISTMAS = {dt.date(2026, 12, 19) + n * DAY for n in range(16)}
LETTERS = {TERM + n * 7 * DAY: "AB"[n % 2] for n in range(45)}
CALENDAR = Calendar(last=LAST, closed=frozenset(AUTUMN | CHRISTMAS), letters=LETTERS)


def sample(name: str) -> bytes:
    return (HERE / name).read_bytes()


def ics(*events: str) -> bytes:
    """A calendar of these events, each the lines of a VEVENT."""
    bodies = (f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *bodies, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode()


def event(start: str, end: str, summary: str = "MATHEMATIQUES - <4EB>", *more: str) -> str:
    """``start`` and ``end`` as 20261117T080000, at the school or in UTC (Z)."""
    return "\n".join([f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{summary}", *more])


def dated(slots: Iterable[LearntSlot], *, summary: str, first: dt.date, last: dt.date) -> list[str]:
    """One event a lesson, in UTC, as Pronote does: nothing on days of closure."""
    found = []
    day = first
    while day <= last:
        for slot in slots:
            is_due = slot.week in ("", CALENDAR.letter(day)) and slot.weekday == day.weekday()
            if is_due and CALENDAR.is_open(day):
                bounds = (
                    dt.datetime.combine(day, clock, PARIS).astimezone(dt.UTC)
                    for clock in (slot.starts_at, slot.ends_at)
                )
                found.append(event(*(f"{one:%Y%m%dT%H%M%SZ}" for one in bounds), summary))
        day += DAY
    return found
