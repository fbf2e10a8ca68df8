"""Today's lessons on a teacher's first page, each with its gestures: the notebook, the copies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from apps.homework.calendar import HORIZON, Calendar, ExpectedLesson, lessons_between
from apps.homework.notebook.presenters.cancelled import noted_of
from apps.homework.notebook.presenters.today import (
    ComingLesson,
    Today,
    TodayLine,
    lines_of,
    today_card,
)
from apps.homework.notebook.queries import week
from apps.homework.weeks.queries import TaughtWeek, calendars_of, weeks_of
from apps.schools.days import every_day, today_of
from apps.schools.models import Teaching
from apps.schools.people.queries import teachings_of
from coeduc import french, portal
from coeduc.days import DAY
from coeduc.portal import Part, Visit
from coeduc.replay import padded

if TYPE_CHECKING:
    from apps.homework.notebook.queries.lessons import LessonToReuse
    from apps.schools.people.queries import AtWork


def team_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """The lessons of the day, for who teaches."""
    if visit.known.teaches and (today := lessons_today(visit)):
        yield Part(15, "homework/home/lessons.html", today)


def lessons_today(visit: Visit[AtWork]) -> Today | None:
    """Those written and those expected; five statements whatever the classes, three more for each
    other day where a school is on another one, one more where a lesson is cancelled.

    Of the day of each school: it may be tomorrow in one of those where this person teaches.
    """
    at, reader = visit.request.now, visit.request.reader
    known = teachings_of(reader)
    if not known:
        return None
    written: dict[int, dict[int, LessonToReuse]] = defaultdict(dict)
    for row in week.TODAY.rows(reader, padded([one.pk for one in known]), at=at):
        written[row.teaching_id][row.rank] = row
    acts = portal.lesson_acts(visit)
    by_day: dict[dt.date, list[Teaching]] = defaultdict(list)
    for teaching in known:
        by_day[today_of(teaching.school, at=at)].append(teaching)
    lines: list[TodayLine] = []
    weeks: list[_Weeks] = []
    for day, taught in by_day.items():
        theirs = _Weeks(taught, day)
        weeks.append(theirs)
        planned = {one.pk: theirs.lessons(one, day, day) for one in taught}
        noted = noted_of(week.cancelled_noted(reader, planned), at=at)
        for teaching in taught:
            lines += lines_of(
                teaching,
                day,
                planned[teaching.pk],
                written[teaching.pk],
                acts=tuple(acts.get(teaching.public_id, ())),
                noted=noted,
                at=at,
            )
    return today_card(
        lines,
        lambda: _coming(weeks, at=at),
        knows_hours=bool(lines) or any(one.says_something for one in weeks),
        at=at,
    )


class _Weeks:
    """The ordinary weeks of these classes, on a day that is today at their schools."""

    def __init__(self, taught: Sequence[Teaching], today: dt.date) -> None:
        self.taught, self.today = taught, today
        self.calendars: dict[int, Calendar] = calendars_of(taught)
        last = today + HORIZON
        self.weeks: dict[int, TaughtWeek] = weeks_of(
            taught, self.calendars, first=today, last=last, today=today
        )

    @property
    def says_something(self) -> bool:
        return any(one.slots for one in self.weeks.values())

    def lessons(self, teaching: Teaching, first: dt.date, last: dt.date) -> list[ExpectedLesson]:
        known = self.weeks[teaching.pk]
        return lessons_between(
            known.slots,
            known.missing,
            first=max(first, teaching.year.starts_on),
            last=last,
            calendar=self.calendars[teaching.year_id],
        )

    def first_after_today(self) -> tuple[Teaching, ExpectedLesson] | None:
        """Day by day: the days without school are the few that come first."""
        if not self.says_something:
            return None
        for day in every_day(self.today + DAY, self.today + HORIZON):
            held = [
                (teaching, lesson)
                for teaching in self.taught
                for lesson in self.lessons(teaching, day, day)
                if not lesson.is_missing
            ]
            if held:
                return min(held, key=lambda one: (one[1].order, one[0].class_code))
        return None


def _coming(weeks: Sequence[_Weeks], *, at: dt.datetime) -> ComingLesson | None:
    found = [one for theirs in weeks if (one := theirs.first_after_today())]
    if not found:
        return None
    teaching, lesson = min(found, key=lambda one: one[1].order)
    return ComingLesson(
        class_code=teaching.class_code,
        subject=teaching.subject.label,
        day=french.near_day(lesson.day, at=at, zone=teaching.school.time_zone),
        clock=french.clock(lesson.starts_at) if lesson.starts_at else "",
    )
