"""The codes of relatives: used, in somebody's hands, or on their way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from apps.invitations.models import AccessCode, CodeMail


def codes_in_hand(accesses: Iterable[int], *, at: dt.datetime) -> dict[int, dt.datetime]:
    """Until when the code of each, not used yet, opens something."""
    codes = AccessCode.objects.open(at=at).filter(access__in=list(accesses))
    return dict(codes.values_list("access", "expires_at"))


def mails_on_their_way(accesses: Iterable[int]) -> set[int]:
    return set(
        CodeMail.objects.waiting()
        .filter(access__in=list(accesses))
        .values_list("access", flat=True)
    )
