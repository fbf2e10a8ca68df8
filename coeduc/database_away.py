"""PostgreSQL stopped: a calm page that says when to come back, asking nothing of the database."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

RETRY_AFTER = 30  # seconds
# No code at all: there was nobody to give one. 08: the connection; 57P, 53300: stopping, starting,
# full. A statement cut or a lock that is held is an answer of a database that is there.
AWAY = ("08", "57P", "53300")


def is_away(error: BaseException | None) -> bool:
    """Whether the database itself could not be reached (SQLSTATE class 08, 57P0x, or none)."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return code is None or str(code).startswith(AWAY)


def failed(request: HttpRequest) -> HttpResponse:
    """handler500: a database that is away is nobody's mistake, and comes back."""
    if not is_away(sys.exc_info()[1]):
        return server_error(request)
    page = render_to_string("503.html")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse(page, status=status, headers={"Retry-After": str(RETRY_AFTER)})
