"""Leaving, and who is signed in here: what the browser must know of the drafts it keeps."""

from __future__ import annotations

import datetime as dt

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from coeduc import unsaved
from coeduc.http import Request

# Read by static/js/modules/drafts.js, on the page that follows, where drafts are erased.
LEFT_COOKIE, DRAFTS_LAST = "parti", dt.timedelta(days=7)


@login_not_required
def sign_out(request: Request) -> HttpResponse:
    """allauth's, and the browser is told whose drafts to erase, from whatever page one leaves."""
    account = str(request.user.public_id) if request.user.is_authenticated else ""
    response = logout(request)
    if account and not request.user.is_authenticated:
        response.set_cookie(
            LEFT_COOKIE,
            account,
            max_age=DRAFTS_LAST,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
def token(request: Request) -> JsonResponse:
    """Who is signed in, and the token of their forms: signing in elsewhere changed both.

    ``account`` is a public id: a page left open never saves in the name of somebody else.
    """
    return JsonResponse({"account": str(request.user.public_id), "token": get_token(request)})


@require_POST
def erase_unsaved(request: Request) -> HttpResponse:
    """«Effacer ce texte»: what was sent after the session's end, and will not be saved."""
    return redirect(unsaved.erase(request))
