"""Which lessons a week should hold, for all the classes of a teacher at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from django.db.models import Model, QuerySet

from apps.homework.models import (
    CancelledLesson,
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.weeks.queries import lessons_planned
from apps.schools.links import ReaderReading
from apps.schools.models import Teaching, day_there
from coeduc.access import Reader, visible_rows
from coeduc.replay import padded

if TYPE_CHECKING:
    from apps.homework.calendar import ExpectedLesson
    from apps.homework.models.rows import GivenWork, WrittenLesson
    from apps.homework.notebook.queries.lessons import LessonToReuse

Kept = TypeVar("Kept", bound=Model)


def lessons_expected(
    teachings: Iterable[Teaching], *, first: dt.date, last: dt.date, today: dt.date
) -> dict[int, list[dt.date]]:
    """The days of each teaching between two days when a lesson is held (``lessons_planned``)."""
    planned = lessons_planned(teachings, first=first, last=last, today=today)
    return {
        key: list(dict.fromkeys(one.day for one in lessons if not one.is_missing))
        for key, lessons in planned.items()
    }


def cancelled_noted(
    reader: Reader, planned: Mapping[int, Sequence[ExpectedLesson]]
) -> list[CancelledLesson]:
    """What absences take of these lessons, by teaching, with who noted it.

    One statement where something is missing, else none.
    """
    found = [
        (key, one.day) for key, lessons in planned.items() for one in lessons if one.is_missing
    ]
    if not found:
        return []
    seen = CancelledLesson.objects.visible_to(reader, at=reader.at).not_held()
    rows = seen.filter(
        teaching__in={key for key, _day in found}, day__in={day for _key, day in found}
    )
    return list(rows.select_related("absence__by").order_by("-absence__at", "pk"))


# The lessons of a week, with all their states and their works ------------------------------------


def lessons_written(
    reader: Reader,
    teachings: Sequence[Teaching],
    days: tuple[dt.date, dt.date],
    *,
    at: dt.datetime,
) -> list[WrittenLesson]:
    """What a line of the week reads of ``lessons.lessons``, in these teachings.

    One statement where there is none, two more for what was written, two more for the works.
    """
    taught = padded([one.pk for one in teachings])
    lessons = LESSONS.rows(reader, taught, days, at=at) if taught else []
    if not lessons:
        return []
    keys = padded([lesson.pk for lesson in lessons])
    states = _by("lesson_id", STATES.rows(reader, keys, at=at))
    works = WORKS.rows(reader, keys, at=at)
    given = _by("lesson_id", works)
    asked = padded([work.pk for work in works])
    of_works = _by("homework_id", WORK_STATES.rows(reader, asked, at=at) if asked else [])
    chosen = _by("homework_id", CHOSEN.rows(reader, asked, at=at) if asked else [])
    for work in works:
        work.states, work.pupils = of_works[work.pk], chosen[work.pk]
    for lesson in lessons:
        lesson.states, lesson.given = states[lesson.pk], given[lesson.pk]
    return lessons


def _by(key: str, rows: Iterable[Kept]) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _lessons(
    reader: Reader, teachings: Sequence[int], days: tuple[dt.date, dt.date]
) -> QuerySet[WrittenLesson]:
    """Their states and works are put there by ``lessons_written``."""
    rows = (
        Lesson.objects.visible_to(reader, at=reader.at)
        .filter(teaching__in=teachings, day__range=days)
        .select_related("teaching__subject", "teaching__division", "teaching__group")
        .order_by("day", "rank", "pk")
    )
    return cast("QuerySet[WrittenLesson]", rows)


def _seen(model: type[Kept], field: str, order: str, *joined: str) -> ReaderReading[Kept]:
    """The rows of ``model`` whose ``field`` is one of these keys, as the reader sees them."""

    def build(reader: Reader, keys: Sequence[int]) -> QuerySet[Kept]:
        rows = visible_rows(reader, model, at=reader.at).filter(**{f"{field}__in": keys})
        return (rows.select_related(*joined) if joined else rows).order_by(order)

    return ReaderReading(build)


def _today(reader: Reader, teachings: Sequence[int]) -> QuerySet[LessonToReuse]:
    lessons = Lesson.objects.visible_to(reader, at=reader.at).filter(teaching__in=teachings)
    of_today = lessons.filter(day=day_there(reader.at))
    return cast("QuerySet[LessonToReuse]", of_today.with_last_state().order_by("rank"))


LESSONS, TODAY = ReaderReading(_lessons), ReaderReading(_today)
STATES = _seen(LessonVersion, "lesson", "n")
WORKS = cast("ReaderReading[GivenWork]", _seen(Homework, "lesson", "pk"))
WORK_STATES = _seen(HomeworkVersion, "homework", "n")
CHOSEN = _seen(HomeworkStudent, "homework", "pk", "student")
