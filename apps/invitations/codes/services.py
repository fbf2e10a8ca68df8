"""What the office does: ask for letters, try one again, give one code."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.enums import CodeEnd, Purpose
from apps.invitations.letters.queries import Plan
from apps.invitations.models import AccessCode
from apps.invitations.policies import Person
from apps.notices.enums import Delivery, FileState
from apps.notices.models import Letter, LetterBatch, LetterFile, LetterTexts
from apps.schools.models import Guardian, School, Staff, Student
from coeduc.locks import hold_row

# EduConnect's paper notices last three months too (domain.md, 6).
GUARDIAN_DAYS = 92
# No second proof is known of a colleague: their slip is handed over, and short-lived.
STAFF_DAYS = 14
# A mail stays in a box that somebody may read one day.
MAIL_DAYS = 7
# The person stands at the office in the afternoon, and has their computer at home.
RESET_HOURS = 24


def kind_of(person: Person) -> str:
    """The column of a code or a letter that names ``person``."""
    return {Guardian: "guardian", Student: "student", Staff: "staff"}[type(person)]


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
    column = kind_of(person)
    AccessCode.objects.unused().filter(purpose=purpose, **{column: person}).update(
        cancelled_at=at, cancelled_because=CodeEnd.REPLACED
    )
    code = code or codes_rules.new_code()
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


@transaction.atomic
def ask_for_letters(
    plan: Plan,
    *,
    school: School,
    audience: str,
    label: str,
    delivery: str,
    renews: bool,
    by: User,
    at: dt.datetime,
) -> LetterBatch:
    """Write down what is to be printed: a worker's next bell prints it, one file at a time."""
    batch = LetterBatch.objects.create(
        school=school,
        audience=audience,
        label=label,
        delivery=delivery,
        renews=renews,
        by=by,
        created_at=at,
    )
    files = LetterFile.objects.bulk_create(
        LetterFile(school=school, batch=batch, rank=rank, label=file.label[:80])
        for rank, file in enumerate(plan.files, start=1)
    )
    letters = []
    for row, file in zip(files, plan.files, strict=True):
        rank = 0
        for number, envelope in enumerate(file.envelopes, start=1):
            for person in envelope:
                rank += 1
                letters.append(
                    Letter(
                        school=school,
                        batch=batch,
                        file=row,
                        rank=rank,
                        envelope=number,
                        **{kind_of(person): person},
                    )
                )
    Letter.objects.bulk_create(letters)
    return batch


@transaction.atomic
def try_again(file: LetterFile) -> None:
    """Put a failed file back in line; a file in any other state is left as it is."""
    LetterFile.objects.filter(pk=file.pk, state=FileState.FAILED).update(
        state=FileState.WAITING, attempts=0, leased_until=None, error=""
    )


def texts_of(school: School) -> LetterTexts:
    """The school's own words on its letters; an unsaved, empty row where it has written none."""
    return LetterTexts.objects.filter(school=school).first() or LetterTexts(school=school)


__all__ = [
    "Delivery",
    "Purpose",
    "ask_for_letters",
    "give_code",
    "kind_of",
    "lifetime",
    "texts_of",
    "try_again",
]
