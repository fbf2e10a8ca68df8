"""Let a relative read the notebook of the class, and end it: at once, without any job."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.schools.entrusted import may_be_entrusted, still_open, would_open_to
from apps.schools.enums import AccessEnd
from apps.schools.errors import TrustError
from apps.schools.models import Guardian, NotebookAccess, Student
from apps.schools.trusted.queries import year_at
from apps.schools.trusted.rules import (
    MOST_A_WEEK,
    MOST_PER_CHILD,
    MOST_REFUSED,
    REFUSED_DAYS,
    Relative,
)
from coeduc.days import DAY, WEEK, day_of, midnight
from coeduc.locks import hold_row


@transaction.atomic
def entrust(
    student: Student, relative: Relative, *, given_by: Guardian, by: User, at: dt.datetime
) -> NotebookAccess | None:
    """The access, or None where this person may not have it, whatever the cause.

    A refusal is kept as a row that says nothing of the person: it counts among the tries of the
    week, and those of its giver for any child. TrustError beyond them, beyond the number of
    relatives, without a school year. What opens nothing, and is on no page, takes no room.
    """
    __, at = hold_row(Student.objects.filter(pk=student.pk), at=at, no_key=True)
    rows = NotebookAccess.objects.filter(student=student)
    refused = NotebookAccess.objects.filter(end=AccessEnd.REFUSED, ended_by=by)
    _leave_room(
        len(still_open(rows, at=at)),
        rows.filter(given_by=given_by, during__startswith__gt=at - WEEK).count(),
        refused.filter(ended_at__gt=at - dt.timedelta(days=REFUSED_DAYS)).count(),
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
    if not may_be_entrusted(access, at=at):
        access.name = access.phone = access.email = access.address = ""
        access.ended_at, access.end, access.ended_by = at, AccessEnd.REFUSED, by
        access.save()
        return None
    access.save()
    return access


def may_reopen(access: NotebookAccess, *, at: dt.datetime) -> bool:
    """On the day when who gave it ended it: the same person, and the account that they opened."""
    if access.end != AccessEnd.GIVER or access.user_id is None or access.ended_at is None:
        return False
    zone = access.student.school.time_zone
    return day_of(access.ended_at, zone) == day_of(at, zone)


@transaction.atomic
def reopen(access: NotebookAccess, *, by: User, at: dt.datetime) -> NotebookAccess | None:
    """Another access to the same account, asked as the first one was; None where it is refused.

    What was ended stays so: in between, nothing was read. TrustError as ``entrust``.
    """
    held, at = hold_row(NotebookAccess.objects.filter(pk=access.pk), at=at)
    user = held.user
    if user is None or not may_reopen(held, at=at):
        raise TrustError(_("Cet accès ne se rouvre plus : donnez-en un autre."))
    mine = NotebookAccess.objects.filter(student=held.student, given_by=held.given_by, user=user)
    if (standing := mine.standing(at=at).first()) is not None:
        return standing
    if not would_open_to(held, user, at=at):
        return None
    person = Relative(held.name, held.phone, held.address, held.email)
    again = entrust(held.student, person, given_by=held.given_by, by=by, at=at)
    if again is not None:
        again.user = user
        again.save(update_fields=["user"])
    return again


def _leave_room(standing: int, asked: int, refused: int) -> None:
    if standing >= MOST_PER_CHILD:
        sentence = ngettext(
            "%(n)d accès est déjà donné pour ce cahier : mettez fin à celui-là d’abord.",
            "%(n)d accès sont déjà donnés pour ce cahier : mettez fin à l’un d’eux d’abord.",
            standing,
        )
        raise TrustError(sentence % {"n": standing})
    if asked >= MOST_A_WEEK:
        raise TrustError(
            _("Trop de demandes cette semaine pour cet enfant : recommencez la semaine prochaine.")
        )
    if refused >= MOST_REFUSED:
        raise TrustError(_("Trop de demandes refusées : recommencez dans un mois."))


@transaction.atomic
def end_what_is_shut(student: Student, *, by: User, at: dt.datetime) -> None:
    """An act of the school that cuts an adult, or lifts it: what opens nothing then is over.

    Left standing, it would open again by itself once the cut is lifted.
    """
    rows = NotebookAccess.objects.filter(student=student, ended_at=None)
    opened = [access.pk for access in still_open(rows, at=at)]
    rows.in_force(at=at).exclude(pk__in=opened).update(
        ended_at=at, end=AccessEnd.SCHOOL, ended_by=by
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
