"""What is done with a lesson already written: publish it, cancel a work, write it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.homework.calendar import next_open_day
from apps.homework.errors import NotebookError
from apps.homework.models import (
    Homework,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.notebook.queries.days import lessons_ahead
from apps.homework.notebook.rules import shown_from
from apps.homework.notebook.services.attachments import files_of, follow, joined
from apps.homework.notebook.services.writing import GivenWork, Page, rewrite_lesson, write_lesson
from apps.homework.weeks.queries import calendar_of
from apps.schools.models import Teaching
from coeduc.locks import hold_row

ALREADY_READ = _("Les familles le lisent déjà : on peut le corriger, non le retirer.")


@dataclass(frozen=True, slots=True)
class Written:
    """The last state of a lesson and of its works, drafts included."""

    lesson: Lesson
    state: LessonVersion
    works: tuple[tuple[Homework, HomeworkVersion], ...]

    def page(self) -> Page:
        """As it would be typed again, at the same instant; works apart."""
        return Page(
            text=self.state.source,
            question=self.state.question,
            is_draft=self.state.visible_at is None,
            show_from=self.state.visible_at,
        )


def written(lesson: Lesson) -> Written:
    """Two statements: the lesson's last version, and those of its works in their order."""
    states = (
        HomeworkVersion.objects.filter(homework__lesson=lesson)
        .latest()
        .select_related("homework")
        .order_by("homework")
    )
    return Written(
        lesson=lesson,
        state=LessonVersion.objects.filter(lesson=lesson).latest().get(),
        works=tuple((state.homework, state) for state in states),
    )


def as_typed(state: HomeworkVersion) -> GivenWork:
    """The work that this state was written from."""
    return GivenWork(
        text=state.source,
        due_on=state.due_on,
        minutes=state.minutes,
        needs_screen=state.needs_screen,
        needs_printer=state.needs_printer,
        offline_way=state.offline_way,
        over_cap_reason=state.over_cap_reason,
        asks_file=state.asks_file,
        is_test=state.is_test,
        is_cancelled=state.is_cancelled,
        seen=state.n,
    )


def publish_lesson(lesson: Lesson, *, by: User, at: dt.datetime) -> Lesson:
    """A draft, or what was to come later, read from the next open minute on."""
    known = written(lesson)
    page = replace(known.page(), is_draft=False, show_from=None)
    works = [(homework, as_typed(state)) for homework, state in known.works]
    return rewrite_lesson(lesson, page, seen=known.state.n, known=works, by=by, at=at)


def cancel_work(
    homework: Homework, *, seen: int, by: User, at: dt.datetime, reason: str = ""
) -> None:
    """Nothing more to do; families who could read it read that it is cancelled.

    Raises ``StaleLessonError`` when the state is not the one seen.
    """
    known = written(homework.lesson)
    state = next(state for one, state in known.works if one == homework)
    work = replace(as_typed(state), is_cancelled=True, seen=seen)
    rewrite_lesson(
        homework.lesson,
        known.page(),
        seen=known.state.n,
        known=[(homework, work)],
        by=by,
        at=at,
        reason=reason,
    )


def copy_lesson(
    lesson: Lesson,
    teaching: Teaching,
    *,
    day: dt.date,
    by: User,
    at: dt.datetime,
    is_draft: bool = False,
    show_from: dt.datetime | None = None,
) -> Lesson:
    """The same lesson for another class; what was adapted for a pupil stays with that pupil.

    ``show_from``: not before that instant. Raises what ``write_lesson`` raises.
    """
    known = written(lesson)
    found = files_of(lesson)
    given = [state for homework, state in known.works if _is_for_the_class(homework, state)]
    due = due_days(lesson, teaching, day=day, given=[state.due_on for state in given])
    works = tuple(
        replace(
            as_typed(state),
            due_on=day_of,
            over_cap_reason="",
            files=joined(found, state.homework.public_id),
            seen=0,
        )
        for state, day_of in zip(given, due, strict=True)
    )
    page = replace(
        known.page(),
        works=works,
        files=joined(found, None),
        is_draft=is_draft,
        show_from=show_from,
    )
    return write_lesson(teaching, page, day=day, by=by, at=at)


def copy_at_once(
    lesson: Lesson, teaching: Teaching, *, day: dt.date, by: User, at: dt.datetime
) -> Lesson:
    """``copy_lesson`` without a page to check it first: it can be taken back for a while."""
    source = LessonVersion.objects.filter(lesson=lesson).latest().get()
    show_from = shown_from(at, source.visible_at)
    return copy_lesson(lesson, teaching, day=day, by=by, at=at, show_from=show_from)


@transaction.atomic
def back_to_draft(lesson: Lesson, *, by: User, at: dt.datetime) -> Lesson:
    """What nobody reads yet waits for its author again.

    Raises ``NotebookError`` once families read it: it is corrected then, never taken away.
    """
    known = written(lesson)
    page = replace(known.page(), is_draft=True, show_from=None)
    works = [(homework, as_typed(state)) for homework, state in known.works]
    kept = rewrite_lesson(lesson, page, seen=known.state.n, known=works, by=by, at=at)
    if LessonVersion.objects.filter(lesson=lesson).latest().get().visible_at is not None:
        raise NotebookError(ALREADY_READ)
    return kept


@transaction.atomic
def discard(lesson: Lesson, *, at: dt.datetime) -> None:
    """What no family ever read leaves the notebook, and its place may be written again.

    The row stays, unseen: nothing of the notebook is deleted. Raises ``NotebookError`` once
    families could read any of it, the lesson or one of its works.
    """
    locked, at = hold_row(Lesson.objects.filter(pk=lesson.pk), at=at)
    lesson_states = LessonVersion.objects.filter(lesson=locked)
    work_states = HomeworkVersion.objects.filter(homework__lesson=locked)
    for states in (lesson_states, work_states):
        if states.filter(visible_at__lte=at).exists():
            raise NotebookError(ALREADY_READ)
        states.filter(visible_at__gt=at).update(visible_at=None)
    follow(locked, visible_at=None, at=at)
    locked.discarded_at = at
    locked.save(update_fields=["discarded_at"])


def due_days(
    lesson: Lesson, teaching: Teaching, *, day: dt.date, given: Iterable[dt.date]
) -> list[dt.date]:
    """«For the next lesson» stays so in another class, whatever the days of both are."""
    here = lessons_ahead(lesson.teaching, after=lesson.day)
    there = lessons_ahead(teaching, after=day)
    calendar = calendar_of(teaching)
    found = []
    for due_on in given:
        rank = here.index(due_on) if due_on in here else None
        if rank is not None and rank < len(there):
            found.append(there[rank])
            continue
        later = day + (due_on - lesson.day)
        found.append(next_open_day(later, calendar=calendar) or later)
    return found


def _is_for_the_class(homework: Homework, state: HomeworkVersion) -> bool:
    return not homework.is_adapted and not state.is_cancelled
