"""Cutting the access of a guardian to a pupil, and giving it back: one cuts, two give back.

Nothing is pushed to anybody: every read and every sending asks for a restriction in force, so the
next request of the person is the first without the child (docs/decisions/0001).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.schools.errors import RestrictionError
from apps.schools.history import recorded
from apps.schools.models import Guardian, Restriction, Staff, Student
from apps.schools.offices import Office, is_parent_of
from apps.schools.trusted.services import end_what_is_shut
from coeduc.access import Reader
from coeduc.locks import hold_row
from coeduc.registry import rows_of

if TYPE_CHECKING:
    from coeduc.registry import Waits

LIFTS = "schools.lifts"


@transaction.atomic
def restrict(
    student: Student, guardian: Guardian, *, reason: str, by: User, at: dt.datetime
) -> tuple[Restriction, bool]:
    """Cut at once; ``(restriction, created)``, the one already in force when somebody was faster.

    Two people cutting together wait for each other on the pupil's row.
    """
    if not reason.strip():
        raise RestrictionError(_("Écrivez pourquoi : la direction doit pouvoir le relire."))
    _student, at = hold_row(Student.objects.filter(pk=student.pk), at=at, no_key=True)
    standing = Restriction.objects.filter(
        student=student, guardian=guardian, during__upper_inf=True
    ).first()
    if standing is not None:
        return standing, False
    with recorded(by=by, at=at):
        created = Restriction.objects.create(
            school_id=student.school_id,
            student=student,
            guardian=guardian,
            reason=reason.strip(),
            during=DateTimeTZRange(at, None),
            set_by=by,
        )
    end_what_is_shut(student, by=by, at=at)
    return created, True


@transaction.atomic
def ask_lift(restriction: Restriction, *, reason: str, by: User, at: dt.datetime) -> Restriction:
    """The first of two: the access stays cut until somebody else confirms."""
    if not reason.strip():
        raise RestrictionError(_("Écrivez pourquoi : la personne qui confirme le lira."))
    standing, at = _standing(restriction, at=at)
    if standing.lifted_by_id is not None:
        raise RestrictionError(_("Le rétablissement est déjà demandé."))
    standing.lifted_by, standing.lift_asked_at = by, at
    standing.lift_reason = reason.strip()
    _save(standing, "lifted_by", "lift_asked_at", "lift_reason", by=by, at=at)
    return standing


@transaction.atomic
def confirm_lift(restriction: Restriction, *, by: User, at: dt.datetime) -> Restriction:
    """The second of two: the access is back at ``at``, and no relative's with it."""
    standing, at = _asked(restriction, at=at)
    if standing.lifted_by_id == by.pk:
        raise RestrictionError(_("Une autre personne que vous doit confirmer."))
    end_what_is_shut(standing.student, by=by, at=at)
    standing.lift_confirmed_by = by
    begun = standing.during.lower
    # An empty range would forget when it was cut; the demonstration's clock may stand still.
    standing.during = DateTimeTZRange(begun, max(at, begun + dt.timedelta(microseconds=1)))
    _save(standing, "lift_confirmed_by", "during", by=by, at=at)
    return standing


@transaction.atomic
def refuse_lift(restriction: Restriction, *, by: User, at: dt.datetime) -> Restriction:
    """Withdrawn by who asked or refused by another: the access stays cut."""
    standing, at = _asked(restriction, at=at)
    standing.lifted_by, standing.lift_asked_at, standing.lift_reason = None, None, ""
    _save(standing, "lifted_by", "lift_asked_at", "lift_reason", by=by, at=at)
    return standing


def second_people(restriction: Restriction, *, at: dt.datetime) -> list[Staff]:
    """Who may confirm what somebody asked: they find it on their first page, and can open it.

    Empty where the person who asked is alone: the access cannot be given back from here.
    """
    return list(
        Staff.objects.in_force(at=at)
        .holding(Office.WHOLE_SCHOOL, at=at)
        .filter(school=restriction.school_id, user__is_active=True)
        .exclude(is_parent_of(restriction.student_id))
        .exclude(user=restriction.lifted_by_id)
        .order_by("sort_key", "pk")
    )


class LiftLabel(TypedDict):
    """Whose access is asked for, to the pages of whom."""

    guardian: str
    civility: str
    first: str
    last: str
    pupil_first: str
    pupil_last: str
    pupil_usage: str


def lifts_to_answer(reader: Reader) -> Iterable[Waits]:
    """What another person asks to give back, for the first page of whoever may be the second."""
    if not reader.is_staff:
        return []
    asked = (
        Restriction.objects.visible_to(reader, at=reader.at)
        .filter(during__upper_inf=True, lift_asked_at__isnull=False)
        .exclude(lifted_by=reader.user)
    )
    names = JSONObject(
        guardian="guardian__public_id",
        civility="guardian__civility",
        first="guardian__first_name",
        last="guardian__last_name",
        pupil_first="student__first_name",
        pupil_last="student__last_name",
        pupil_usage="student__usage_name",
    )
    label_json = asked.annotate(label_json=Cast(names, TextField()))
    return [
        rows_of(
            label_json,
            LIFTS,
            child="",
            about="student__public_id",
            since="lift_asked_at",
            label="label_json",
        )
    ]


def _standing(restriction: Restriction, *, at: dt.datetime) -> tuple[Restriction, dt.datetime]:
    """The row as it is now, locked; refuses one that has been lifted meanwhile."""
    standing, at = hold_row(Restriction.objects.filter(pk=restriction.pk), at=at)
    if standing.during.upper is not None:
        raise RestrictionError(_("L’accès est déjà rétabli."))
    return standing, at


def _asked(restriction: Restriction, *, at: dt.datetime) -> tuple[Restriction, dt.datetime]:
    standing, at = _standing(restriction, at=at)
    if standing.lifted_by_id is None:
        raise RestrictionError(_("Personne n’a demandé à rétablir cet accès."))
    return standing, at


def _save(restriction: Restriction, *fields: str, by: User, at: dt.datetime) -> None:
    with recorded(by=by, at=at):
        restriction.save(update_fields=fields)
