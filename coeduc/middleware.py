"""One request: one instant, one reader, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject

from coeduc import clock, device, unsaved, ways_back
from coeduc.access import Reader, capacity_of
from coeduc.busy import busy_answer, is_busy
from coeduc.encodings import believe_no_charset
from coeduc.frame import remember_space

NULL, WRITTEN_NULL = "\0", "%00"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Where one is sent to give the password again: nothing was done before.
PROOF_URL = "account_reauthenticate"
GetResponse = Callable[[HttpRequest], HttpResponse]


def plain_text(get_response: GetResponse) -> GetResponse:
    """What a request says is UTF-8 without null characters, whatever it claims.

    PostgreSQL holds no null character: a text pasted with one is kept without it, an address with
    one names nothing.
    """
    believe_no_charset()

    def middleware(request: Any) -> HttpResponse:
        if NULL in request.path_info:
            raise Http404
        if WRITTEN_NULL in request.META.get("QUERY_STRING", ""):
            request.GET = _without_null(request.GET)
        load = request._load_post_and_files

        def loaded() -> None:
            try:
                load()
            except (LookupError, ValueError) as error:  # a part in an encoding that does not exist
                request._mark_post_parse_error()
                raise BadRequest from error
            request._post = _without_null(request._post)

        # Read later, or never: who may send a file is known before the body is opened.
        request._load_post_and_files = loaded
        return get_response(request)

    return middleware


def _without_null(said: QueryDict) -> QueryDict:
    if not any(NULL in text for name, texts in said.lists() for text in (name, *texts)):
        return said
    plain = QueryDict(mutable=True)
    for name, texts in said.lists():
        plain.setlist(name.replace(NULL, ""), [text.replace(NULL, "") for text in texts])
    plain._mutable = False
    return plain


def request_instant(get_response: GetResponse) -> GetResponse:
    """Give the request its only instant and its reader: a page cannot straddle an opening hour."""

    def middleware(request: Any) -> HttpResponse:
        request.now = clock.now()
        request.reader = SimpleLazyObject(
            lambda: Reader(request.user, capacity_of(request.path_info), request.now, memo={})
        )
        return get_response(request)

    return middleware


def whole_pages(get_response: GetResponse) -> GetResponse:
    """A part of a page asked for once the session is over: the page is loaded again, whole.

    Otherwise the browser would follow to the sign-in page and put it inside the part.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        target = response.headers.get("Location", "").partition("?")[0]
        if (
            target
            and request.headers.get("HX-Request")
            and target == resolve_url(settings.LOGIN_URL)
        ):
            whole = HttpResponse(headers={"HX-Refresh": "true"})
            whole.cookies = response.cookies
            return whole
        return response

    return middleware


def answers_to_scripts(get_response: GetResponse) -> GetResponse:
    """A script that saves a form learns where it led, or that the session is over, in JSON.

    A browser follows a redirection by itself: the script would not know which, and would use up
    the message of the page that follows.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        target = response.headers.get("Location")
        if not target or not request.headers.get("Co-Saving"):
            return response
        asked_to_prove = {resolve_url(name) for name in (settings.LOGIN_URL, PROOF_URL)}
        sign_in = target.partition("?")[0] in asked_to_prove
        answer = JsonResponse({"to": target, "signIn": sign_in})
        answer.cookies = response.cookies
        return answer

    return middleware


class SignInAgain(LoginRequiredMiddleware):
    """Signing in brings back to the page of the form, with what was typed, and never further.

    An address that only takes posts is no place to come back to; the gesture is done again by the
    person, who reads that it is not saved yet.
    """

    def process_view(self, request: Any, view_func: Any, *args: Any) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, *args)
        if answer is None and request.method not in SAFE_METHODS and request.session.session_key:
            unsaved.forget(request)
        return answer

    def handle_no_permission(self, request: Any, view_func: Any) -> HttpResponseRedirect:
        page = ways_back.page_of(request)
        if request.method not in SAFE_METHODS:
            unsaved.keep(request, page=page)
        answer = redirect_to_login(page, resolve_url(self.get_login_url(view_func)))
        device.remember_closed(request, answer)
        return answer


def left_behind(get_response: GetResponse) -> GetResponse:
    """What a browser shared by a family keeps from one page to the next: only where one was; and
    what the portal keeps of it, for its owner: when it was last used."""

    def middleware(request: Any) -> HttpResponse:
        response = get_response(request)
        unsaved.put_back(request, response)
        remember_space(request, response)
        device.remember(request, response)
        device.send_who_left(request, response)
        device.forget_closed(request, response)
        request.session.note_use(at=request.now)
        return response

    return middleware


class OneTransaction:
    """Reads run in a READ ONLY transaction, writes in one that any exception rolls back.

    Django turns a view's exception into a response before a middleware sees it, so the
    roll-back is decided in ``process_exception``; ``ATOMIC_REQUESTS`` would cost two more
    statements for each read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Django deletes the session of somebody whose password has changed when it first looks
        # for the person: before a transaction that may not write.
        bool(request.user.is_authenticated)
        with transaction.atomic():
            if request.method in SAFE_METHODS:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            response = self.get_response(request)
            if getattr(request, "_view_failed", False):
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only noted here: the page of the error (404, 403) still reads the person's school.

        But for a lock that somebody keeps: an answer of its own, which reads nothing.
        """
        request._view_failed = True  # type: ignore[attr-defined]
        return busy_answer(request) if is_busy(exception) else None
