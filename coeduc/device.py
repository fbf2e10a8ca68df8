"""Who has signed in on this browser before: a signed cookie, readable by nobody but the portal.

It opens nothing. It says to whom a text belongs that was sent after the session's end, and whose
wrong tries are those of somebody who has already proved who they are, here.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

COOKIE = "appareil"
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
    return [str(one) for one in said] if isinstance(said, list) else []


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
