"""What each request leaves behind it: a line for what broke, and the security journal.

The journal says who was refused what, and who used a power, for twelve months (exploitation.md):
sign-ins, lock-outs, refused accesses, and the acts that open, cut or publish. No value, no name:
patterns of addresses and public identifiers.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import sys
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from allauth.account.adapter import get_adapter
from celery.signals import task_failure, task_retry
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from coeduc import reports

logger = logging.getLogger("coeduc.requests")
security = logging.getLogger("coeduc.security")

View = TypeVar("View", bound=Callable[..., Any])
REFUSALS = {403: "refused", 404: "not_visible", 413: "too_large", 429: "limited"}
ABSENT = "-"


def act_of_power(view: View) -> View:
    """Mark a view whose success opens, cuts, takes out or publishes: the journal keeps it."""
    view.is_act_of_power = True  # type: ignore[attr-defined]
    return view


def request_journal(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    """The first middleware: everything written during a request carries its identifier."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with structlog.contextvars.bound_contextvars(request=uuid.uuid4().hex):
            response = get_response(request)
            _keep(request, response)
            return response

    return middleware


def facts_of(request: HttpRequest | None) -> dict[str, str]:
    """Method, pattern of the address, person: nothing is read for it, the base may be down."""
    if request is None:
        return {}
    match = getattr(request, "resolver_match", None)
    person = getattr(request, "_cached_user", None)
    return {
        "method": request.method or ABSENT,
        "route": match.route if match else ABSENT,
        "person": str(getattr(person, "public_id", ABSENT)),
    }


def _objects(request: HttpRequest) -> dict[str, str]:
    """The public identifiers in the address; what is not one may be a key, and is left out."""
    match = request.resolver_match
    named = match.kwargs.items() if match else ()
    return {name: str(value) for name, value in named if isinstance(value, uuid.UUID)}


def _address(request: HttpRequest | None) -> str:
    try:
        return get_adapter().get_client_ip(request) if request is not None else ABSENT
    except PermissionDenied:  # the proxies announced are not those in front
        return ABSENT


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    match = request.resolver_match
    if match is None:
        return
    refusal = REFUSALS.get(response.status_code)
    if refusal:
        _write(refusal, request)
    elif getattr(match.func, "is_act_of_power", False) and _succeeded(request, response):
        _write("act", request)


def _succeeded(request: HttpRequest, response: HttpResponse) -> bool:
    """A form shown again is no act; a redirection is, and so is a file that leaves."""
    acted = request.method == "POST" and 300 <= response.status_code < 400
    return acted or "Content-Disposition" in response.headers


def _write(event: str, request: HttpRequest | None, **more: Any) -> None:
    objects = _objects(request) if request is not None and request.resolver_match else {}
    security.info(
        event, extra={**facts_of(request), "address": _address(request), **objects, **more}
    )


@receiver(got_request_exception, dispatch_uid="journal of errors")
def _broken(sender: Any, request: HttpRequest | None = None, **_more: Any) -> None:
    facts = facts_of(request)
    logger.error("request failed", exc_info=True, extra=facts)
    reports.report(sys.exc_info()[1], facts)


@receiver(user_logged_in, dispatch_uid="journal of sign-ins")
def _signed_in(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    _write("signed_in", request, person=str(user.public_id))


@receiver(user_logged_out, dispatch_uid="journal of sign-outs")
def _signed_out(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    if user is not None:
        _write("signed_out", request, person=str(user.public_id))


@receiver(user_login_failed, dispatch_uid="journal of refused sign-ins")
def _not_signed_in(
    sender: Any, credentials: Any, request: HttpRequest | None = None, **_more: Any
) -> None:
    """What was typed may be a password typed in the wrong place: only its trace is kept."""
    typed = next((str(credentials[key]) for key in ("username", "email") if key in credentials), "")
    _write("sign_in_refused", request, typed=_trace(typed))


def sign_in_paused(request: HttpRequest, typed: str) -> None:
    """Not even tried: too many wrong ones came before, on this account or from this place."""
    _write("sign_in_paused", request, typed=_trace(typed))


def _trace(typed: str) -> str:
    """The same for the same account tried again; nobody reads from it what was typed."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, typed.strip().casefold().encode(), hashlib.sha256).hexdigest()[:16]


@task_failure.connect(dispatch_uid="journal of tasks")
def _task_broken(sender: Any = None, exception: Any = None, **_more: Any) -> None:
    facts = {"task": str(getattr(sender, "name", ""))}
    logger.error("task failed", exc_info=exception, extra=facts)
    reports.report(exception, facts)


@task_retry.connect(dispatch_uid="journal of tasks tried again")
def _task_again(sender: Any = None, **_more: Any) -> None:
    logger.warning("task tried again", extra={"task": getattr(sender, "name", "")})
