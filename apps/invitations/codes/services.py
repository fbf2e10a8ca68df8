"""A code for somebody: what is written, and for how long it opens anything."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import CodeEnd, Purpose
from apps.invitations.models import AccessCode
from apps.notices.enums import Delivery
from apps.notices.models import LetterBatch, Person, column_of
from apps.schools.models import Staff
from coeduc.locks import hold_row

# EduConnect's paper notices last three months too (domain.md, 6).
GUARDIAN_DAYS = 92
# No second proof is known of a colleague: their slip is handed over, and short-lived.
STAFF_DAYS = 14
# A mail stays in a box that somebody may read one day.
MAIL_DAYS = 7
# The person stands at the office in the afternoon, and has their computer at home.
RESET_HOURS = 24


def new_code() -> str:
    """Drawn by the operating system's own source: nothing of the person or of the hour is in it."""
    return codes_rules.code_of(
        "".join(secrets.choice(codes_rules.ALPHABET) for _position in range(codes_rules.LENGTH - 1))
    )


def lifetime(person: Person, purpose: str, delivery: str = "") -> dt.timedelta:
    if purpose == Purpose.RESET:
        return dt.timedelta(hours=RESET_HOURS)
    if delivery == Delivery.MAILED:
        return dt.timedelta(days=MAIL_DAYS)
    return dt.timedelta(days=STAFF_DAYS if isinstance(person, Staff) else GUARDIAN_DAYS)


@transaction.atomic
def give_code(
    person: Person,
    *,
    purpose: str,
    delivery: str,
    by: User | None,
    at: dt.datetime,
    batch: LetterBatch | None = None,
    code: str = "",
) -> tuple[AccessCode, str]:
    """A code for ``person``, and the row that stands for it; any earlier one stops working.

    The person's row is locked, so that two offices at once leave one code that works.
    """
    __, at = hold_row(type(person)._default_manager.filter(pk=person.pk), at=at)
    column = column_of(person)
    AccessCode.objects.unused().filter(purpose=purpose, **{column: person}).update(
        cancelled_at=at, cancelled_because=CodeEnd.REPLACED
    )
    code = code or new_code()
    row = AccessCode.objects.create(
        school_id=person.school_id,
        purpose=purpose,
        digest=codes_rules.digest(code),
        delivery=delivery,
        batch=batch,
        by=by,
        created_at=at,
        expires_at=at + lifetime(person, purpose, delivery),
        **{column: person},
    )
    return row, code
