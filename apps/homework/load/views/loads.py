"""What a class has to do, by day and by week: to agree with colleagues, never about one of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.homework import policies
from apps.homework.calendar import week_at_hand
from apps.homework.load import presenters as load_presenters
from apps.homework.load import queries
from apps.homework.load.queries import cap_of, load_by_day
from apps.homework.lookups import day_asked
from apps.schools.days import is_weekend, monday_of
from coeduc import french
from coeduc.access import require
from coeduc.charts.bars import bar_chart
from coeduc.days import DAY, WEEK, day_of
from coeduc.http import Request

WEEKS_AHEAD = 4


@require_safe
def class_load(request: Request, public_id: UUID) -> HttpResponse:
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
    week = [load for load in loads[:7] if load.works or load.tests or not is_weekend(load.day)]
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
            "at_hand": load_presenters.way_back(at_hand, today=today),
            "is_this_week": monday == at_hand,
        },
    )
