"""The first page of each person, across the apps."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.own_account.services import accounts
from apps.accounts.sign_in.rules import LONGEST_PAUSE
from apps.home import queries
from apps.home.forms import TeamSearchForm
from apps.home.presenters.children import child_cards
from apps.home.presenters.first_steps import OF_THE_TEAM, SAYS, Guide, guide
from apps.home.presenters.frame import first_space, names_for_greeting
from apps.home.presenters.own_steps import is_proposed, own_guides
from apps.home.presenters.reach import pupil_lines, reach_sentence
from apps.home.presenters.relatives import ended_sentences, trusted_cards
from apps.home.presenters.schools_to_call import SchoolsToCall, schools_to_call
from apps.home.presenters.search import search_page
from apps.home.presenters.staff_home import columns_of
from apps.schools import policies
from apps.schools.entrusted import entrusted_to
from apps.schools.links import children_of, pupils_of
from apps.schools.people import queries as people_queries
from apps.schools.people.queries import at_work
from apps.schools.trusted import queries as trusted_queries
from coeduc import french, portal
from coeduc.access import CAPACITY_BY_PREFIX, Capacity, require
from coeduc.days import EVENING, day_of
from coeduc.french import and_list
from coeduc.http import Request
from coeduc.portal import Visit
from coeduc.registry import Waiting
from coeduc.visits import ClassVisit

SPACES = {capacity: prefix for prefix, capacity in CAPACITY_BY_PREFIX.items()}


@require_safe
def start(request: Request) -> HttpResponse:
    """After sign-in: the space that this person comes for."""
    space = first_space(request)
    if space:
        return redirect(SPACES[space])
    return render(request, "home/start.html", {"schools": schools_to_call(request)})


@require_safe
def family_home(request: Request) -> HttpResponse:
    """«Aujourd’hui»: understood in five seconds."""
    links = children_of(request.reader, at=request.now)
    if not links:
        raise Http404
    zone = links[0].school.time_zone
    local = request.now.astimezone(zone)
    waiting = queries.what_waits(request.reader)
    nothing = Waiting()
    parts = portal.parts_of(Capacity.FAMILY, Visit(request, links, waiting))
    cards = child_cards(links, parts, waiting)
    hello = _("Bonsoir") if local.time() >= EVENING else _("Bonjour")
    return render(
        request,
        "home/family_home.html",
        {
            "hello": f"{hello} {names_for_greeting(links[0].guardian, request.reader)}.",
            "lead": _("%(day)s. Voici l’essentiel pour %(names)s.")
            % {
                "day": _day(request.now, zone),
                "names": and_list([card.name for card in cards]),
            },
            "cards": cards,
            "acts": waiting.get(None, nothing).acts,
            "is_evening": local.time() >= EVENING,
            "first_steps": is_proposed(request),
        },
    )


def _day(at: dt.datetime, zone: ZoneInfo) -> str:
    return french.full_day(day_of(at, zone), at=at, zone=zone).capitalize()


@require_safe
def student_home(request: Request) -> HttpResponse:
    mine = pupils_of(request.reader, at=request.now)
    if not mine:
        raise Http404
    student = mine[0]
    zone = student.school.time_zone
    waiting = queries.what_waits(request.reader)
    return render(
        request,
        "home/student_home.html",
        {
            "hello": _("Bonjour %(name)s.") % {"name": student.first_name},
            "lead": _day(request.now, zone) + ".",
            "acts": waiting.get(student.pk, Waiting()).acts,
            "parts": portal.parts_of(Capacity.STUDENT, Visit(request, student, waiting)),
        },
    )


@require_safe
def trusted_home(request: Request) -> HttpResponse:
    """What a relative was let read; what has ended is said, and why is not."""
    accesses = list(trusted_queries.accesses(request.reader))
    if not accesses:
        raise Http404
    opened = entrusted_to(request.reader, at=request.now)
    zone = accesses[0].student.school.time_zone
    parts = portal.parts_of(Capacity.TRUSTED, Visit(request, opened, {}))
    evening = request.now.astimezone(zone).time() >= EVENING
    hello = _("Bonsoir") if evening else _("Bonjour")
    return render(
        request,
        "home/trusted_home.html",
        {
            "hello": f"{hello} {request.user.get_full_name()}.",
            "lead": _day(request.now, zone) + ".",
            "cards": trusted_cards(opened, parts),
            "ended": ended_sentences(accesses, opened),
        },
    )


@require_safe
def family_people(request: Request) -> HttpResponse:
    """Whom to call, in the schools of the children: what the frame knows already."""
    if not children_of(request.reader, at=request.now):
        raise Http404
    return render(request, "home/people.html")


@require_safe
def student_people(request: Request) -> HttpResponse:
    if not pupils_of(request.reader, at=request.now):
        raise Http404
    return render(request, "home/people.html")


@require_safe
def staff_home(request: Request) -> HttpResponse:
    """What waits for a gesture: copies to hand back, marks to enter; for heads, the rule."""
    colleague = at_work(request.reader)
    if colleague is None:
        raise Http404
    me = colleague.jobs[0]
    visit = Visit(request, colleague, queries.what_waits(request.reader))
    day = french.full_day(colleague.today, at=request.now, zone=me.school.time_zone)
    return render(
        request,
        "home/staff_home.html",
        {
            "hello": _("Bonjour %(name)s.") % {"name": me.polite_name},
            "lead": day.capitalize() + ".",
            "columns": columns_of(portal.parts_of(Capacity.STAFF, visit)),
        },
    )


@require_safe
def lead_class(request: Request, public_id: UUID) -> HttpResponse:
    """The page of a class, for who leads it and who follows the whole school."""
    division = get_object_or_404(queries.classes(request.reader), public_id=public_id)
    is_mine = policies.is_lead(request.reader, division)
    require(is_mine or policies.can_follow_class(request.reader, division))
    students = queries.pupils_in(request.reader, division)
    lines = pupil_lines(students, queries.reading_links(request.reader, division))
    title = _("Ma %(code)s") if is_mine else _("La classe de %(code)s")
    return render(
        request,
        "home/lead_class.html",
        {
            "title": title % {"code": division.code},
            "division_id": division.public_id,
            "lead": reach_sentence(lines),
            "pupils": lines,
            "parts": portal.class_parts(ClassVisit(request, division, students)),
        },
    )


@require_safe
def search(request: Request) -> HttpResponse:
    """A pupil, a class, a colleague, an assessment: what each app finds, through the one door.

    What was typed is a name: no page opened from here is told the address it was opened from.
    """
    schools = people_queries.schools_by_key(request.reader) if request.reader.is_staff else {}
    if not schools:
        raise Http404
    form = TeamSearchForm(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    page = search_page(request, typed, schools)
    if not page.follows:
        form["q"].label = _("Nom ou classe") if page.knows else _("Nom")
    response = render(request, "home/search.html", {"form": form, "page": page})
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@login_not_required
@require_safe
def first_steps(request: Request) -> HttpResponse:
    """The first ten minutes: one's own, hat by hat; of a visitor, who they are first."""
    return _steps_page(request, own_guides(request))


@login_not_required
@require_safe
def first_steps_of(request: Request, who: str) -> HttpResponse:
    """Those of somebody: the same words, and the links of who reads them for themself."""
    if who not in SAYS:
        raise Http404
    own = {one.key: one for one in own_guides(request)}
    inside = not OF_THE_TEAM.isdisjoint(own)
    return _steps_page(request, [own.get(who) or guide(who, inside=inside)])


def _steps_page(request: Request, guides: list[Guide]) -> HttpResponse:
    shown = {one.key for one in guides}
    others = [guide(key) for key in SAYS if key not in shown]
    context = {"guides": guides, "others": others, "again": {"again": "1"}}
    return render(request, "home/first_steps.html", context)


@login_not_required
@require_safe
def stuck(request: Request) -> HttpResponse:
    """«Je n'y arrive pas»: without a code, without an address, and whom to call."""
    return render(
        request, "home/stuck.html", {"schools": _to_call(request), "pause": LONGEST_PAUSE}
    )


def _to_call(request: Request) -> SchoolsToCall | None:
    """None for who has a school: the frame names it."""
    has_school = request.user.is_authenticated and first_space(request)
    return None if has_school else schools_to_call(request)


@require_POST
def first_steps_propose(request: Request) -> HttpResponse:
    """On one's first page, no more or again: the pages themselves stay where they are."""
    again = "again" in request.POST
    accounts.propose_first_steps(request.user, again=again, at=request.now)
    return redirect("home:first_steps" if again else "home:start")
