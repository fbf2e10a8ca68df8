"""Write less: the same lesson for a parallel class, an older one to start from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.homework import policies
from apps.homework.errors import NotebookError
from apps.homework.lookups import uuid_or_404, writable_or_404
from apps.homework.models import Lesson
from apps.homework.notebook.forms.lists import CopyTo, PastFilter
from apps.homework.notebook.presenters.lessons import (
    copy_made,
    copy_offer,
    lesson_line,
    past_line,
)
from apps.homework.notebook.queries import lessons, week
from apps.homework.notebook.services import reuse
from apps.homework.notebook.views.week import lesson_or_404
from apps.schools.days import today_of
from apps.schools.models import Teaching
from coeduc.access import require
from coeduc.days import DAY, day_or_none
from coeduc.http import Request
from coeduc.once import once

if TYPE_CHECKING:
    from apps.homework.models.rows import WrittenLesson

PAGE = 20
AHEAD = 21 * DAY
# One writes today what was done in class some days ago.
LATE = 6 * DAY
# In the address of a lesson: the copy that has just been made of it.
COPY = "copie"


def copies_of(request: Request, lesson: WrittenLesson) -> dict[str, object]:
    """What the page of a lesson says of parallel classes: nothing where there is none.

    One gesture for each whose next lesson is known and does not have these words yet.
    """
    classes = list(lessons.parallel_to(request.reader, lesson.teaching))
    if not classes:
        return {}
    at, zone = request.now, lesson.teaching.school.time_zone
    made = _copy_made(request)
    state = lesson.states[-1]
    offers = []
    if state.visible_at is not None:
        done = lessons.copied_to(request.reader, state, classes)
        days = _free_days(request, lesson, classes)
        offers = [
            copy_offer(one, days[one.pk], at=at, zone=zone)
            for one in classes
            if one.pk in days and one.pk not in done and (made is None or one != made.teaching)
        ]
    return {
        "can_copy": True,
        "offers": offers,
        "copy": copy_made(made, at=at, zone=zone) if made else None,
    }


def _copy_made(request: Request) -> WrittenLesson | None:
    """The copy that the address names, if this person sees one."""
    asked = request.GET.get(COPY)
    if not asked:
        return None
    try:
        return lesson_or_404(request, uuid_or_404(asked))
    except Http404:  # taken back since: the lesson it was made from is still there
        return None


@require_POST
@once
def lesson_copy_at_once(request: Request, public_id: UUID) -> HttpResponse:
    """To one parallel class on the day that the page said, in one tap."""
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    asked = uuid_or_404(request.POST.get("teaching", ""))
    classes = lessons.parallel_to(request.reader, lesson.teaching)
    teaching = get_object_or_404(classes, public_id=asked)
    day = day_or_none(request.POST.get("day", ""))
    if day is None:
        raise Http404
    try:
        copy = reuse.copy_at_once(lesson, teaching, day=day, by=request.user, at=request.now)
    except NotebookError as error:
        messages.error(request, str(error))
        return redirect("homework:lesson_copy", lesson.public_id)
    url = reverse("homework:lesson_detail", args=[lesson.public_id])
    return redirect(f"{url}?{COPY}={copy.public_id}")


@require_POST
def lesson_back_to_draft(request: Request, public_id: UUID) -> HttpResponse:
    """What families do not read yet: a copy of ten minutes ago, or what was to come later."""
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    try:
        reuse.back_to_draft(lesson, by=request.user, at=request.now)
    except NotebookError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est un brouillon : les familles n’en lisent rien."))
    return redirect("homework:lesson_detail", lesson.public_id)


@require_POST
@once
def lesson_discard(request: Request, public_id: UUID) -> HttpResponse:
    """A draft or a copy that no family ever read; from the lesson it was made from, back there."""
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    source = request.POST.get("source", "")
    back = lesson_or_404(request, uuid_or_404(source)) if source else None
    try:
        reuse.discard(lesson, at=request.now)
    except NotebookError as error:
        messages.error(request, str(error))
        return redirect("homework:lesson_detail", (back or lesson).public_id)
    if back is not None:
        messages.success(request, _("La copie est annulée : il n’en reste rien."))
        return redirect("homework:lesson_detail", back.public_id)
    messages.success(request, _("Le brouillon est effacé : aucune famille ne l’a lu."))
    return redirect(f"{reverse('homework:notebook_week')}?du={lesson.day.isoformat()}")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def lesson_copy(request: Request, public_id: UUID) -> HttpResponse:
    """To the classes of the same subject and level, each on its own next lesson."""
    lesson = lesson_or_404(request, public_id)
    require(policies.can_correct(request.reader, lesson))
    classes = list(lessons.parallel_to(request.reader, lesson.teaching))
    days = _free_days(request, lesson, classes)
    forms = [
        (
            teaching,
            CopyTo(
                request.POST or None,
                prefix=f"class-{n}",
                label=teaching.choice,
                initial={"chosen": bool(days.get(teaching.pk)), "day": days.get(teaching.pk)},
            ),
        )
        for n, teaching in enumerate(classes)
    ]
    if request.method == "POST":
        made = _copied(request, lesson, forms, is_draft=request.POST.get("act") == "draft")
        if made:
            messages.success(
                request,
                ngettext("%(n)d séance copiée.", "%(n)d séances copiées.", made) % {"n": made},
            )
            return redirect("homework:lesson_detail", lesson.public_id)
    zone = lesson.teaching.school.time_zone
    return render(
        request,
        "homework/staff_copy.html",
        {
            "forms": [form for _teaching, form in forms],
            "line": lesson_line(lesson, at=request.now, zone=zone),
            "back": reverse("homework:lesson_detail", args=[lesson.public_id]),
            "has_errors": any(form.is_bound and form.errors for _teaching, form in forms),
            "nothing_chosen": request.method == "POST",
        },
    )


def _copied(
    request: Request, lesson: Lesson, forms: list[tuple[Teaching, CopyTo]], *, is_draft: bool
) -> int:
    """How many lessons were made: all those chosen, or none with the reason beside its class."""
    if not all([form.is_valid() for _teaching, form in forms]):  # noqa: C419 (all are read)
        return 0
    chosen = [(one, form) for one, form in forms if form.cleaned_data["chosen"]]
    refused = False
    with transaction.atomic():
        for teaching, form in chosen:
            try:
                reuse.copy_lesson(
                    lesson,
                    teaching,
                    day=form.cleaned_data["day"],
                    by=request.user,
                    at=request.now,
                    is_draft=is_draft,
                )
            except NotebookError as error:
                form.add_error("day", str(error))
                refused = True
        if refused:
            transaction.set_rollback(True)
    return 0 if refused else len(chosen)


def _free_days(request: Request, lesson: Lesson, classes: list[Teaching]) -> dict[int, dt.date]:
    """For each class its first lesson from that day on which nothing is written yet."""
    today = today_of(lesson.teaching.school, at=request.now)
    first = max(lesson.day, today - LATE)  # an old lesson is given again, not to the past
    last = max(first, today) + AHEAD
    expected = week.lessons_expected(classes, first=first, last=last, today=today)
    taken = lessons.days_written(request.reader, classes, first, last)
    free = {
        teaching: [day for day in days if day not in taken[teaching]]
        for teaching, days in expected.items()
    }
    return {teaching: days[0] for teaching, days in free.items() if days}


@require_safe
def lesson_reuse(request: Request, public_id: UUID, day: dt.date) -> HttpResponse:
    """Own lessons of the subject, of this year and before, to start this one from."""
    teaching = writable_or_404(request, public_id)
    zone = teaching.school.time_zone
    search = PastFilter(request.GET)
    theirs = lessons.lessons_to_reuse(teaching, by=request.user, words=search.words)
    page = Paginator(theirs, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "homework/staff_reuse.html",
        {
            "search": search,
            "page": page,
            "lines": [past_line(one, at=request.now, zone=zone) for one in page],
            "write_url": reverse("homework:lesson_write", args=[teaching.public_id, day]),
            "title": teaching.heading,
        },
    )
