"""Today's classes on a teacher's first page, each with its gesture: the notebook."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.homework.notebook.presenters.lessons import last_state_in_words
from apps.homework.notebook.queries import week
from apps.schools.days import today_of
from apps.schools.people.queries import teachings_of
from coeduc.http import Request
from coeduc.portal import Part, Visit
from coeduc.replay import padded

if TYPE_CHECKING:
    from apps.schools.people.queries import AtWork


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A lesson of today: ``lesson`` is None until something is written."""

    class_code: str
    subject: str
    teaching: UUID
    day: dt.date
    lesson: UUID | None
    state: str
    tone: str


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """The classes of the day, for who teaches."""
    colleague = visit.known
    if not colleague.teaches:
        return
    lessons = lessons_today(visit.request)
    if lessons:
        yield Part(50, "homework/home/lessons.html", lessons)


def lessons_today(request: Request) -> list[TodayLine]:
    """Those written and those expected, by class; five statements whatever the classes, three more
    for each other day where a school is on another one.

    Of the day of each school: it may be tomorrow in one of those where this person teaches.
    """
    known = teachings_of(request.reader)
    if not known:
        return []
    keys = padded([one.pk for one in known])
    written = week.TODAY.rows(request.reader, keys, at=request.now)
    by_id = {teaching.pk: teaching for teaching in known}
    lines = [_line(by_id[row.teaching_id], row.day, row, at=request.now) for row in written]
    done = {row.teaching_id for row in written}
    by_day: dict[dt.date, list[Any]] = defaultdict(list)
    for teaching in known:
        by_day[today_of(teaching.school, at=request.now)].append(teaching)
    for today, taught in by_day.items():
        expected = week.lessons_expected(taught, first=today, last=today, today=today)
        lines += [
            _line(teaching, today, None, at=request.now)
            for teaching in taught
            if expected[teaching.pk] and teaching.pk not in done
        ]
    return sorted(lines, key=lambda line: (line.class_code, line.subject))


def _line(teaching: Any, day: dt.date, lesson: Any, *, at: dt.datetime) -> TodayLine:
    zone = teaching.school.time_zone
    state, tone = (
        last_state_in_words(lesson.last_visible_at, at=at, zone=zone) if lesson else ("", "")
    )
    return TodayLine(
        class_code=teaching.class_code,
        subject=teaching.subject.label,
        teaching=teaching.public_id,
        day=day,
        lesson=lesson.public_id if lesson else None,
        state=state,
        tone=tone,
    )
