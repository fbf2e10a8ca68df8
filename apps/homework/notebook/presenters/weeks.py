"""The week of a teacher: lessons written, those expected that wait for words, in order of hours."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.homework.calendar import ExpectedLesson, placed
from apps.homework.notebook.presenters.lessons import LessonLine, lesson_line
from apps.homework.weeks.presenters import hours_in_words
from apps.schools.days import is_weekend
from apps.schools.models import Teaching
from coeduc import french
from coeduc.days import day_of

if TYPE_CHECKING:
    from apps.homework.models.rows import WrittenLesson
    from apps.homework.notebook.presenters.cancelled import NotedOf


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson of a day: written (``lesson``), or expected and waiting for words.

    ``rank``: under which it is or would be written, held or not (``is_missing``). ``hours``: empty
    where none is known. ``noted``: who noted that it is missing.
    """

    class_code: str
    subject: str
    teaching: UUID
    day: dt.date
    lesson: LessonLine | None
    rank: int
    hours: str
    starts_at: dt.time | None
    is_missing: bool
    noted: str

    @property
    def order(self) -> tuple[dt.time, str, int]:
        """What has no hour comes last, class by class."""
        return self.starts_at or dt.time.max, self.class_code, self.rank


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    label: str
    is_today: bool
    is_past: bool
    places: tuple[Place, ...]


def week_of(
    teachings: Iterable[Teaching],
    lessons: Iterable[WrittenLesson],
    planned: Mapping[int, Sequence[ExpectedLesson]],
    *,
    noted: NotedOf,
    monday: dt.date,
    at: dt.datetime,
    zone: ZoneInfo,
) -> list[DayOfWeek]:
    """Monday to Friday, Saturday only where something is."""
    written: dict[tuple[int, dt.date], dict[int, WrittenLesson]] = defaultdict(dict)
    for lesson in lessons:
        written[lesson.teaching_id, lesson.day][lesson.rank] = lesson
    today = day_of(at, zone)
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    by_day: dict[dt.date, list[Place]] = defaultdict(list)
    for teaching in teachings:
        expected = planned.get(teaching.pk, ())
        for day in days:
            known = written[teaching.pk, day]
            of_day = [one for one in expected if one.day == day]
            for rank, one in placed(of_day, known):
                here = known.get(rank)
                line = lesson_line(here, at=at, zone=zone) if here else None
                by_day[day].append(_place(teaching, day, rank, one, line, noted(teaching, one)))
    return [
        DayOfWeek(
            label=french.full_day(day, at=at, zone=zone).capitalize(),
            is_today=day == today,
            is_past=day < today,
            places=tuple(sorted(by_day[day], key=lambda place: place.order)),
        )
        for day in days
        if by_day[day] or not is_weekend(day)
    ]


def _place(
    teaching: Teaching,
    day: dt.date,
    rank: int,
    expected: ExpectedLesson | None,
    lesson: LessonLine | None,
    noted: str,
) -> Place:
    return Place(
        class_code=teaching.class_code,
        subject=teaching.subject.label,
        teaching=teaching.public_id,
        day=day,
        lesson=lesson,
        rank=rank,
        hours=hours_in_words(expected.starts_at, expected.ends_at) if expected else "",
        starts_at=expected.starts_at if expected else None,
        is_missing=bool(expected and expected.is_missing),
        noted=noted,
    )
