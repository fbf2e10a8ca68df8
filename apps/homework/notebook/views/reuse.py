"""Write less: the same lesson for a parallel class, an older one to start from."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from apps.homework import policies
from apps.homework.errors import NotebookError
from apps.homework.lookups import writable_or_404
from apps.homework.models import Lesson
from apps.homework.notebook.forms.lists import CopyTo, PastFilter
from apps.homework.notebook.presenters.lessons import lesson_line, past_line
from apps.homework.notebook.queries import lessons, week
from apps.homework.notebook.services import reuse
from apps.homework.notebook.views.week import lesson_or_404
from apps.schools.days import today_of
from apps.schools.models import Teaching
from coeduc.access import require
from coeduc.days import DAY
from coeduc.http import Request
from coeduc.once import once

PAGE = 20
AHEAD = 21 * DAY


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
    last = lesson.day + AHEAD
    expected = week.lessons_expected(classes, first=lesson.day, last=last, today=today)
    taken = lessons.days_written(request.reader, classes, lesson.day, last)
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
