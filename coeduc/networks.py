"""Where a request comes from, as a keyed digest: enough to count, nothing to read."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def network_of(request: HttpRequest) -> str:
    """The visitor's address behind our own proxies; of IPv6, the network of their home."""
    return digest(get_ip(request), "network")


def digest(said: str, use: str) -> str:
    """The same for the same words and the same use, and of no use without SECRET_KEY."""
    return salted_hmac(f"coeduc.accounts.{use}", said, algorithm="sha256").hexdigest()
