"""What a relative reads of a class: tonight, then the days to come; nothing of the pupil's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.notebook import (
    Ahead,
    DayOfWork,
    ahead_of,
    ask_title,
    day_of_work,
    last_day_title,
    mine,
    ordinary,
)
from apps.homework.reading.presenters.works import (
    AnnouncedTest,
    Question,
    questions_of,
    tests_ahead,
)

if TYPE_CHECKING:
    from apps.homework.reading.queries import LessonRow, WorkRow


@dataclass(frozen=True, slots=True)
class RelativeNotebook:
    """``later``: the days after the next one for which the class has something to do."""

    ask_title: str
    questions: tuple[Question, ...]
    last_day_title: str
    last_day: DayOfWork
    ahead: Ahead
    tests: tuple[AnnouncedTest, ...]
    later: tuple[DayOfWork, ...]


def relative_notebook(
    student: int, works: Sequence[WorkRow], lessons: Sequence[LessonRow], days: Days
) -> RelativeNotebook:
    """The rows are those of every class that the reader was trusted with."""
    due, heard = mine(works, student), mine(lessons, student)
    ahead = ahead_of(due, student, days)
    tests = tests_ahead(due, student, days)
    if not ahead.works and all(test.day != days.ahead for test in tests):
        said = _("Rien n’est donné à la classe pour %(day)s.") % {"day": days.near(days.ahead)}
        ahead = replace(ahead, nothing=said)
    given = ordinary(due)
    dates = sorted({version.due_on for version in given if version.due_on > days.ahead})
    return RelativeNotebook(
        ask_title=ask_title(days),
        questions=questions_of(heard, days.last_open),
        last_day_title=last_day_title(days),
        last_day=day_of_work(days.last_open, (), heard, student, days),
        ahead=ahead,
        tests=tests,
        later=tuple(day_of_work(day, given, (), student, days) for day in dates),
    )
