"""A code for somebody: what is written, and for how long it opens anything."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import CodeEnd, Purpose
from apps.invitations.models import AccessCode, CodeHolder, holder_column
from apps.notices.enums import Delivery
from apps.notices.models import LetterBatch
from apps.schools.models import NotebookAccess, Staff
from coeduc.locks import hold_row


def new_code() -> str:
    """Drawn by the operating system's own source: nothing of the person or of the hour is in it."""
    return codes_rules.code_of(
        "".join(secrets.choice(codes_rules.ALPHABET) for _position in range(codes_rules.LENGTH - 1))
    )


def lifetime(person: CodeHolder, purpose: str, delivery: str = "") -> dt.timedelta:
    """How long a code opens: hours for a forgotten password, days by mail or on paper."""
    if purpose == Purpose.RESET:
        return dt.timedelta(hours=codes_rules.RESET_HOURS)
    if delivery == Delivery.MAILED:
        return dt.timedelta(days=codes_rules.MAIL_DAYS)
    match person:
        case Staff():
            return dt.timedelta(days=codes_rules.STAFF_DAYS)
        case NotebookAccess():
            return dt.timedelta(days=codes_rules.RELATIVE_DAYS)
        case _:
            return dt.timedelta(days=codes_rules.GUARDIAN_DAYS)


@transaction.atomic
def give_code(
    person: CodeHolder,
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
    column = holder_column(person)
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
