"""The sessions of one account that would still open a page."""

from __future__ import annotations

from django.db.models import F, QuerySet

from apps.accounts.models import Session
from coeduc.access import Reader


def other_sessions(reader: Reader, *, here: str | None) -> QuerySet[Session]:
    """All but the one that asks, of this key."""
    return open_sessions(reader).exclude(session_key=here or "")


def open_sessions(reader: Reader) -> QuerySet[Session]:
    """Of this person alone, the last used first; what they hold is left where it is."""
    return (
        Session.objects.filter(user=reader.user, expire_date__gt=reader.at)
        .defer("session_data")
        .order_by(F("used_at").desc(nulls_last=True), "session_key")
    )
