"""A lesson already written: read, corrected, published, its works cancelled; nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.files.forms import Tray
from apps.homework import policies
from apps.homework.errors import NotebookError, StaleLessonError
from apps.homework.hand_ins.presenters import handed_in
from apps.homework.hand_ins.queries import counts_of
from apps.homework.models import Lesson
from apps.homework.notebook.forms.entry import LessonForms
from apps.homework.notebook.forms.lists import CancelForm
from apps.homework.notebook.presenters.history import history_of
from apps.homework.notebook.presenters.lesson_context import LessonContext
from apps.homework.notebook.presenters.lessons import lesson_line, work_line
from apps.homework.notebook.queries import lessons
from apps.homework.notebook.services import attachments, reuse, writing
from apps.homework.notebook.views.lesson_context import entry_of, lesson_context_of
from apps.homework.notebook.views.reuse import copies_of
from apps.homework.notebook.views.week import (
    MOST_OF_A_DAY,
    NOT_YET,
    checked,
    confirm_saved,
    entry_page,
    is_read,
    lesson_or_404,
)
from coeduc.access import require
from coeduc.http import Request
from coeduc.once import once

if TYPE_CHECKING:
    from apps.homework.models.rows import WrittenLesson


@require_safe
def lesson_detail(request: Request, public_id: UUID) -> HttpResponse:
    """As families read it, with its state and what it was before."""
    lesson = lesson_or_404(request, public_id)
    at, zone = request.now, lesson.teaching.school.time_zone
    line = lesson_line(lesson, at=at, zone=zone)
    can_correct = policies.can_correct(request.reader, lesson)
    return render(
        request,
        "homework/staff_lesson.html",
        {
            "line": line,
            "file_route": "homework:staff_file",
            "handed_in": handed_in(counts_of(request.reader, lesson)),
            "lesson_day": lesson.day.isoformat(),
            "second_url": _second_url(request, lesson),
            "author": lesson.author.polite_name,
            "history": history_of(lesson, at=at, zone=zone),
            "can_correct": can_correct,
            "can_publish": can_correct and lesson.states[-1].visible_at is None,
            "can_wait": can_correct and line.tone == "waiting",
            "can_discard": can_correct and not is_read(lesson, at=at),
            "source": {"source": lesson.public_id},
            "is_archived": lesson.teaching.is_archived(at=at),
            **(copies_of(request, lesson) if can_correct else {}),
        },
    )


def _second_url(request: Request, lesson: Lesson) -> str:
    """Where a class has two lessons of the subject on one day, the next one is written."""
    rank = lessons.how_many_on(request.reader, lesson.teaching_id, lesson.day) + 1
    if rank > MOST_OF_A_DAY:
        return ""
    url = reverse("homework:lesson_write", args=[lesson.teaching.public_id, lesson.day])
    return f"{url}?seance={rank}"


@require_http_methods(["GET", "HEAD", "POST"])
@once
def lesson_edit(request: Request, public_id: UUID) -> HttpResponse:
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    lesson_context = lesson_context_of(request, lesson.teaching, lesson.day, lesson=lesson)
    known = reuse.written(lesson)
    tray = Tray(
        request,
        school=lesson.teaching.school_id,
        also=attachments.joinable(request.user, lesson),
    )
    options: dict[str, Any] = {
        "tray": tray,
        "adapted": {
            work.public_id: [f"{row.student.first_name}" for row in work.pupils]
            for work in lesson.given
            if work.is_adapted
        },
        "asks_reason": is_read(lesson, at=request.now),
    }
    if request.method != "POST":
        return entry_page(
            request, lesson_context, entry_of(lesson_context, known=known, **options), lesson=lesson
        )
    act = request.POST.get("act", "publish")
    data = tray.take_in(request)
    entry = entry_of(lesson_context, data, act=act, **options)
    if act in NOT_YET:
        return entry_page(request, lesson_context, entry, lesson=lesson)
    saved, stale = _save_again(request, lesson_context, entry, lesson, act=act)
    if saved:
        confirm_saved(request, lesson, act)
        return redirect("homework:lesson_detail", lesson.public_id)
    if stale:
        fresh = _as_it_is_now(data, reuse.written(lesson))
        entry = entry_of(lesson_context, fresh, **options)
        entry.is_valid()
        return entry_page(request, lesson_context, entry, lesson=lesson, theirs=lesson)
    return entry_page(request, lesson_context, entry, lesson=lesson)


def _save_again(
    request: Request,
    lesson_context: LessonContext,
    entry: LessonForms,
    lesson: WrittenLesson,
    *,
    act: str,
) -> tuple[bool, bool]:
    """Whether it was saved, then whether somebody else wrote in the meantime."""
    typed = checked(request, lesson_context, entry, act)
    if typed is None:
        return False, False
    works = {work.public_id: work for work in lesson.given}
    known = [form for form in typed if form.cleaned_data["id"] in works]
    fresh = [form for form in typed if not form.cleaned_data["id"]]
    zone = lesson.teaching.school.time_zone
    page = entry.page(
        [form.work() for form in fresh],
        is_draft=act == "draft",
        show_from=entry.lesson.show_from(zone) if act == "schedule" else None,
    )
    try:
        writing.rewrite_lesson(
            lesson,
            page,
            seen=entry.lesson.cleaned_data["seen"] or 0,
            known=[(works[form.cleaned_data["id"]], form.work()) for form in known],
            by=request.user,
            at=request.now,
            reason=entry.lesson.cleaned_data.get("reason", ""),
        )
    except StaleLessonError:
        return False, True
    except NotebookError as error:
        entry.refuse(error, [*known, *fresh])
        return False, False
    return True, False


def _as_it_is_now(posted: Any, known: reuse.Written) -> Any:
    """What was typed, above the states that now stand: saving again is then a choice."""
    data = posted.copy()
    data["seen"] = str(known.state.n)
    states = {str(homework.public_id): state.n for homework, state in known.works}
    for name in [name for name in data if name.startswith("work-") and name.endswith("-id")]:
        if data[name] in states:
            data[f"{name.removesuffix('-id')}-seen"] = str(states[data[name]])
    return data


@require_POST
def lesson_publish(request: Request, public_id: UUID) -> HttpResponse:
    """A draft, in one tap."""
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    try:
        reuse.publish_lesson(lesson, by=request.user, at=request.now)
    except NotebookError as error:
        messages.error(request, str(error))
        return redirect("homework:lesson_edit", lesson.public_id)
    confirm_saved(request, lesson, "publish")
    return redirect("homework:lesson_detail", lesson.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def work_cancel(request: Request, public_id: UUID) -> HttpResponse:
    """Nothing more to do: the families who could read it read that it is cancelled, and why."""
    homework = get_object_or_404(lessons.works(request.reader), public_id=public_id)
    lesson = lesson_or_404(request, homework.lesson.public_id)
    require(policies.can_correct(request.reader, lesson))
    zone = lesson.teaching.school.time_zone
    work = next(work for work in lesson.given if work == homework)
    back = reverse("homework:lesson_detail", args=[lesson.public_id])
    form = CancelForm(
        request.POST or None,
        initial={"seen": work.states[-1].n},
        asks_reason=is_read(lesson, at=request.now),
        cancel_url=back,
        kept=f"annulation:{public_id}",
    )
    if form.is_valid():
        try:
            reuse.cancel_work(
                work,
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=request.now,
                reason=form.cleaned_data["reason"],
            )
        except NotebookError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Ce travail est annulé. Il reste dans l’historique."))
            return redirect(back)
    return render(
        request,
        "homework/staff_cancel.html",
        {
            "form": form,
            "back": back,
            "work": work_line(work, at=request.now, zone=zone),
        },
    )
