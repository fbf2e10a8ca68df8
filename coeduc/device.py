"""Who has signed in on this browser before: a signed cookie, readable by nobody but the portal.

It opens nothing. It says to whom a text belongs that was sent after the session's end, and whose
wrong tries are those of somebody who has already proved who they are, here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from coeduc.shapes import shaped_or_none

if TYPE_CHECKING:
    from apps.accounts.models import User

COOKIE = "appareil"
# Read by static/js/modules/drafts.js on the page that follows: the drafts to erase.
LEFT_COOKIE, DRAFTS_LAST = "parti", 7 * 24 * 3600
_LEFT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The session of this browser was ended from another: said on its next sign-in page.
CLOSED_COOKIE, CLOSED_IS_SAID = "ferme", 3600
SALT = "coeduc.device"
LASTS = 400 * 24 * 3600
# A family's tablet: the parents and their children.
MOST = 6


def accounts_of(request: HttpRequest) -> list[str]:
    """The public identifiers of who has signed in here, the last one first."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []
    return shaped_or_none(list[str], said) or []


def leaves(request: HttpRequest, user: User) -> None:
    """This account goes from this browser: signed out, or somebody else has come in its place.

    A session that ends by itself is no leaving: its owner finds their drafts when they come back.
    """
    request._left = [  # type: ignore[attr-defined] # ours
        *getattr(request, "_left", ()),
        str(user.public_id),
    ]


def left(request: HttpRequest) -> list[str]:
    """Whose drafts this browser has not erased yet, and is told of again."""
    return _LEFT.findall(request.COOKIES.get(LEFT_COOKIE, ""))[:MOST]


def note_closed(keys: Iterable[str]) -> None:
    """Their browsers will read that they were disconnected from another; best effort, by the cache.

    Only a digest is kept: the key of a session, even ended, is nobody's to read.
    """
    cache.set_many({_closed(key): True for key in keys}, DRAFTS_LAST)


def was_closed(request: HttpRequest) -> bool:
    """Whether another device ended the session of this browser, which is not signed in since."""
    if request.COOKIES.get(CLOSED_COOKIE):
        return True
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return bool(key and cache.get(_closed(key)))


def _closed(key: str) -> str:
    return f"closed:{hashlib.sha256(key.encode()).hexdigest()}"


def remember_closed(request: HttpRequest, response: HttpResponseBase) -> None:
    """On the way to the sign-in page: the cookie of the session itself is taken back with it."""
    if was_closed(request):
        response.set_cookie(
            CLOSED_COOKIE,
            "1",
            max_age=CLOSED_IS_SAID,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def forget_closed(request: HttpRequest, response: HttpResponse) -> None:
    """Somebody has signed in here since."""
    if CLOSED_COOKIE in request.COOKIES and request.user.is_authenticated:
        response.delete_cookie(CLOSED_COOKIE, samesite="Lax")


def send_who_left(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever left or was replaced, whatever page it was done from; after ``remember``."""
    gone = getattr(request, "_left", None)
    if not gone:
        return
    response.set_cookie(
        LEFT_COOKIE,
        ".".join(list(dict.fromkeys([*gone, *left(request)]))[:MOST]),
        max_age=DRAFTS_LAST,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Put the person first, where the request has found who they are; asks the database nothing."""
    user = request.__dict__.get("user")
    if type(user) is SimpleLazyObject:
        # Asked for or not; whoever has just signed in has taken its place.
        user = getattr(request, "_cached_user", None)
    # Not on a refusal: what is hidden and what does not exist must be answered alike.
    if user is None or not user.is_authenticated or response.status_code >= 400:
        return
    known, mine = accounts_of(request), str(user.public_id)
    if known[:1] == [mine]:
        return
    kept = [mine, *(one for one in known if one != mine)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
