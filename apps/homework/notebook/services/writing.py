"""Write in the notebook: a lesson with its works, corrections, cancelling. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.files.services.storing import NO_CHANGE, Files
from apps.homework.errors import NotebookError, StaleLessonError
from apps.homework.models import (
    Homework,
    HomeworkStudent,
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.notebook.services.attachments import follow, put_files
from apps.homework.notebook.services.checks import (
    check_caps,
    check_lesson,
    check_work,
    standing_works,
)
from apps.publication.models import OpeningVersion
from apps.publication.opening import next_open
from apps.schools.models import Staff, Student, Teaching
from coeduc import rich_text
from coeduc.locks import hold_row

HOMEWORK_CONTENT = (
    "source",
    "due_on",
    "minutes",
    "needs_screen",
    "needs_printer",
    "offline_way",
    "over_cap_reason",
    "asks_file",
    "is_test",
    "is_cancelled",
)


@dataclass(frozen=True, slots=True)
class GivenWork:
    """Something to do, as the teacher wrote it. ``students``: empty for the whole class.

    ``is_test``: a test is announced for that day; ``text`` says what to revise. ``seen`` is the
    version the teacher had in front of them; 0 for a new work.
    """

    text: str
    due_on: dt.date
    minutes: int | None = None
    needs_screen: bool = False
    needs_printer: bool = False
    offline_way: str = ""
    over_cap_reason: str = ""
    asks_file: bool = False
    is_test: bool = False
    students: tuple[Student, ...] = ()
    is_cancelled: bool = False
    files: Files = NO_CHANGE
    seen: int = 0

    def content(self) -> dict[str, Any]:
        return {
            "source": rich_text.tidy(self.text),
            "due_on": self.due_on,
            "minutes": self.minutes,
            "needs_screen": self.needs_screen,
            "needs_printer": self.needs_printer,
            "offline_way": self.offline_way.strip(),
            "over_cap_reason": self.over_cap_reason.strip(),
            "asks_file": self.asks_file,
            "is_test": self.is_test,
            "is_cancelled": self.is_cancelled,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """What a teacher writes of one lesson: done in class, the question for home, the works."""

    text: str = ""
    question: str = ""
    works: tuple[GivenWork, ...] = ()
    files: Files = NO_CHANGE
    is_draft: bool = False
    show_from: dt.datetime | None = None


def shown_at(page: Page, teaching: Teaching, *, at: dt.datetime) -> dt.datetime | None:
    """When families will read it: the next open minute, from a chosen instant on if there is one.

    None for a draft. What is written at night waits for the morning; the page says so before.
    """
    if page.is_draft:
        return None
    hours = OpeningVersion.objects.for_school(teaching.school, at=at).as_hours()
    return next_open(max(at, page.show_from or at), hours)


@transaction.atomic
def write_lesson(
    teaching: Teaching, page: Page, *, day: dt.date, by: User, at: dt.datetime, rank: int = 1
) -> Lesson:
    """Put a new lesson in the notebook, all or nothing.

    Raises ``NotebookError`` beside the field it is about, ``StaleLessonError`` when a colleague
    wrote the same lesson in the meantime.
    """
    check_lesson(teaching, page, day=day, at=at)
    author = Staff.objects.of(by, at=at).filter(school=teaching.school_id).order_by("pk").first()
    if author is None:
        raise NotebookError(_("Seule une personne de l’équipe écrit dans le cahier de textes."))
    lesson = Lesson(
        school_id=teaching.school_id,
        teaching=teaching,
        day=day,
        rank=rank,
        author=author,
        created_at=at,
    )
    made = Lesson.objects.bulk_create([lesson], ignore_conflicts=True)
    saved = Lesson.objects.filter(teaching=teaching, day=day, rank=rank).get()
    if saved.public_id != made[0].public_id:
        raise StaleLessonError(_("Cette séance vient d’être écrite ailleurs."))
    visible_at = shown_at(page, teaching, at=at)
    _add_lesson_version(saved, page, n=1, visible_at=visible_at, by=by, at=at)
    put_files(saved, page.files, visible_at=visible_at, by=by, at=at)
    for rank_of_work, work in enumerate(page.works):
        _add_work(saved, work, rank_of_work, visible_at=visible_at, by=by, at=at)
    check_caps(saved, page.works, at=at)
    return saved


@transaction.atomic
def rewrite_lesson(
    lesson: Lesson,
    page: Page,
    *,
    seen: int,
    known: Sequence[tuple[Homework, GivenWork]] = (),
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> Lesson:
    """Correct a lesson and its works; what families could read is kept as the state before.

    ``known`` pairs the works that exist with what they become; ``page.works`` are new ones. Only
    what changed becomes a version. Raises ``StaleLessonError`` when a state is not the one seen.
    """
    locked, at = hold_row(Lesson.objects.filter(pk=lesson.pk), at=at)
    teaching = lesson.teaching
    check_lesson(teaching, page, day=locked.day, at=at)
    last = LessonVersion.objects.filter(lesson=locked).latest().get()
    visible_at = shown_at(page, teaching, at=at)
    if _lesson_differs(last, page, visible_at=visible_at, at=at):
        if last.n != seen:
            raise StaleLessonError(_("Cette séance vient d’être corrigée. Relisez-la d’abord."))
        _forget_pending(last, at=at)
        _add_lesson_version(
            locked, page, n=last.n + 1, visible_at=visible_at, by=by, at=at, reason=reason
        )
    follow(locked, visible_at=visible_at, at=at)
    put_files(locked, page.files, visible_at=visible_at, by=by, at=at)
    stood = standing_works(locked)
    for rank, (homework, work) in enumerate(known):
        _rewrite_work(homework, work, rank, visible_at=visible_at, by=by, at=at, reason=reason)
    for rank, work in enumerate(page.works, start=len(known)):
        _add_work(locked, work, rank, visible_at=visible_at, by=by, at=at)
    check_caps(locked, page.works, known=known, stood=stood, at=at)
    return locked


def _add_lesson_version(
    lesson: Lesson,
    page: Page,
    *,
    n: int,
    visible_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> None:
    source = rich_text.tidy(page.text)
    LessonVersion.objects.create(
        school_id=lesson.school_id,
        lesson=lesson,
        n=n,
        source=source,
        html=rich_text.render(source),
        question=page.question.strip(),
        visible_at=visible_at,
        entered_at=at,
        by=by,
        reason=reason.strip(),
    )


def _add_work(
    lesson: Lesson,
    work: GivenWork,
    rank: int,
    *,
    visible_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> None:
    check_work(lesson, work, rank, before=None, at=at)
    homework = Homework.objects.create(
        school_id=lesson.school_id,
        lesson=lesson,
        teaching_id=lesson.teaching_id,
        is_adapted=bool(work.students),
        created_at=at,
    )
    HomeworkStudent.objects.bulk_create(
        [
            HomeworkStudent(school_id=lesson.school_id, homework=homework, student=student)
            for student in work.students
        ]
    )
    _add_work_version(homework, work, n=1, visible_at=visible_at, by=by, at=at)
    put_files(lesson, work.files, homework=homework, work=rank, visible_at=visible_at, by=by, at=at)


def _rewrite_work(
    homework: Homework,
    work: GivenWork,
    rank: int,
    *,
    visible_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
    reason: str,
) -> None:
    last = HomeworkVersion.objects.filter(homework=homework).latest().get()
    lesson = homework.lesson
    put_files(lesson, work.files, homework=homework, work=rank, visible_at=visible_at, by=by, at=at)
    content = work.content()
    same = all(getattr(last, name) == content[name] for name in HOMEWORK_CONTENT)
    if same and not _should_move(last, visible_at, at=at):
        return
    if last.n != work.seen:
        raise StaleLessonError(
            _("Ce travail vient d’être changé. Relisez-le d’abord."), work=rank, field="text"
        )
    check_work(homework.lesson, work, rank, before=last, at=at)
    _forget_pending(last, at=at)
    _add_work_version(
        homework, work, n=last.n + 1, visible_at=visible_at, by=by, at=at, reason=reason
    )


def _add_work_version(
    homework: Homework,
    work: GivenWork,
    *,
    n: int,
    visible_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
    reason: str = "",
) -> None:
    content = work.content()
    HomeworkVersion.objects.create(
        school_id=homework.school_id,
        homework=homework,
        n=n,
        html=rich_text.render(content["source"]),
        visible_at=visible_at,
        entered_at=at,
        by=by,
        reason=reason.strip(),
        **content,
    )


def _lesson_differs(
    last: LessonVersion, page: Page, *, visible_at: dt.datetime | None, at: dt.datetime
) -> bool:
    written = (rich_text.tidy(page.text), page.question.strip())
    return written != (last.source, last.question) or _should_move(last, visible_at, at=at)


def _should_move(last: Any, visible_at: dt.datetime | None, *, at: dt.datetime) -> bool:
    """The same words at another instant: a draft published, a scheduled state put off or back."""
    if last.visible_at is not None and last.visible_at <= at:
        return False
    return bool(last.visible_at != visible_at)


def _forget_pending(last: Any, *, at: dt.datetime) -> None:
    """A state replaced before its time is never shown."""
    if last.visible_at is not None and last.visible_at > at:
        last.visible_at = None
        last.save(update_fields=["visible_at"])
