"""The demonstration's bar and its acts, which are a 404 where there is no demonstration."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from celery import chain, signature
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.demo.presenters import TimeMachine, moves_from, time_machine
from apps.demo.theatre.cast import accounts_of, demo_accounts
from apps.demo.theatre.load import evening_played
from coeduc import clock
from coeduc.http import Request

# Rung at once, in this order: what appeared is announced, and leaves.
BELLS = ("apps.results.announcements.tasks.announce", "apps.notices.outbox.tasks.drain_outbox")


@login_not_required
@require_POST
def move_clock(request: Request) -> HttpResponse:
    """Move the demonstration's clock, ring the bell, and come back to the page."""
    _require_demo()
    key = request.POST.get("move", "")
    if key == "reset":
        clock.reset()
    if key == "opening" and (evening := evening_played(clock.real_now())):
        if evening < clock.real_now():
            clock.open_at(evening)
        else:
            messages.info(request, _("L’histoire a dépassé ce soir-là : il est derrière elle."))
    for move in moves_from(request.now):
        if move.key == key:
            clock.move_to(move.instant)
    bells = [signature(name, immutable=True) for name in BELLS]
    transaction.on_commit(lambda: chain(*bells).delay())
    return redirect(_back(request))


@login_not_required
@require_POST
def change_person(request: Request) -> HttpResponse:
    """Sit in the chair of somebody of the cast, without a password."""
    _require_demo()
    username = request.POST.get("person", "")
    if username not in {visit.username for visit in demo_accounts()}:
        raise Http404
    person = get_object_or_404(accounts_of(username))
    get_adapter().login(request, person)  # which also counts as the proof that some acts ask for
    return redirect("home:start")


def _require_demo() -> None:
    if not settings.DEMO_CLOCK:
        raise Http404


def _back(request: Request) -> str:
    """The page left, if it is ours."""
    page = request.POST.get("page", "")
    allowed = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if allowed and page.startswith("/") else "/"


def bar(request: Any) -> TimeMachine | None:
    """What the bar shows to whoever is there, signed in or not."""
    now = getattr(request, "now", None)
    if not settings.DEMO_CLOCK or now is None:
        return None
    return time_machine(at=now, real=clock.real_now(), username=request.user.get_username())
