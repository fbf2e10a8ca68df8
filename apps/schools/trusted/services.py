"""Let a relative read the notebook of the class, and end it: at once, without any job."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.schools.entrusted import adults_of, typed_of
from apps.schools.enums import AccessEnd
from apps.schools.errors import TrustError
from apps.schools.models import Guardian, NotebookAccess, Student
from apps.schools.trusted.queries import year_at
from apps.schools.trusted.rules import MOST_A_WEEK, MOST_PER_CHILD, Relative, may_be_trusted
from coeduc.days import DAY, WEEK, midnight
from coeduc.locks import hold_row


@transaction.atomic
def entrust(
    student: Student, relative: Relative, *, given_by: Guardian, by: User, at: dt.datetime
) -> NotebookAccess | None:
    """The access, or None where this person may not have it, whatever the cause.

    A refusal is kept as a row that says nothing of the person: it counts among the tries of the
    week. TrustError beyond them, beyond the number of relatives, without a school year.
    """
    __, at = hold_row(Student.objects.filter(pk=student.pk), at=at, no_key=True)
    rows = NotebookAccess.objects.filter(student=student)
    _leave_room(
        rows.standing(at=at).count(),
        rows.filter(given_by=given_by, during__startswith__gt=at - WEEK).count(),
    )
    year = year_at(student.school, at=at)
    if year is None:
        raise TrustError(_("Le collège n’a pas encore écrit son année scolaire : appelez-le."))
    until = midnight(year.ends_on + DAY, student.school.time_zone)
    access = NotebookAccess(
        school_id=student.school_id,
        student=student,
        given_by=given_by,
        name=relative.name,
        phone=relative.phone,
        email=relative.email,
        address=relative.address,
        during=DateTimeTZRange(at, until),
    )
    if not may_be_trusted(typed_of(access), adults_of([student.pk], at=at)[student.pk]):
        access.name = access.phone = access.email = access.address = ""
        access.ended_at, access.end, access.ended_by = at, AccessEnd.REFUSED, by
        access.save()
        return None
    access.save()
    return access


def _leave_room(standing: int, asked: int) -> None:
    if standing >= MOST_PER_CHILD:
        sentence = ngettext(
            "%(n)d personne lit déjà ce cahier : mettez fin à son accès d’abord.",
            "%(n)d personnes lisent déjà ce cahier : mettez fin à un accès d’abord.",
            standing,
        )
        raise TrustError(sentence % {"n": standing})
    if asked >= MOST_A_WEEK:
        raise TrustError(
            _("Trop de demandes cette semaine pour cet enfant. Appelez le collège pour la suite.")
        )


@transaction.atomic
def end(access: NotebookAccess, *, end: AccessEnd, by: User, at: dt.datetime) -> bool:
    """Whether this ended it; False where somebody was faster. Nobody reads from this instant on."""
    held, at = hold_row(NotebookAccess.objects.filter(pk=access.pk), at=at)
    if held.ended_at is not None:
        return False
    held.ended_at, held.end, held.ended_by = at, end, by
    held.save(update_fields=["ended_at", "end", "ended_by"])
    return True
