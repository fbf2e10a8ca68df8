"""Who is signing in: one look-up, and the same work whoever is named.

The cost of a sign-in depends on what was typed alone: an identifier, an address, a closed account
and a name that nobody has all cost one hash for each reading of the password.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.passwords import readings
from coeduc.letters import bare


class PortalBackend(AuthenticationBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:  # type: ignore[override]
        password = credentials.get("password")
        login = credentials.get("username") or credentials.get("email")
        if not password or not login:
            return None
        user = named(login)
        if user is None:
            for reading in readings(password):
                make_password(reading)
            return None
        return self._check_password(user, password)  # type: ignore[return-value]


def named(login: str) -> User | None:
    """By identifier first, else by address: neither is ever shared."""
    login = bare(login).strip()
    if "\x00" in login:
        return None
    found = User.objects.filter(username__iexact=login).order_by("pk").first()
    return found or User.objects.filter(email__iexact=login).exclude(email="").first()
