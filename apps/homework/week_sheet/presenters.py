"""The week on paper: for one child of a family, or for all the pupils of a class. Frozen lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.homework.reading.presenters.days import Days
from apps.homework.reading.presenters.notebook import DayOfWork, day_of_work
from apps.homework.reading.presenters.works import Question, WorkToDo, questions_of
from apps.schools.days import is_weekend
from apps.schools.models import Division, School
from coeduc import french, rich_text
from coeduc.days import DAY
from coeduc.documents import Pdf, render_pdf
from coeduc.formulas import on_paper

if TYPE_CHECKING:
    from apps.homework.reading.queries import LessonRow, WorkRow

TEMPLATE = "print/notebook_week.html"
# Of what was done in class, the first words: the page is about what is to be done.
GIST = 140


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """``none`` says why there is nothing to do; ``lessons``: what was done, by subject.

    ``tests``: those announced for that day, before the works.
    """

    label: str
    tests: tuple[WorkToDo, ...]
    works: tuple[WorkToDo, ...]
    questions: tuple[Question, ...]
    lessons: tuple[tuple[str, str], ...]
    none: str


@dataclass(frozen=True, slots=True)
class PrintedWeek:
    """One A4 page. ``for_pupil``: it speaks to the pupil, not of them.

    ``asks_for_files``: it is read where there is no portal to open a file from.
    """

    title: str
    lead: str
    days: tuple[PrintedDay, ...]
    footer: str
    for_pupil: bool = False
    asks_for_files: bool = False

    def without_lessons(self) -> PrintedWeek:
        return replace(self, days=tuple(replace(day, lessons=()) for day in self.days))


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """The class, the week asked or at hand, and what is printed of it."""

    division: Division
    days: Days
    printed: PrintedWeek


def printed_week(
    title: str,
    works: Sequence[WorkRow],
    lessons: Sequence[LessonRow],
    days: Days,
    *,
    student: int = 0,
    closed: Collection[dt.date] = (),
    footer: str = "",
    for_pupil: bool = False,
    asks_for_files: bool = False,
) -> PrintedWeek:
    """``works`` and ``lessons``: rows of ``reading.queries`` or ``services.paper`` for these."""
    dates = [days.monday + n * DAY for n in range(7)]
    shown = [_day(day, works, lessons, days, student=student, closed=closed) for day in dates]
    return PrintedWeek(
        title=title,
        lead=days.title,
        days=tuple(
            day
            for date, day in zip(dates, shown, strict=True)
            if not is_weekend(date) or day.works or day.tests or day.questions or day.lessons
        ),
        footer=footer,
        for_pupil=for_pupil,
        asks_for_files=asks_for_files,
    )


def printed_class_week(
    division: Division,
    works: Sequence[WorkRow],
    lessons: Sequence[LessonRow],
    days: Days,
    *,
    closed: Collection[dt.date],
) -> PrintedWeek:
    """For all the pupils of a class, read where there is no portal to open a file from."""
    return printed_week(
        _("La semaine de la %(code)s") % {"code": division.code},
        works,
        lessons,
        days,
        closed=closed,
        asks_for_files=True,
        footer=whom_to_call(division.school),
    )


def families_sentence(count: int) -> str:
    """How many families of a class need the printed week."""
    if not count:
        return _("Toutes les familles de cette classe peuvent lire le portail.")
    return ngettext(
        "%(n)d famille de cette classe a besoin de cette feuille.",
        "%(n)d familles de cette classe ont besoin de cette feuille.",
        count,
    ) % {"n": count}


def whom_to_call(school: School) -> str:
    if not school.school_life_phone:
        return ""
    phone = ", ".join(filter(None, (school.school_life_phone, school.school_life_hours)))
    return french.typeset(_("Une question ? Vie scolaire : %(phone)s.") % {"phone": phone})


def _day(
    day: dt.date,
    works: Iterable[WorkRow],
    lessons: Sequence[LessonRow],
    days: Days,
    *,
    student: int,
    closed: Collection[dt.date],
) -> PrintedDay:
    known = day_of_work(day, works, lessons, student, days)
    return PrintedDay(
        label=known.label,
        tests=tuple(_on_paper(test.revise) for test in known.tests),
        works=tuple(_on_paper(work) for work in known.works),
        questions=questions_of(lessons, day),
        lessons=tuple((one.subject, _gist(one.html)) for one in known.lessons),
        none=_none(known, is_closed=day in closed),
    )


def _on_paper(work: WorkToDo) -> WorkToDo:
    return replace(work, html=on_paper(work.html))


def _none(known: DayOfWork, *, is_closed: bool) -> str:
    """Why there is no ordinary work; a test alone says enough."""
    if known.tests:
        return ""
    return _("Pas de classe.") if is_closed else _("Rien à faire pour l’instant.")


def _gist(html: str) -> str:
    words = rich_text.plain(html)
    return words if len(words) <= GIST else f"{words[:GIST].rsplit(' ', 1)[0]}…"


def week_pdf(pages: Sequence[PrintedWeek]) -> Pdf:
    """One page each where it can be: what was done in class goes first, then the type shrinks.

    A longer week goes on over the page, at its normal size. DocumentError as ``render_pdf``.
    """
    title = f"{_('Cahier de textes')} — {pages[0].lead}"
    short = [one.without_lessons() for one in pages]
    for tried, is_tight in ((pages, False), (short, False), (short, True)):
        pdf = render_pdf(TEMPLATE, {"pages": tried, "title": title, "is_tight": is_tight})
        if pdf.page_count <= len(pages):
            return pdf
    return render_pdf(TEMPLATE, {"pages": short, "title": title})
