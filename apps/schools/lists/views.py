"""Lists of classes and groups, and the telephones of one, asked for with why."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from apps.schools import policies
from apps.schools.days import today_of
from apps.schools.lists import queries as lists_queries
from apps.schools.lists import services as lists_services
from apps.schools.lists.forms import PhonePrintingForm
from apps.schools.lists.presenters import (
    phone_lines,
    printed_lead,
    printing_sentence,
    roll_links,
    roll_page,
)
from apps.schools.lists.queries import Roll
from apps.schools.lookups import team_or_404
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once, shown_once

PAGE = 40


@require_safe
def list_list(request: Request) -> HttpResponse:
    """Every class and every group that this person may print."""
    team_or_404(request)
    require(policies.knows_pupils(request.reader))
    classes = list(lists_queries.classes(request.reader))
    groups = list(lists_queries.groups(request.reader))
    several = len({one.school_id for one in (*classes, *groups)}) > 1
    return render(
        request,
        "schools/list_list.html",
        {
            "classes": roll_links(classes, several=several),
            "groups": roll_links(groups, several=several),
            "reads_printings": policies.can_read_printings(request.reader),
        },
    )


@require_safe
def list_detail(request: Request, kind: str, public_id: UUID) -> HttpResponse:
    """The names, to print: nothing that a paper left on a table would tell."""
    of = _roll_or_404(request, kind, public_id)
    students = lists_queries.pupils(request.reader, of)
    return render(
        request,
        "schools/list_detail.html",
        {
            "page": roll_page(
                of,
                students,
                reader=request.reader,
                lacks_own=lists_queries.lacks_own(request.reader, of),
            ),
            "prints_phones": policies.can_print_phones(request.reader, of),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def list_phones(request: Request, kind: str, public_id: UUID) -> HttpResponse:
    """Why and for which day first; then the telephones, once: a reload asks again."""
    of = _roll_or_404(request, kind, public_id)
    require(policies.can_print_phones(request.reader, of))
    students = lists_queries.pupils(request.reader, of)
    lacks_own = lists_queries.lacks_own(request.reader, of)
    page = roll_page(of, students, reader=request.reader, lacks_own=lacks_own)
    form = PhonePrintingForm(
        request.POST if request.method == "POST" else None,
        today=today_of(of.school, at=request.now),
        cancel_url=page.url,
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "schools/list_phones.html", {"form": form, "page": page})
    why = {"reason": form.cleaned_data["reason"], "for_day": form.cleaned_data["for_day"]}
    lists_services.note_printing(of, **why, pupils=len(students), by=request.user, at=request.now)
    context = {
        "page": page,
        "lead": printed_lead(of, **why, reader=request.reader),
        "pupils": phone_lines(students, lists_queries.to_call(request.reader, students)),
    }
    response = render(request, "schools/list_phones_shown.html", context)
    return shown_once(response, then=page.url)


@require_safe
def phone_printings(request: Request) -> HttpResponse:
    """Which telephones left the school, for its heads."""
    team_or_404(request)
    require(policies.can_read_printings(request.reader))
    page = Paginator(lists_queries.printings(request.reader), PAGE).get_page(
        request.GET.get("page")
    )
    lines = [printing_sentence(printing) for printing in page]
    return render(request, "schools/phone_printings.html", {"page": page, "lines": lines})


def _roll_or_404(request: Request, kind: str, public_id: UUID) -> Roll:
    of = lists_queries.roll(request.reader, kind, public_id)
    if of is None:
        raise Http404
    return of
