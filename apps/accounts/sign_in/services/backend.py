"""Who is signing in: one look-up, and the same work whoever is named.

The cost of a sign-in depends on what was typed alone: an identifier, an address, a closed account
and a name that nobody has all cost one hash for each reading of the password.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower
from django.http import HttpRequest

from apps.accounts.models import User
from apps.accounts.passwords import readings
from coeduc.letters import bare, small


class PortalBackend(AuthenticationBackend):
    """Signs in by identifier or by e-mail address; as slow for an account that does not exist."""

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
    return with_identifier(login) or with_address(login)


def with_identifier(identifier: str) -> User | None:
    """The same signs, capitals of A–Z apart; never what only resembles it."""
    return _found("username", identifier)


def with_address(email: str) -> User | None:
    """Whose address this is, capitals apart: one that only resembles it is somebody else's."""
    return _found("email", email) if email.isascii() else None


def _found(field: str, said: str) -> User | None:
    """SQL narrows, as the unique constraint does (Lower); Python alone says it is the same.

    PostgreSQL's own letters depend on the machine: some make an «i» of «İ».
    """
    wanted = small(said)
    if not wanted:
        return None
    near = User.objects.alias(small=Lower(field)).filter(small=wanted).order_by("pk")
    return next((one for one in near if small(getattr(one, field)) == wanted), None)
