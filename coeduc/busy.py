"""Somebody else is writing the same rows and it takes too long: said as such, and worth a retry.

``lock_timeout`` (settings) ends the wait before the person gives up; PostgreSQL ends a circle of
two by itself. Nothing was written: the same request, sent again, does what it would have done.
"""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg import errors

RETRY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)
SECONDS = 2
STATUS = 503
HEADER = "Co-Busy"  # a script tells this from a portal that is down (static/js/modules/post.js)


def is_busy(exception: BaseException) -> bool:
    """Whether another transaction held the lock: the same request may succeed in a moment."""
    return isinstance(exception, OperationalError) and isinstance(exception.__cause__, RETRY)


def busy_answer(request: HttpRequest) -> HttpResponse:
    """A page without any query, the transaction being over; a script looks for its header."""
    sentence = _("Un autre enregistrement est en cours. On réessaie dans un instant.")
    response: HttpResponse
    if request.accepts("text/html"):
        context = {"has_form": request.method not in ("GET", "HEAD")}
        response = HttpResponse(render_to_string("busy.html", context), status=STATUS)
    else:
        response = JsonResponse({"busy": True, "sentence": sentence}, status=STATUS)
    response.headers["Retry-After"] = str(SECONDS)
    response.headers[HEADER] = "1"
    return response
