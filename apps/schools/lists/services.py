"""What is printed of telephones is written down first: a list that leaves says who took it."""

from __future__ import annotations

import datetime as dt

from apps.accounts.models import User
from apps.schools.models import Division, Group, PhonePrinting


def note_printing(
    of: Division | Group, *, reason: str, for_day: dt.date, pupils: int, by: User, at: dt.datetime
) -> PhonePrinting:
    which = {"division": of} if isinstance(of, Division) else {"group": of}
    return PhonePrinting.objects.create(
        school_id=of.school_id,
        reason=reason,
        for_day=for_day,
        pupils=pupils,
        by=by,
        at=at,
        **which,
    )
