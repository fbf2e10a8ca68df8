"""When each class of the demo has each lesson, drawn once for the year. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from apps.demo.school_files.curriculum import COURSES, GERMAN, LATIN, SPANISH
from apps.demo.theatre.abilities import draw

MORNING = (dt.time(8), dt.time(8, 55), dt.time(10, 5), dt.time(11))
AFTERNOON = (dt.time(13, 30), dt.time(14, 25), dt.time(15, 35), dt.time(16, 30))
WEDNESDAY = 2
# Groups gather pupils of several classes: their hours are the same for the whole level.
LANGUAGE_SLOTS = ((0, dt.time(10, 5)), (1, dt.time(13, 30)), (3, dt.time(14, 25)))
LATIN_SLOTS = ((1, dt.time(16, 30)), (4, dt.time(11)))
GROUP_SLOTS = {SPANISH: LANGUAGE_SLOTS, GERMAN: LANGUAGE_SLOTS, LATIN: LATIN_SLOTS}

Slot = tuple[int, dt.time]  # weekday, beginning of the lesson


@dataclass(frozen=True, slots=True, order=True)
class PlayedLesson:
    """One hour of one class or group in one subject."""

    day: dt.date
    clock: dt.time


def slots_of_class(seed: int, division: str, level: str) -> dict[str, list[Slot]]:
    """The weekly hours of a class by subject code, never two subjects at one time."""
    taken = {slot for slots in GROUP_SLOTS.values() for slot in slots} if level != "6e" else set()
    free = [
        (weekday, clock)
        for weekday in range(5)
        for clock in (MORNING if weekday == WEDNESDAY else MORNING + AFTERNOON)
        if (weekday, clock) not in taken
    ]
    draw(seed, "timetable", division).shuffle(free)
    found: dict[str, list[Slot]] = {}
    for course in sorted(COURSES, key=lambda course: -course.weekly(level)):
        for _hour in range(math.ceil(course.weekly(level))):
            mine = found.setdefault(course.code, [])
            days = {weekday for weekday, _clock in mine}
            slot = next((slot for slot in free if slot[0] not in days), free[0])
            free.remove(slot)
            mine.append(slot)
    return found


def lessons(slots: Iterable[Slot], days: Iterable[dt.date]) -> list[PlayedLesson]:
    """Every lesson of these weekly hours on these school days, in order."""
    hours = sorted(slots)
    return [
        PlayedLesson(day, clock)
        for day in days
        for weekday, clock in hours
        if weekday == day.weekday()
    ]
