"""Reading a code: whether it still opens something, here and now.

Unknown, expired, replaced, used, blocked: one and the same answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from apps.accounts.models import User
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes.queries import may_enter
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode, CodeHolder
from apps.schools.models import Guardian, NotebookAccess, School, Staff, Student


def open_code(code: str, *, at: dt.datetime) -> AccessCode | None:
    """The row of a code that still opens something for its person, or None whatever the reason."""
    row = rows().filter(digest=codes_rules.digest(code)).first()
    return row if row is not None and opens(row, at=at) else None


def open_row(pk: int, *, at: dt.datetime) -> AccessCode | None:
    """The same, for a code that was read on an earlier page."""
    row = rows().filter(pk=pk).first()
    return row if row is not None and opens(row, at=at) else None


def was_used_by(code: str, user: Any) -> bool:
    """Its own user may know that a code has served: nobody else."""
    if not user.is_authenticated:
        return False
    return AccessCode.objects.filter(digest=codes_rules.digest(code), used_by=user).exists()


def needs_answer(row: AccessCode) -> bool:
    """A colleague's slip has no second proof: it is handed over, and short-lived."""
    return row.staff_id is None


def opens(row: AccessCode, *, at: dt.datetime) -> bool:
    """Whether this code opens something now: unused, in its time, and its person may enter."""
    if row.used_at or row.cancelled_at or row.expires_at <= at:
        return False
    account = row.person.user
    if row.purpose == Purpose.ACTIVATION and account is not None:
        return False
    if row.purpose == Purpose.RESET and (account is None or not account.is_active):
        return False
    return may_enter(row.person, at=at)


def rows() -> Any:
    """Access codes with everything that ``opens`` looks at: one statement."""
    return AccessCode.objects.select_related(
        "school",
        "guardian__user",
        "student__user",
        "staff__user",
        "guardian__school",
        "access__user",
        "access__student",
    )


def posts_in_words(person: CodeHolder, *, at: dt.datetime) -> str:
    """What a colleague does in the school; "" for anybody else."""
    if not isinstance(person, Staff):
        return ""
    return Staff.objects.with_posts(at=at).get(pk=person.pk).posts_in_words


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The school of each hat whose notice of data this person reads."""

    pupil_of: School | None = None
    family_of: School | None = None
    works_at: School | None = None
    relative_at: School | None = None


def welcomed(user: User, *, at: dt.datetime) -> Welcomed:
    """Under which hats, and of which schools, somebody has just come in."""
    pupil = Student.objects.filter(user=user).select_related("school").first()
    if pupil is not None:
        return Welcomed(pupil_of=pupil.school)
    family = Guardian.objects.filter(user=user).select_related("school").order_by("-pk").first()
    job = Staff.objects.of(user, at=at).select_related("school").order_by("-pk").first()
    given = NotebookAccess.objects.of(user).recent(at=at).select_related("school")
    access = given.order_by("-pk").first()
    return Welcomed(
        family_of=family.school if family else None,
        works_at=job.school if job else None,
        relative_at=access.school if access else None,
    )
