"""Leaving: the browser is told whose drafts to erase."""

from __future__ import annotations

import datetime as dt

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

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
