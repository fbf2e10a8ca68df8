"""The notebook in a phone's own calendar: its secret address, and what a calendar reads there."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.homework.enums import FeedOf
from apps.homework.feeds import services
from apps.homework.feeds.presenters import feed_content
from apps.homework.feeds.queries import open_feed_of
from apps.homework.feeds.rules import secret_of
from apps.homework.lookups import pupil_or_404
from apps.schools.links import DAILY, children_of, links_of
from coeduc.access import require
from coeduc.http import Request

PAGES = {FeedOf.FAMILY: "homework/feed_family.html", FeedOf.STUDENT: "homework/feed_student.html"}


@require_http_methods(["GET", "HEAD", "POST"])
def family_feed(request: Request) -> HttpResponse:
    return _feed_page(request, FeedOf.FAMILY, can_open=_family_can_open(request))


@require_http_methods(["GET", "HEAD", "POST"])
def family_feed_close(request: Request) -> HttpResponse:
    _family_can_open(request)
    return _close_page(request, FeedOf.FAMILY)


@require_http_methods(["GET", "HEAD", "POST"])
def student_feed(request: Request) -> HttpResponse:
    pupil_or_404(request)
    return _feed_page(request, FeedOf.STUDENT, can_open=True)


@require_http_methods(["GET", "HEAD", "POST"])
def student_feed_close(request: Request) -> HttpResponse:
    pupil_or_404(request)
    return _close_page(request, FeedOf.STUDENT)


@login_not_required
@require_safe
def feed_calendar(request: Request, secret: str) -> HttpResponse:
    """Asked by a calendar, which never signs in: the address alone says whose notebook it is.

    The bytes change with the works only, so that most readings are answered « not modified ».
    """
    feed = services.feed_behind(secret)
    if feed is None:
        raise Http404
    content = feed_content(feed, at=request.now)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="cahier-de-textes.ics"',
            "ETag": etag,
            # The address is a key: no page learns it from a link, no engine lists it.
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )
    return get_conditional_response(request, etag=etag, response=response) or response


def _feed_page(request: Request, of: FeedOf, *, can_open: bool) -> HttpResponse:
    """The address that stands, shown again each time; a tap makes one."""
    if request.method == "POST":
        require(can_open)
        services.open_feed(request.user, of, at=request.now)
        return redirect(_home(of))
    feed = open_feed_of(request.reader, of)
    address = ""
    if feed:
        path = reverse("homework:feed_calendar", args=[secret_of(feed.public_id)])
        address = request.build_absolute_uri(path)
    return render(
        request,
        PAGES[of],
        {
            "address": address,
            "to_calendar": f"webcal:{address.partition(':')[2]}" if address else "",
            "can_open": can_open,
            "close_url": reverse(f"homework:{of.value}_feed_close"),
            "open_url": _home(of),
        },
    )


def _close_page(request: Request, of: FeedOf) -> HttpResponse:
    if request.method == "POST":
        services.close_feed(request.user, of, at=request.now)
        messages.success(request, _("L’adresse est fermée : plus personne n’y lit rien."))
        return redirect(_home(of))
    if open_feed_of(request.reader, of) is None:
        return redirect(_home(of))
    return render(
        request, "homework/feed_close.html", {"back": _home(of), "is_family": of == FeedOf.FAMILY}
    )


def _family_can_open(request: Request) -> bool:
    """Whether the notebook of a child is open to them; 404 for who is nobody's family."""
    if not children_of(request.reader, at=request.now):
        raise Http404
    return bool(DAILY.among(links_of(request.reader, at=request.now) or (), request.now))


def _home(of: FeedOf) -> str:
    return reverse(f"homework:{of.value}_feed")
