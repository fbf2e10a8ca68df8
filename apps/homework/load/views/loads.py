"""What a class has to do, by day and by week: to agree with colleagues, never about one of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.homework import policies
from apps.homework.load import presenters as load_presenters
from apps.homework.load import queries
from apps.homework.lookups import day_asked, uuid_or_404, writable_or_404
from apps.homework.models import Lesson
from apps.homework.notebook.forms.entry import MOST_WORKS, WorkForm
from apps.homework.notebook.presenters.weeks import way_back
from apps.homework.notebook.queries.days import cap_of, fullest_class, load_by_day
from apps.homework.notebook.queries.week import week_at_hand
from apps.schools.days import WEEK, is_weekend, monday_of
from coeduc import french
from coeduc.access import require, visible
from coeduc.charts.bars import bar_chart
from coeduc.days import DAY, day_of
from coeduc.http import Request

WEEKS_AHEAD = 4


@require_safe
def class_day_load(request: Request, public_id: Any) -> HttpResponse:
    """A piece of the page of a lesson: the load of the day chosen for a work, with its minutes."""
    teaching = writable_or_404(request, public_id)
    rank = request.GET.get("n", "")
    if rank not in {str(n) for n in range(MOST_WORKS)}:
        raise Http404
    form = WorkForm(request.GET, prefix=f"work-{rank}", chips=(), roster={})
    form.is_valid()
    day = form.cleaned_data.get("due_on")
    told, is_over = "", False
    if day:
        without = _without(request)
        (one,) = fullest_class(teaching, [day], without=without, at=request.now)
        own = form.cleaned_data.get("minutes") or 0
        zone = teaching.school.time_zone
        told = load_presenters.load_sentence(
            one.load, cap=one.cap, own=own, at=request.now, zone=zone
        )
        is_over = one.is_over(own)
    return render(
        request, "homework/_staff_load.html", {"form": form, "told": told, "is_over": is_over}
    )


def _without(request: Request) -> Lesson | None:
    asked = request.GET.get("sans")
    if not asked:
        return None
    return get_object_or_404(visible(request, Lesson), public_id=uuid_or_404(asked))


@require_safe
def class_load(request: Request, public_id: Any) -> HttpResponse:
    """Five days with their works, then the weeks around: sums of a class, never of a person."""
    division = get_object_or_404(queries.classes(request.reader), public_id=public_id)
    require(policies.can_see_load(request.reader, division))
    at, zone = request.now, division.school.time_zone
    today = day_of(at, zone)
    at_hand = week_at_hand(today)
    monday = monday_of(day_asked(request, at_hand))
    days = [monday + n * DAY for n in range(7 * WEEKS_AHEAD)]
    loads = load_by_day(division, days)
    cap = cap_of(division)
    works: dict[dt.date, list[Any]] = defaultdict(list)
    last = monday + 6 * DAY
    for state in queries.works_counted(request.reader, division, first=monday, last=last):
        works[state.due_on].append(state)
    week = [load for load in loads[:7] if load.works or not is_weekend(load.day)]
    rows = [(french.day_of_week(load.day), load.minutes) for load in week]
    return render(
        request,
        "homework/staff_load.html",
        {
            "code": division.code,
            "division_id": division.public_id,
            "days": [
                load_presenters.load_day(load, works[load.day], cap=cap, at=at, zone=zone)
                for load in week
            ],
            "chart": bar_chart(rows, highest=cap or 0),
            "cap": cap,
            "weeks": load_presenters.load_weeks(loads, at=at, zone=zone),
            "week_of": french.full_day(monday, at=at, zone=zone),
            "monday": monday,
            "previous": monday - WEEK,
            "next": monday + WEEK,
            "at_hand": way_back(at_hand, today=today),
            "is_this_week": monday == at_hand,
        },
    )
