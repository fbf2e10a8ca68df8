"""What the portal says when it takes nothing: a wrong method, too much at once, an old page."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as plain_bad_request

from coeduc import comfort, unsaved, ways_back

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def own_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """A page instead of Django's white one, for who opens an address that only takes posts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        back = ways_back.above(request.path_info)
        page = render(request, "405.html", {"back": back}, status=response.status_code)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: more than an address takes is not a request that makes no sense."""
    if isinstance(exception, TOO_MUCH):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        context = {"back": ways_back.within(request.headers.get("Referer", ""), request) or "/"}
        return render(request, "413.html", context, status=status)
    return plain_bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: the same few bytes for what is unknown and for what is hidden, with no menu.

    Nothing is asked of the database for it: neither who is there nor which school is theirs.
    """
    context: dict[str, Any] = {"comfort": comfort.of_request(request), "unsaved": None}
    session = getattr(request, "session", None)
    if session is not None and session.accessed:  # read already, by a page that then hid itself
        context["unsaved"] = unsaved.of_page(request)
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def too_many(
    request: HttpRequest, exception: Exception | None = None, *, wait: dt.timedelta | None = None
) -> HttpResponse:
    """handler429: allauth's limits ask for it. ``wait``: how long, where it is known."""
    minutes = math.ceil(wait / dt.timedelta(minutes=1)) if wait else None
    context = {"minutes": minutes}
    return render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)


def csrf_failure(request: Any, reason: str = "") -> HttpResponse:
    """An old page, nearly always: it leads back to its form, with what was typed if it is ours.

    What another site makes a browser send is neither kept nor shown.
    """
    back = ways_back.page_of(request)
    if ways_back.match_of(request.path_info) and request.path_info.startswith("/compte/connexion/"):
        back = request.path_info
    ours = request.headers.get("Origin", "") in ("", f"{request.scheme}://{request.get_host()}")
    ours = ours and bool(ways_back.within(request.headers.get("Referer", ""), request))
    kept = ours and unsaved.keep(request, page=back)
    context = {"back": back, "kept": kept, "reason": reason}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
