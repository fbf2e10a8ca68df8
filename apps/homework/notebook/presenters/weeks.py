"""The week of a teacher: lessons written, and those expected that wait for words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.homework.notebook.presenters.lessons import LessonLine, lesson_line
from apps.schools.days import is_weekend
from apps.schools.models import Teaching
from coeduc import french
from coeduc.days import day_of

if TYPE_CHECKING:
    from apps.homework.models.rows import WrittenLesson


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson of a day: written (``lesson``), or expected and waiting for words."""

    class_code: str
    subject: str
    teaching: UUID
    day: dt.date
    lesson: LessonLine | None


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    label: str
    is_today: bool
    is_past: bool
    places: tuple[Place, ...]


def week_of(
    teachings: Iterable[Teaching],
    lessons: Iterable[WrittenLesson],
    expected: Mapping[int, Sequence[dt.date]],
    *,
    monday: dt.date,
    at: dt.datetime,
    zone: ZoneInfo,
) -> list[DayOfWeek]:
    """Monday to Friday, Saturday only where something is; lessons written before those expected."""
    by_day: dict[dt.date, list[Place]] = defaultdict(list)
    written = set()
    for lesson in lessons:
        written.add((lesson.teaching_id, lesson.day))
        by_day[lesson.day].append(
            _place(lesson.teaching, lesson.day, lesson_line(lesson, at=at, zone=zone))
        )
    for teaching in teachings:
        for day in expected.get(teaching.pk, ()):
            if (teaching.pk, day) not in written:
                by_day[day].append(_place(teaching, day, None))
    today = day_of(at, zone)
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    return [
        DayOfWeek(
            label=french.full_day(day, at=at, zone=zone).capitalize(),
            is_today=day == today,
            is_past=day < today,
            places=tuple(sorted(by_day[day], key=lambda place: place.class_code)),
        )
        for day in days
        if by_day[day] or not is_weekend(day)
    ]


def _place(teaching: Teaching, day: dt.date, lesson: LessonLine | None) -> Place:
    return Place(
        class_code=teaching.class_code,
        subject=teaching.subject.label,
        teaching=teaching.public_id,
        day=day,
        lesson=lesson,
    )
