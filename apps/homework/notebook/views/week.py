"""The week of a teacher, and the page where a lesson is written."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.files.forms import Tray
from apps.homework.calendar import week_at_hand
from apps.homework.errors import NotebookError, StaleLessonError
from apps.homework.load import presenters as load_presenters
from apps.homework.lookups import day_asked, me_or_404, uuid_or_404, writable_or_404
from apps.homework.models import (
    Lesson,
)
from apps.homework.notebook.forms.entry import LessonForms, WorkForm
from apps.homework.notebook.forms.lists import OtherLessonForm, PastFilter
from apps.homework.notebook.presenters.cancelled import noted_of
from apps.homework.notebook.presenters.lesson_context import (
    LessonContext,
    look_of,
    paper_sentence,
    when_sentence,
)
from apps.homework.notebook.presenters.lessons import lesson_line, meanwhile
from apps.homework.notebook.presenters.weeks import week_of
from apps.homework.notebook.queries import lessons, week
from apps.homework.notebook.services import attachments, reuse, writing
from apps.homework.notebook.views.lesson_context import entry_of, lesson_context_of
from apps.homework.weeks.queries import lessons_planned
from apps.schools.days import monday_of
from apps.schools.models import Teaching
from apps.schools.people.queries import teachings_of, teachings_taught
from coeduc import french
from coeduc.days import DAY, WEEK, day_of
from coeduc.http import Request
from coeduc.once import once

PAGE = 20
MOST_OF_A_DAY = 4
# Another line of work, a look at the page as families will read it, a draft given back by the
# browser: nothing is saved.
NOT_YET = ("more", "look", "resume")


@require_safe
def notebook_week(request: Request) -> HttpResponse:
    """Own classes by day; with words to find, the lessons that say them instead.

    On a week-end, the week to prepare.
    """
    zone = me_or_404(request).school.time_zone
    today = day_of(request.now, zone)
    search = PastFilter(request.GET)
    teachings = teachings_of(request.reader)
    context = {
        "search": search,
        "teaches": bool(teachings),
        "classes": {one.division.public_id: one.division.code for one in teachings if one.division},
        "other": OtherLessonForm(initial={"day": today}, listed=teachings),
    }
    if search.words:
        found = lessons.lessons_saying(request.reader, search.words)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        lines = [lesson_line(one, at=request.now, zone=zone) for one in page]
        return render(
            request, "homework/staff_past.html", {**context, "page": page, "lines": lines}
        )
    at_hand = week_at_hand(today)
    monday = monday_of(day_asked(request, at_hand))
    planned = lessons_planned(teachings, first=monday, last=monday + 6 * DAY, today=today)
    written = week.lessons_written(
        request.reader, teachings, (monday, monday + 6 * DAY), at=request.now
    )
    noted = noted_of(week.cancelled_noted(request.reader, planned), at=request.now)
    days = week_of(
        teachings, written, planned, noted=noted, monday=monday, at=request.now, zone=zone
    )
    return render(
        request,
        "homework/staff_week.html",
        {
            **context,
            "days": days,
            "is_empty": not any(day.places for day in days),
            "title_day": days[0].label.lower(),
            "previous": monday - WEEK,
            "next": monday + WEEK,
            "is_this_week": monday == at_hand,
            "at_hand": load_presenters.way_back(at_hand, today=today),
        },
    )


@require_safe
def lesson_other(request: Request) -> HttpResponse:
    """The class and the day chosen by hand lead to the page where that lesson is written."""
    me_or_404(request)
    teachings = teachings_taught(request.reader)
    form = OtherLessonForm(request.GET, teachings=teachings)
    if not form.is_valid():
        messages.error(request, _("Choisissez une classe et un jour."))
        return redirect("homework:notebook_week")
    teaching, day = form.cleaned_data["teaching"], form.cleaned_data["day"]
    if not teaching.year.starts_on <= day <= teaching.year.ends_on:
        messages.error(request, _("Cette date n’est pas dans l’année scolaire."))
        return redirect("homework:notebook_week")
    return redirect("homework:lesson_write", teaching.public_id, day)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def lesson_write(request: Request, public_id: UUID, day: dt.date) -> HttpResponse:
    """A lesson not yet written; one already written is read and corrected on its own page."""
    teaching = writable_or_404(request, public_id)
    if not teaching.year.starts_on <= day <= teaching.year.ends_on:
        raise Http404
    rank = _rank(request)
    here = lessons.lesson_of(request.reader, teaching, day, rank)
    if here and request.method != "POST":
        return redirect("homework:lesson_detail", here.public_id)
    lesson_context = lesson_context_of(request, teaching, day)
    tray = Tray(request, school=teaching.school_id, also=attachments.joinable(request.user))
    if request.method != "POST":
        entry = entry_of(lesson_context, tray=tray, model=_model(request, teaching))
        return entry_page(request, lesson_context, entry)
    act = request.POST.get("act", "draft")
    data = tray.take_in(request)
    entry = entry_of(lesson_context, data, tray=tray, act=act)
    if act in NOT_YET:
        return entry_page(request, lesson_context, entry)
    saved, stale = _save_new(request, lesson_context, entry, act=act, rank=rank)
    if saved:
        confirm_saved(request, saved, act)
        return redirect("homework:lesson_detail", saved.public_id)
    theirs = lessons.lesson_of(request.reader, teaching, day, rank) if stale else None
    if theirs is not None:
        return _already_written(request, lesson_context, theirs, data, tray)
    return entry_page(request, lesson_context, entry)


def _save_new(
    request: Request, lesson_context: LessonContext, entry: LessonForms, *, act: str, rank: int
) -> tuple[Lesson | None, bool]:
    """The lesson saved, or None with its errors beside the fields; then whether it was there."""
    typed = checked(request, lesson_context, entry, act)
    if typed is None:
        return None, False
    page = entry.page(
        [form.work() for form in typed],
        is_draft=act == "draft",
        show_from=_show_from(lesson_context, entry, act),
    )
    try:
        lesson = writing.write_lesson(
            lesson_context.teaching,
            page,
            day=lesson_context.day,
            by=request.user,
            at=request.now,
            rank=rank,
        )
    except StaleLessonError:
        return None, True
    except NotebookError as error:
        entry.refuse(error, typed)
        return None, False
    return lesson, False


def checked(
    request: Request, lesson_context: LessonContext, entry: LessonForms, act: str
) -> list[WorkForm] | None:
    """The works that were typed, or None where a field has something to correct."""
    valid = entry.is_valid()
    if act == "schedule":
        entry.lesson.check_schedule(lesson_context.teaching.school.time_zone, at=request.now)
    if not valid or entry.lesson.errors:
        return None
    return entry.typed()


def _show_from(lesson_context: LessonContext, entry: LessonForms, act: str) -> dt.datetime | None:
    if act != "schedule":
        return None
    return entry.lesson.show_from(lesson_context.teaching.school.time_zone)


def _already_written(
    request: Request, lesson_context: LessonContext, lesson: Lesson, data: QueryDict, tray: Tray
) -> HttpResponse:
    """A colleague was first: what was typed stays, as a correction of what they wrote."""
    theirs = lesson_or_404(request, lesson.public_id)
    data["seen"] = str(theirs.states[-1].n)
    entry = entry_of(lesson_context, data, tray=tray, asks_reason=is_read(theirs, at=request.now))
    entry.is_valid()
    entry.lesson.errors.pop("reason", None)
    return entry_page(request, lesson_context, entry, lesson=theirs, theirs=theirs)


def entry_page(
    request: Request,
    lesson_context: LessonContext,
    entry: LessonForms,
    *,
    lesson: Any = None,
    theirs: Any = None,
) -> HttpResponse:
    """``lesson``: the one corrected; ``theirs``: it was changed meanwhile, both texts are shown."""
    at, zone = request.now, lesson_context.teaching.school.time_zone
    action = (
        reverse("homework:lesson_edit", args=[lesson.public_id])
        if lesson
        else request.get_full_path()
    )
    return render(
        request,
        "homework/staff_entry.html",
        {
            "lesson_context": lesson_context,
            "entry": entry,
            "title": lesson_context.teaching.heading,
            "lead": french.full_day(lesson_context.day, at=at, zone=zone).capitalize(),
            "action": action,
            "lesson": lesson,
            "is_read": bool(lesson) and is_read(lesson, at=at),
            "theirs": lesson_line(theirs, at=at, zone=zone) if theirs else None,
            "theirs_by": meanwhile(theirs, by=request.user) if theirs else "",
            "paper": paper_sentence(lesson_context.paper),
            "draft": f"cahier:{lesson_context.teaching.public_id}:{lesson_context.day.isoformat()}:"
            + f"{_rank_of(request, lesson)}{_from_model(request)}",
            "is_typed": request.method == "POST",
            "load_url": _load_url(lesson_context, lesson),
            "look": look_of(request.POST, len(entry.works))
            if request.POST.get("act") == "look"
            else None,
        },
    )


def _load_url(lesson_context: LessonContext, lesson: Lesson | None) -> str:
    url = reverse("homework:class_day_load", args=[lesson_context.teaching.public_id])
    return f"{url}?sans={lesson.public_id}&" if lesson else f"{url}?"


def confirm_saved(request: Request, lesson: Lesson, act: str) -> None:
    """What families read now, or when; a draft is said to be one."""
    zone = lesson.teaching.school.time_zone
    state = lessons.last_state(request.reader, lesson)
    if state.visible_at is None:
        messages.success(request, _("Gardé en brouillon : les familles ne voient rien."))
        return
    # A save that waited for its turn is dated after this request: that is no silence of the portal.
    at = max(request.now, state.entered_at)
    when = when_sentence(state.visible_at, at=at, zone=zone)
    sentence = _("C’est programmé.") if act == "schedule" else _("C’est enregistré.")
    messages.success(request, f"{sentence} {when}")


def lesson_or_404(request: Request, public_id: UUID) -> Any:
    """With ``joined``: its files and those of its works, those taken off too."""
    rows = lessons.lessons_with_files(request.reader)
    return get_object_or_404(rows, public_id=public_id)


def is_read(lesson: Any, *, at: dt.datetime) -> bool:
    """Whether families could read some of it already: a correction then says why."""
    states = [*lesson.states, *(state for work in lesson.given for state in work.states)]
    return any(state.visible_at is not None and state.visible_at <= at for state in states)


def _rank(request: Request) -> int:
    """Two lessons of one day are told apart by ``?seance=2``."""
    asked = request.GET.get("seance", "1")
    if asked not in {str(n) for n in range(1, MOST_OF_A_DAY + 1)}:
        raise Http404
    return int(asked)


def _rank_of(request: Request, lesson: Lesson | None) -> int:
    """Written or corrected, a lesson has one draft."""
    return lesson.rank if lesson else _rank(request)


def _from_model(request: Request) -> str:
    """Started from another lesson, it is not given the draft of one started from nothing."""
    asked = request.GET.get("reprendre")
    return f"/{asked}" if asked else ""


def _model(request: Request, teaching: Teaching) -> reuse.Written | None:
    """``?reprendre=``: a lesson of this person to start from."""
    asked = request.GET.get("reprendre")
    if not asked:
        return None
    theirs = lessons.lessons_to_reuse(teaching, by=request.user)
    return reuse.written(get_object_or_404(theirs, public_id=uuid_or_404(asked)))
