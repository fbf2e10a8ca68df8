"""A pupil hands in a file; the teachers who asked for it open what was given, and nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.files.forms import Tray
from apps.files.presenters import line_of
from apps.files.rules import names
from apps.homework import policies
from apps.homework.errors import NotebookError
from apps.homework.hand_ins import presenters as hand_ins_presenters
from apps.homework.hand_ins import queries
from apps.homework.hand_ins import services as hand_ins_services
from apps.homework.hand_ins.forms import HandInForm
from apps.homework.lookups import pupil_or_404
from apps.homework.models import Homework
from apps.homework.reading.presenters import works
from apps.homework.reading.presenters.days import Days
from apps.schools.models import Student
from coeduc import french
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

# All the files of a work at once: no more than a school's line carries.
MOST_AT_ONCE = 300 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@once
def student_hand_in(request: Request, public_id: UUID) -> HttpResponse:
    """Choose, send, take back: as long as the work asks for a file, whatever the day."""
    student = pupil_or_404(request)
    state = get_object_or_404(
        queries.states_asked(request.reader),
        homework__public_id=public_id,
        asks_file=True,
        is_cancelled=False,
    )
    if state.homework.teaching.is_archived(at=request.now):
        raise Http404
    tray = Tray(
        request, school=student.school_id, most=hand_ins_services.room(state.homework, student)
    )
    data = tray.take_in(request) if request.method == "POST" else None
    form = HandInForm(data, tray=tray)
    if data is not None and form.is_valid():
        try:
            hand_ins_services.hand_in(state, student, form.ticked, at=request.now)
        except NotebookError as error:
            form.add_error("files", str(error))
        else:
            messages.success(request, _("C’est déposé. Tu peux le reprendre quand tu veux."))
            return redirect(_back(public_id))
    days = Days.of(request.now, student.school.time_zone)
    return render(
        request,
        "homework/student_hand_in.html",
        {
            "form": form,
            "subject": state.homework.teaching.subject.label,
            "html": works.clean_html(state),
            "given": _given(request, state.homework, student, days),
            "has_room": tray.most > 0,
            "full": hand_ins_presenters.full_sentence(),
            "file_route": "homework:student_file",
            "back": _back(public_id),
        },
    )


def _given(
    request: Request, homework: Homework, student: Student, days: Days
) -> list[works.HandedIn]:
    return [
        works.HandedIn(line_of(row), works.given_when(row.at, days))
        for row in queries.given_by(request.reader, homework, student)
    ]


@require_POST
def student_take_back(request: Request, public_id: UUID) -> HttpResponse:
    pupil_or_404(request)
    row = get_object_or_404(queries.hand_ins(request.reader), public_id=public_id)
    hand_ins_services.take_back(row, at=request.now)
    messages.success(request, _("Tu as repris « %(name)s ».") % {"name": row.stored.name})
    return redirect(_back(row.homework.public_id))


def _back(work: Any) -> str:
    return f"{reverse('homework:student_notebook')}#travail-{work}"


@require_safe
def hand_ins(request: Request, public_id: UUID) -> HttpResponse:
    """Who gave a file, by name; the others may have given paper: no count of who did not."""
    homework = _asked_by_me_or_404(request, public_id)
    rows = list(queries.given_for(request.reader, homework))
    roster = queries.expected_pupils(request.reader, homework)
    given, others = hand_ins_presenters.pupils_of(roster, rows)
    zone = homework.teaching.school.time_zone
    state = queries.last_state(request.reader, homework)
    return render(
        request,
        "homework/staff_hand_ins.html",
        {
            "html": works.clean_html(state),
            "due": french.full_day(state.due_on, at=request.now, zone=zone),
            "lesson_id": homework.lesson.public_id,
            "class_code": homework.teaching.class_code,
            "subject": homework.teaching.subject.label,
            "count": hand_ins_presenters.count_sentence(len(rows)),
            "given": given,
            "others": others,
            "file_route": "homework:staff_file",
            "archive_url": _archive_url(homework, rows),
        },
    )


def _archive_url(homework: Homework, rows: list[Any]) -> str:
    """Empty where there is nothing to take, or too much at once."""
    open_ones = [row.stored.size for row in rows if not row.stored.is_waiting]
    if len(open_ones) < 2 or sum(open_ones) > MOST_AT_ONCE:
        return ""
    return reverse("homework:hand_ins_archive", args=[homework.public_id])


@act_of_power
@require_safe
def hand_ins_archive(request: Request, public_id: UUID) -> StreamingHttpResponse:
    """All of them, under clean names; the list is read before the first byte is sent."""
    homework = _asked_by_me_or_404(request, public_id)
    given = queries.given_for(request.reader, homework)
    rows = [row for row in given if not row.stored.is_waiting]
    if not rows or sum(row.stored.size for row in rows) > MOST_AT_ONCE:
        raise Http404
    code = homework.teaching.class_code
    found = hand_ins_presenters.names_in_archive(code, rows)
    name = f"{names.plain(code)}_{names.plain(homework.teaching.subject.label)}.zip"
    return StreamingHttpResponse(
        hand_ins_presenters.zipped(found),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _asked_by_me_or_404(request: Request, public_id: UUID) -> Homework:
    homework: Homework = get_object_or_404(queries.works(request.reader), public_id=public_id)
    asked = queries.asks_a_file(request.reader, homework)
    if not asked or not policies.can_open_hand_ins(request.reader, homework.teaching):
        raise Http404
    return homework
