"""``/sante/``: what a load balancer or a container asks, before anything of a page is done.

Answered by a middleware, ahead of the name of the host, of https, of sessions and of journals: a
probe asks an address of the machine, in plain HTTP, every few seconds. No cookie, nothing about the
portal or about anybody, two words.

- ``/sante/``: this process answers. It asks neither PostgreSQL nor Redis: killing the process would
  not bring them back.
- ``/sante/pret/``: it may be given visitors. PostgreSQL answers; no is said after three seconds, or
  eight where its server is frozen. Redis is not asked, a page does without it.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from coeduc.database_away import RETRY_AFTER

ALIVE, READY = "/sante/", "/sante/pret/"
PLAIN = "text/plain; charset=utf-8"


def health(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """A middleware: ``ALIVE`` and ``READY`` answer first, with neither session nor cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (ALIVE, READY):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if request.path_info == ALIVE or _database_answers():
            return HttpResponse("ok\n", content_type=PLAIN)
        return HttpResponse(
            "base absente\n",
            content_type=PLAIN,
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER)},
        )

    return middleware


def _database_answers() -> bool:
    """The kept connection, or a new one in place of a dead one."""
    try:
        connection.ensure_connection()
        if connection.is_usable():
            return True
        connection.close()
        connection.ensure_connection()
        return connection.is_usable()
    except (InterfaceError, OperationalError):
        return False
