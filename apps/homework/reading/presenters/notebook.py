"""What the pages of pupils and families hold: tonight, the tests announced, the days, the week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.works import (
    AnnouncedTest,
    LessonInWords,
    Question,
    WorkToDo,
    lesson_in_words,
    load_in_words,
    questions_of,
    remaining_first,
    tests_ahead,
    tests_of,
    work_to_do,
)
from apps.homework.teacher_absences.presenters.lessons import subject_in_words
from apps.schools.days import LESSON_DAYS, is_weekend
from coeduc import french
from coeduc.days import DAY, EVENING, WEEK
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.reading.queries import LessonRow, WorkRow
    from apps.schools.links import ChildLink

FIRST_PAGE = 2
# How far a page looks day by day, each folded; what is due later is under one fold more. Of the
# tests, a first page says those of the same days.
NEAR = WEEK


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What is due on a day and what was told of it; ``load`` sums up what is due, in words.

    ``tests``: those of that day, where the page does not say them apart.
    """

    anchor: str
    label: str
    load: str
    works: tuple[WorkToDo, ...]
    tests: tuple[AnnouncedTest, ...]
    lessons: tuple[LessonInWords, ...]
    is_today: bool

    @property
    def subjects(self) -> str:
        return ", ".join(dict.fromkeys(lesson.subject for lesson in self.lessons))

    @property
    def gist(self) -> str:
        """« Français, Mathématiques · environ 25 min, sans écran », for the fold of the day."""
        due = [
            _("contrôle %(of_subject)s")
            % {"of_subject": french.of_name(subject_in_words(one.revise.subject))}
            for one in self.tests
            if not one.revise.kept
        ]
        due += [
            _("%(subject)s (cours annulé)") % {"subject": one.subject} if one.kept else one.subject
            for one in (*self.works, *(test.revise for test in self.tests if test.revise.kept))
        ]
        return " · ".join(filter(None, (", ".join(dict.fromkeys(due)), self.load)))


@dataclass(frozen=True, slots=True)
class Ahead:
    """«Pour demain · environ 25 min, sans écran», else why there is nothing to do.

    ``kept``: what was for a lesson of that day that is not held.
    """

    title: str
    works: tuple[WorkToDo, ...]
    nothing: str
    later: str
    kept: tuple[WorkToDo, ...] = ()


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a first page says of the notebook: two questions, two lines, and the way to the rest."""

    ask_title: str
    questions: tuple[Question, ...]
    title: str
    works: tuple[WorkToDo, ...]
    tests: tuple[AnnouncedTest, ...]
    nothing: str
    kept: tuple[str, ...]
    more: str
    url: str
    whose: str


@dataclass(frozen=True, slots=True)
class ChildNotebook:
    """One child's evening: what is due next, the tests announced, then the days, each folded."""

    name: str
    class_name: str
    cover: int
    questions: tuple[Question, ...]
    ask_title: str
    last_day: DayOfWork
    last_day_title: str
    ahead: Ahead
    tests: tuple[AnnouncedTest, ...]
    days: tuple[DayOfWork, ...]
    farther: tuple[DayOfWork, ...]
    cap: str


@dataclass(frozen=True, slots=True)
class ChildWeek:
    """One child's notebook of one week: its days, with what was done in class."""

    name: str
    class_name: str
    cover: int
    title: str
    days: tuple[DayOfWork, ...]
    rest: str
    cap: str


Version = TypeVar("Version", "WorkRow", "LessonRow")


def mine(versions: Iterable[Version], student: int) -> list[Version]:
    """Those of one pupil."""
    return [version for version in versions if student in version.pupils]


def ordinary(versions: Iterable[WorkRow]) -> list[WorkRow]:
    """All but the tests, which are said apart."""
    return [version for version in versions if not version.is_test]


def ask_title(days: Days) -> str:
    return _("À lui demander ce week-end") if days.is_week_end else _("À lui demander ce soir")


def ahead_of(works: Iterable[WorkRow], student: int, days: Days) -> Ahead:
    """What is for the next day of school; else when the next thing is due."""
    known = [version for version in works if version.due_on >= days.ahead]
    coming = ordinary(known)
    next_ones = [work_to_do(v, student, days) for v in coming if v.due_on == days.ahead]
    lines = remaining_first(work for work in next_ones if not work.kept)
    kept = tuple(work for work in next_ones if work.kept)
    near = days.near(days.ahead)
    title = _("Pour %(day)s") % {"day": near}
    if lines:
        return Ahead(f"{title} · {load_in_words(lines)}", lines, "", "", kept)
    tests = [one.revise for one in tests_ahead(known, student, days) if _is_next(one, days)]
    if any(revise.remains for revise in tests):
        nothing = [_("Rien d’autre à faire pour %(day)s que réviser le contrôle.") % {"day": near}]
    else:
        nothing = [_("Rien à faire pour %(day)s.") % {"day": near}, _wish(days)]
    later = ""
    if held := [version.due_on for version in coming if not version.is_missing]:
        later = _("Prochain travail : pour %(day)s.") % {"day": days.full(min(held))}
    return Ahead(title, (), " ".join(filter(None, nothing)), french.typeset(later), kept)


def tonight_of(
    works: Iterable[WorkRow],
    lessons: Iterable[LessonRow],
    student: int,
    days: Days,
    *,
    url: str,
    whose: str = "",
) -> Tonight:
    """The rows are those of all the pupils of the reader; ``url``: this one's notebook, said to be
    ``whose`` where a page shows several, and no way to it where there is nothing to do."""
    own = mine(works, student)
    ahead = ahead_of(own, student, days)
    left = sum(work.remains for work in ahead.works[FIRST_PAGE:])
    more = ngettext("et %(n)d autre travail", "et %(n)d autres travaux", left) % {"n": left}
    tests = tests_ahead(
        (version for version in own if version.due_on <= days.ahead + NEAR), student, days
    )
    alone = any(_is_next(one, days) and one.revise.remains for one in tests)
    nothing = _("Rien d’autre à faire que réviser le contrôle.") if alone else _("Rien à faire.")
    return Tonight(
        ask_title=ask_title(days),
        questions=questions_of(mine(lessons, student), days.last_open)[:FIRST_PAGE],
        title=ahead.title,
        works=ahead.works[:FIRST_PAGE],
        tests=tests[:FIRST_PAGE],
        nothing="" if ahead.works else " ".join(filter(None, (nothing, ahead.later))),
        kept=tuple(dict.fromkeys(f"{work.subject}. {work.kept}" for work in ahead.kept)),
        more=more if left > 0 else "",
        url=url if own else "",
        whose=whose,
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
    due = [version for version in works if version.due_on == day]
    lines = remaining_first(work_to_do(version, student, days) for version in ordinary(due))
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
        tests=tests_of(due, student, days),
        lessons=tuple(lesson_in_words(version, days) for version in held),
        is_today=day == days.today,
    )


def days_to_come(
    works: Sequence[WorkRow], student: int, days: Days, *, cap: int | None = None
) -> tuple[tuple[DayOfWork, ...], tuple[DayOfWork, ...]]:
    """Today and the days after the next one, as far as ``NEAR``; then those farther.

    Ordinary works of one pupil: the next day and the tests are said above them.
    """
    coming = ordinary(works)
    dates = sorted({version.due_on for version in coming})
    shown = [
        (day, day_of_work(day, coming, (), student, days, cap=cap))
        for day in dates
        if day == days.today or day > days.ahead
    ]
    limit = days.ahead + NEAR
    near = tuple(one for day, one in shown if day <= limit)
    return near, tuple(one for day, one in shown if day > limit)


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
    near, farther = days_to_come(own, student, days, cap=cap)
    return ChildNotebook(
        name=link.student.first_name,
        class_name=class_name,
        cover=cover,
        questions=questions_of(heard, days.last_open),
        ask_title=ask_title(days),
        last_day=day_of_work(days.last_open, (), heard, student, days),
        last_day_title=last_day_title(days),
        ahead=ahead_of(own, student, days),
        tests=tests_ahead(own, student, days),
        days=near,
        farther=farther,
        cap=_cap(cap),
    )


def child_week(
    link: ChildLink,
    works: Sequence[WorkRow],
    lessons: Sequence[LessonRow],
    days: Days,
    *,
    cover: int,
    cap: int | None,
    class_name: str,
) -> ChildWeek:
    """As ``child_notebook``, of the week that ``days`` shows."""
    student = link.student_id
    own, heard = mine(works, student), mine(lessons, student)
    dates = [days.monday + n * DAY for n in range(7)]
    week = [day_of_work(day, own, heard, student, days, cap=cap) for day in dates]
    shown = tuple(day for day in week if day.works or day.tests or day.lessons)
    return ChildWeek(
        name=link.student.first_name,
        class_name=class_name,
        cover=cover,
        title=days.title,
        days=shown,
        rest=_rest(shown),
        cap=_cap(cap),
    )


def _cap(cap: int | None) -> str:
    if not cap:
        return ""
    return _("Le collège vise au plus %(time)s de travail par jour.") % {"time": duration(cap)}


def _is_next(test: AnnouncedTest, days: Days) -> bool:
    return test.day == days.ahead


def _rest(shown: Collection[DayOfWork]) -> str:
    """Days without anything are one line: a week on a phone must not be scrolled for nothing."""
    due = sum(bool(day.works or day.tests) for day in shown)
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
