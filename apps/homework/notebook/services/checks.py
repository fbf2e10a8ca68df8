"""What a lesson and its works must respect before they are written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.homework.calendar import next_open_day
from apps.homework.errors import NotebookError
from apps.homework.load.queries import cap_of, divisions_of, load_by_day
from apps.homework.load.rules import counted_minutes
from apps.homework.models import Homework, HomeworkVersion, Lesson
from apps.homework.notebook.queries.days import paper_families
from apps.homework.weeks.queries import calendar_of
from apps.schools.days import today_of
from apps.schools.models import Division, Teaching
from coeduc import french, rich_text
from coeduc.days import day_of
from coeduc.french import duration

if TYPE_CHECKING:
    from apps.homework.notebook.services.writing import GivenWork, Page

Known = Sequence[tuple[Homework, "GivenWork"]]


def check_lesson(teaching: Teaching, page: Page, *, day: dt.date, at: dt.datetime) -> None:
    """Raise NotebookError, with its field, for a lesson out of its year, too long or empty."""
    year = teaching.year
    if not year.starts_on <= day <= year.ends_on:
        raise NotebookError(_("Cette date n’est pas dans l’année scolaire."), field="day")
    if today_of(teaching.school, at=at) > year.ends_on:
        raise NotebookError(_("L’année est finie : ce cahier de textes est archivé."))
    if len(page.text) > rich_text.LONGEST:
        raise NotebookError(_too_long(), field="text")
    if not (page.text.strip() or page.question.strip() or page.works or page.files.joined):
        raise NotebookError(_("Écrivez ce qui a été fait, ou un travail à faire."), field="text")


def check_work(
    lesson: Lesson, work: GivenWork, rank: int, *, before: HomeworkVersion | None, at: dt.datetime
) -> None:
    """Raise NotebookError, with its field and its rank, for a work that cannot be given.

    ``before``: its last state; a day that does not change is not looked at again.
    """
    if work.is_cancelled:
        return
    if not work.text.strip():
        missing = (
            _("Dites ce qu’il faut réviser.") if work.is_test else _("Dites ce qu’il faut faire.")
        )
        raise NotebookError(missing, field="text", work=rank)
    if len(work.text) > rich_text.LONGEST:
        raise NotebookError(_too_long(), field="text", work=rank)
    if before is None or before.due_on != work.due_on:
        _check_day(lesson, work, rank, at=at)
    needs_way = work.needs_screen or work.needs_printer or work.asks_file
    if needs_way and not work.offline_way.strip() and paper_families(lesson.teaching, at=at):
        raise NotebookError(
            _("Dites comment faire sans écran ni imprimante : des familles n’en ont pas."),
            field="offline_way",
            work=rank,
        )


def _check_day(lesson: Lesson, work: GivenWork, rank: int, *, at: dt.datetime) -> None:
    """A day of lessons still to come; the sentence proposes the next open one."""
    zone = lesson.teaching.school.time_zone
    today = day_of(at, zone)
    if work.due_on < today or work.due_on <= lesson.day:
        raise NotebookError(
            _("Ce jour est déjà passé : choisissez un jour après le cours."),
            field="due_on",
            work=rank,
        )
    calendar = calendar_of(lesson.teaching)
    if not calendar.is_open(work.due_on):
        proposed = next_open_day(work.due_on, calendar=calendar)
        sentence = _("Il n’y a pas classe ce jour-là.")
        if proposed:
            day = french.full_day(proposed, at=at, zone=zone)
            sentence = f"{sentence} " + _("Prochain jour de classe : %(day)s.") % {"day": day}
        raise NotebookError(sentence, field="due_on", work=rank)


def standing_works(lesson: Lesson) -> list[HomeworkVersion]:
    """The last state of each work of a lesson, with its work: asked before it is rewritten."""
    states = HomeworkVersion.objects.filter(homework__lesson=lesson).latest()
    return list(states.select_related("homework"))


def check_caps(
    lesson: Lesson,
    works: Sequence[GivenWork],
    *,
    known: Known = (),
    stood: Sequence[HomeworkVersion] = (),
    at: dt.datetime,
) -> None:
    """Over the school's cap a reason is asked, beside the work that goes over it.

    The works of one lesson add up to what colleagues gave; what stood already (``stood``, see
    ``standing_works``) counts and is not asked again. A group weighs on the class of each of its
    pupils: the fullest speaks.
    """
    caps = {division: cap_of(division) for division in divisions_of(lesson.teaching, at=at)}
    capped = {division: cap for division, cap in caps.items() if cap is not None}
    if not capped:
        return
    last = {state.homework_id: state for state in stood}
    rewritten = {homework.pk for homework, __ in known}
    given: Counter[dt.date] = Counter()
    for state in stood:
        kept = state.homework_id not in rewritten and not state.is_cancelled
        if kept and not state.homework.is_adapted:
            given[state.due_on] += counted_minutes(state.minutes, is_test=state.is_test)
    rows = [(homework.is_adapted, last.get(homework.pk), work) for homework, work in known]
    rows += [(bool(work.students), None, work) for work in works]
    for rank, (is_adapted, before, work) in enumerate(rows):
        if is_adapted or work.is_cancelled:
            continue
        given[work.due_on] += counted_minutes(work.minutes, is_test=work.is_test)
        if not (work.over_cap_reason.strip() or _stands(before, work)):
            _check_load(lesson, work, rank, given[work.due_on], capped)


def _stands(before: HomeworkVersion | None, work: GivenWork) -> bool:
    if before is None or before.visible_at is None:
        return False
    weighed = (before.due_on, before.minutes, before.is_test)
    return weighed == (work.due_on, work.minutes, work.is_test)


def _check_load(
    lesson: Lesson, work: GivenWork, rank: int, own: int, capped: dict[Division, int]
) -> None:
    for division, cap in capped.items():
        (others,) = load_by_day(division, [work.due_on], without=lesson)
        if others.minutes + own > cap:
            raise NotebookError(
                _(
                    "Ce jour-là, la %(code)s aurait %(sum)s de travail ; le repère du "
                    "collège est %(cap)s. Changez de jour, ou dites pourquoi."
                )
                % {
                    "code": division.code,
                    "sum": duration(others.minutes + own),
                    "cap": duration(cap),
                },
                field="over_cap_reason",
                work=rank,
            )


def _too_long() -> str:
    most = french.thousands(rich_text.LONGEST)
    return _("Le texte dépasse %(most)s caractères.") % {"most": most}
