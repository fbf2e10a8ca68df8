"""Opening a session for somebody who has just proved who they are."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.sign_in.services import limits


def sign_in(request: HttpRequest, user: User, *, remember: bool) -> None:
    """Sign in somebody who has just chosen their password: that is a fresh proof.

    Remembered, a phone stays signed in for SESSION_COOKIE_AGE; otherwise until it is closed.
    """
    get_adapter().login(request, user)
    request.session.set_expiry(app_settings.SESSION_COOKIE_AGE if remember else 0)
    # Wrong tries of somebody else with this name must not lock out its owner.
    limits.forgive(user)
