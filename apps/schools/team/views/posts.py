"""The team of a school: who works here, what waits for a head, who is given which post."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools import policies
from apps.schools.days import today_of
from apps.schools.errors import TeamError
from apps.schools.lookups import for_heads, for_team, team_or_404
from apps.schools.models import Post, PreparedPost, School, Staff
from apps.schools.team import queries
from apps.schools.team.forms import EndForm, PostForm, TeamFilter
from apps.schools.team.inputs import PostWish
from apps.schools.team.presenters.looks import PostLook, end_look, ended, given, post_look
from apps.schools.team.presenters.team import (
    prepared_cards,
    prepared_sentence,
    schools_tabs,
    team_lines,
    who_confirms,
)
from apps.schools.team.presenters.words import TEACHES
from apps.schools.team.services import ends, posts, prepared
from apps.schools.team.views.outcomes import acted
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once
from coeduc.proofs import fresh_proof_required

PAGE = 50


@require_safe
def teams(request: Request) -> HttpResponse:
    """The team of the first of their schools: tabs lead to the others."""
    team_or_404(request)
    schools = queries.schools(request.reader)
    require(bool(schools))
    return _team_page(request, schools[0])


@require_safe
@for_team
def team(request: Request, school: School) -> HttpResponse:
    """Everybody at work by name, with their posts; first what was prepared and waits."""
    return _team_page(request, school)


def _team_page(request: Request, school: School) -> HttpResponse:
    form = TeamFilter(request.GET)
    words = form.words()
    page = Paginator(queries.found(request.reader, school, words), PAGE).get_page(
        request.GET.get("page")
    )
    left = Paginator(queries.gone(request.reader, school, words), PAGE).get_page(1)
    waiting = queries.prepared_in(request.reader, school)
    decides = policies.can_name(request.reader, school)
    at = request.now
    return render(
        request,
        "schools/team_list.html",
        {
            "school": school,
            "tabs": schools_tabs(queries.schools(request.reader), school),
            "form": form,
            "words": words,
            "page": page,
            "lines": team_lines(page, queries.posts_of(page, at=at), school=school, at=at),
            "gone": team_lines(left, queries.posts_of(left), school=school, at=at, gone=True),
            "gone_count": left.paginator.count,
            "prepared": prepared_cards(waiting, queries.teachings_prepared(waiting), at=at),
            "decides": decides,
            "confirmers": ""
            if decides or not waiting
            else who_confirms(queries.heads(school, at=at)),
            "office_alone": {"seul": "" if school.office_names_substitutes else "oui"},
        },
    )


# Giving ---------------------------------------------------------------------------------------


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_team
@fresh_proof_required
@once
def team_add(request: Request, school: School) -> HttpResponse:
    """Who, what, from when to when; then what it opens, in words; then yes."""
    person = _asked(request, school, "personne")
    form = _post_form(request, school, person)
    if form.is_valid() and "change" not in request.POST:
        wish = form.wish()
        gives = policies.can_give(request.reader, school, is_a_substitute=wish.is_a_substitute)
        if "confirm" in request.POST:
            done = (
                _given(request, form, wish, school)
                if gives
                else _prepared(request, form, wish, school)
            )
            if done:
                return redirect(done)
        if not form.errors:
            return render(
                request,
                "schools/team_look.html",
                {
                    "look": _look(request, form, wish, school, gives=gives),
                    "proposed": form.classes_offered(),
                    "replaced": form.replaced,
                    "school": school,
                },
            )
    return render(
        request, "schools/team_add.html", {"form": form, "school": school, "person": person}
    )


def _asked(request: Request, school: School, name: str) -> Staff | None:
    """Somebody of this school, named by the address or the form; 404 for anybody else."""
    asked = request.POST.get(name) or request.GET.get(name)
    if not asked:
        return None
    person = queries.person_of(request.reader, school, asked)
    if person is None:
        raise Http404
    return person


def _post_form(request: Request, school: School, person: Staff | None) -> PostForm:
    reader, at = request.reader, request.now
    away = None if request.method == "POST" else _asked(request, school, "remplace")
    initial: dict[str, object] = {"first_day": today_of(school, at=at)}
    if person is not None:
        initial["personne"] = str(person.public_id)
    if away is not None or "remplacement" in request.GET:
        initial |= {"function": TEACHES}
    if away is not None:
        initial["replaces"] = str(away.public_id)
    return PostForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        person=person,
        others=queries.at_work_but(reader, school, person),
        holder_of=lambda address: queries.holder_of(reader, school, address),
        teachings_of=lambda one: queries.classes_of(one, at=at).teachings,
        today=today_of(school, at=at),
        cancel_url=reverse("schools:team", args=[school.public_id]),
    )


def _look(
    request: Request, form: PostForm, wish: PostWish, school: School, *, gives: bool
) -> PostLook:
    alike = []
    if not isinstance(wish.person, Staff):
        names = wish.person.last_name, wish.person.first_name
        alike = queries.namesakes(request.reader, school, *names)
    return post_look(
        wish,
        school=school,
        namesakes=alike,
        confirmers="" if gives else who_confirms(queries.heads(school, at=request.now)),
        typed=form.typed(),
        at=request.now,
    )


def _given(request: Request, form: PostForm, wish: PostWish, school: School) -> str:
    """Where to go once it is done; nothing where the team forbids it, which the form says."""
    try:
        post = posts.give_post(wish, school=school, by=request.user, at=request.now)
    except TeamError as problem:
        form.add_error(None, str(problem))
        return ""
    messages.success(request, given(post, at=request.now))
    return reverse("schools:colleague", args=[post.staff.public_id])


def _prepared(request: Request, form: PostForm, wish: PostWish, school: School) -> str:
    try:
        prepared.prepare(wish, school=school, by=request.user, at=request.now)
    except TeamError as problem:
        form.add_error(None, str(problem))
        return ""
    messages.success(request, prepared_sentence(queries.heads(school, at=request.now)))
    return reverse("schools:team", args=[school.public_id])


# What the office prepared ------------------------------------------------------------------------


@act_of_power
@require_POST
@for_heads
@fresh_proof_required
@once
def team_confirm(request: Request, school: School, prepared_id: UUID) -> HttpResponse:
    """A head says yes: the page of the person offers their code."""
    held = _prepared_or_404(request, school, prepared_id)
    post = acted(
        request,
        lambda: prepared.confirm(held, by=request.user, at=request.now),
        lambda post: given(post, at=request.now),
    )
    if post is None:
        return redirect("schools:team", school.public_id)
    return redirect("schools:colleague", post.staff.public_id)


@act_of_power
@require_POST
@for_team
def team_set_aside(request: Request, school: School, prepared_id: UUID) -> HttpResponse:
    """Refused by a head, withdrawn by the office."""
    held = _prepared_or_404(request, school, prepared_id)
    acted(
        request,
        lambda: prepared.set_aside(held, by=request.user, at=request.now),
        lambda _held: _("C’est écarté : rien n’est ouvert."),
    )
    return redirect("schools:team", school.public_id)


def _prepared_or_404(request: Request, school: School, prepared_id: UUID) -> PreparedPost:
    held = get_object_or_404(queries.asked_of_heads(request.reader), public_id=prepared_id)
    if held.school_id != school.pk:
        raise Http404
    return held


@act_of_power
@require_POST
@for_heads
@fresh_proof_required
def team_delegate(request: Request, school: School) -> HttpResponse:
    """Substitutes alone may be left to the office; «Ce qui a changé» says by whom."""
    is_left = request.POST.get("seul") == "oui"
    prepared.leave_substitutes_to_office(school, is_left=is_left, by=request.user, at=request.now)
    messages.success(
        request,
        _("C’est noté : le secrétariat confirme seul les remplaçants.")
        if is_left
        else _("C’est noté : la direction confirme aussi les remplaçants."),
    )
    return redirect("schools:team", school.public_id)


# Ending ---------------------------------------------------------------------------------------


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_heads
@fresh_proof_required
def post_end(request: Request, school: School, post_id: UUID) -> HttpResponse:
    """At once, after a day, later than was said, or nobody knows when; first what ends with it."""
    post = _post_or_404(request, school, post_id)
    back = reverse("schools:colleague", args=[post.staff.public_id])
    form = EndForm(
        request.POST if request.method == "POST" else None,
        today=today_of(school, at=request.now),
        has_end=post.during.upper is not None,
        cancel_url=back,
    )
    if form.is_valid() and _ended(request, form, post):
        return redirect(back)
    leaves, classes_too = ends.what_ends_with(post, at=request.now)
    return render(
        request,
        "schools/post_end.html",
        {
            "form": form,
            "back": back,
            "look": end_look(
                post,
                queries.classes_of(post.staff, at=request.now),
                leaves=leaves,
                classes_too=classes_too,
                at=request.now,
            ),
        },
    )


def _ended(request: Request, form: EndForm, post: Post) -> bool:
    last_day = form.chosen_day()
    act = posts.prolong_post if form.is_later(post) else ends.end_post
    try:
        post = act(post, last_day=last_day, by=request.user, at=request.now)
    except TeamError as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, ended(post, at=request.now))
    return True


@act_of_power
@require_POST
@for_heads
@fresh_proof_required
@once
def post_give_back(request: Request, school: School, post_id: UUID) -> HttpResponse:
    """It was ended by mistake: the post, its classes and the stay as they were before."""
    post = _post_or_404(request, school, post_id)
    acted(
        request,
        lambda: ends.give_back(post, by=request.user, at=request.now),
        lambda back: given(back, at=request.now),
    )
    return redirect("schools:colleague", post.staff.public_id)


def _post_or_404(request: Request, school: School, post_id: UUID) -> Post:
    post = get_object_or_404(queries.posts_seen(request.reader), public_id=post_id)
    if post.school_id != school.pk:
        raise Http404
    return post
