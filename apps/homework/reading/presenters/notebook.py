"""What the pages of pupils and families hold: tonight, the week, the days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.works import (
    LessonInWords,
    Question,
    WorkToDo,
    lesson_in_words,
    load_in_words,
    questions_of,
    remaining_first,
    work_to_do,
)
from apps.schools.days import LESSON_DAYS, is_weekend
from coeduc import french
from coeduc.days import DAY, EVENING
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.reading.queries import LessonRow, WorkRow
    from apps.schools.links import ChildLink

FIRST_PAGE = 2


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What is due on a day and what was told of it; ``load`` sums up what is due, in words."""

    anchor: str
    label: str
    load: str
    works: tuple[WorkToDo, ...]
    lessons: tuple[LessonInWords, ...]
    is_today: bool

    @property
    def subjects(self) -> str:
        return ", ".join(dict.fromkeys(lesson.subject for lesson in self.lessons))


@dataclass(frozen=True, slots=True)
class Ahead:
    """«Pour demain · environ 25 min, sans écran», else why there is nothing to do."""

    title: str
    works: tuple[WorkToDo, ...]
    nothing: str
    later: str


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a first page says of the notebook: two questions, two lines, and the way to the rest."""

    ask_title: str
    questions: tuple[Question, ...]
    title: str
    works: tuple[WorkToDo, ...]
    later: str
    more: str


@dataclass(frozen=True, slots=True)
class ChildNotebook:
    """One child's notebook of one evening and one week."""

    name: str
    class_name: str
    cover: int
    questions: tuple[Question, ...]
    ask_title: str
    last_day: DayOfWork
    last_day_title: str
    ahead: Ahead
    week: tuple[DayOfWork, ...]
    rest: str
    cap: str


Version = TypeVar("Version", "WorkRow", "LessonRow")


def mine(versions: Iterable[Version], student: int) -> list[Version]:
    """Those of one pupil."""
    return [version for version in versions if student in version.pupils]


def ask_title(days: Days) -> str:
    return _("À lui demander ce week-end") if days.is_week_end else _("À lui demander ce soir")


def ahead_of(works: Iterable[WorkRow], student: int, days: Days) -> Ahead:
    """What is for the next day of school; else when the next thing is due."""
    coming = [version for version in works if version.due_on >= days.ahead]
    next_ones = [v for v in coming if v.due_on == days.ahead]
    lines = remaining_first(work_to_do(version, student, days) for version in next_ones)
    near = days.near(days.ahead)
    title = _("Pour %(day)s") % {"day": near}
    if lines:
        return Ahead(f"{title} · {load_in_words(lines)}", lines, "", "")
    nothing = [_("Rien à faire pour %(day)s.") % {"day": near}, _wish(days)]
    later = ""
    if coming:
        later = _("Prochain travail : pour %(day)s.") % {
            "day": days.full(min(version.due_on for version in coming))
        }
    return Ahead(title, (), " ".join(filter(None, nothing)), french.typeset(later))


def tonight_of(
    works: Iterable[WorkRow], lessons: Iterable[LessonRow], student: int, days: Days
) -> Tonight:
    """The rows are those of all the pupils of the reader."""
    ahead = ahead_of(mine(works, student), student, days)
    left = sum(work.remains for work in ahead.works[FIRST_PAGE:])
    more = ngettext("et %(n)d autre travail", "et %(n)d autres travaux", left) % {"n": left}
    return Tonight(
        ask_title=ask_title(days),
        questions=questions_of(mine(lessons, student), days.last_open)[:FIRST_PAGE],
        title=ahead.title,
        works=ahead.works[:FIRST_PAGE],
        later=ahead.later,
        more=more if left > 0 else "",
    )


def day_of_work(
    day: dt.date,
    works: Iterable[WorkRow],
    lessons: Iterable[LessonRow],
    student: int,
    days: Days,
    *,
    cap: int | None = None,
) -> DayOfWork:
    lines = remaining_first(
        work_to_do(version, student, days) for version in works if version.due_on == day
    )
    held = [
        version
        for version in lessons
        if version.lesson.day == day and (version.html or getattr(version, "joined", None))
    ]
    return DayOfWork(
        anchor=day.isoformat(),
        label=days.full(day).capitalize(),
        load=load_in_words(lines, cap=cap) if day >= days.today else "",
        works=lines,
        lessons=tuple(lesson_in_words(version, days) for version in held),
        is_today=day == days.today,
    )


def child_notebook(
    link: ChildLink,
    works: Sequence[WorkRow],
    lessons: Sequence[LessonRow],
    days: Days,
    *,
    cover: int,
    cap: int | None,
    class_name: str,
) -> ChildNotebook:
    """``link``: the guardian's, with its student; the rows are those of all the children."""
    student = link.student_id
    own, heard = mine(works, student), mine(lessons, student)
    dates = [days.monday + n * DAY for n in range(7)]
    week = [day_of_work(day, own, heard, student, days, cap=cap) for day in dates]
    shown = tuple(day for day in week if day.works or day.lessons)
    last_day = day_of_work(days.last_open, (), heard, student, days)
    return ChildNotebook(
        name=link.student.first_name,
        class_name=class_name,
        cover=cover,
        questions=questions_of(heard, days.last_open),
        ask_title=ask_title(days),
        last_day=last_day,
        last_day_title=last_day_title(days),
        ahead=ahead_of(own, student, days),
        week=shown,
        rest=_rest(shown),
        cap=_("Le collège vise au plus %(time)s de travail par jour.") % {"time": duration(cap)}
        if cap
        else "",
    )


def _rest(shown: Collection[DayOfWork]) -> str:
    """Days without anything are one line: a week on a phone must not be scrolled for nothing."""
    due = sum(bool(day.works) for day in shown)
    if due >= LESSON_DAYS:
        return ""
    if due:
        return french.typeset(_("Les autres jours : rien à faire pour l’instant."))
    return _("Rien à faire cette semaine, pour l’instant.")


def last_day_title(days: Days) -> str:
    if days.last_open == days.today:
        return _("Vu en classe aujourd’hui")
    return _("Vu en classe %(day)s") % {"day": french.weekday(days.last_open)}


def _wish(days: Days) -> str:
    if days.are_holidays:
        return _("Bonnes vacances.")
    if days.is_week_end or is_weekend(days.today + DAY):
        return _("Bon week-end.")
    return _("Bonne soirée.") if days.at.astimezone(days.zone).time() >= EVENING else ""
