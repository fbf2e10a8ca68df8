"""What somebody teaches, and the class they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.schools.enums import LinkSource
from apps.schools.errors import TeamError
from apps.schools.models import (
    Division,
    LeadTeacher,
    School,
    Staff,
    Teaching,
    TeachingStaff,
)
from apps.schools.team.services.links import close, refuse_if_over, teach
from coeduc.locks import hold_row


@transaction.atomic
def give_teachings(
    person: Staff, teachings: Iterable[Teaching], *, by: User, at: dt.datetime
) -> None:
    """From now on, as long as they stay. TeamError as ``give_post``."""
    person, at = who_works(person, at=at)
    given = {"school_id": person.school_id, "source": LinkSource.HAND, "set_by": by}
    for teaching in teachings:
        teach(person, teaching, _from_now_on(person, at=at), given)


def who_works(person: Staff, *, at: dt.datetime) -> tuple[Staff, dt.datetime]:
    """As they are once nobody else writes. TeamError for who works here no longer, or not yet."""
    _school, at = hold_row(School.objects.filter(pk=person.school_id), at=at, no_key=True)
    here = Staff.objects.in_force(at=at).filter(pk=person.pk).first()
    if here is None:
        raise TeamError(
            _(
                "Cette personne ne travaille pas au collège aujourd’hui : "
                "donnez-lui d’abord une fonction."
            )
        )
    return here, at


def _from_now_on(person: Staff, *, at: dt.datetime) -> DateTimeTZRange:
    """As long as they stay."""
    return DateTimeTZRange(at, person.during.upper)


@transaction.atomic
def give_classes(
    person: Staff, teachings: Iterable[Teaching], led: Division | None, *, by: User, at: dt.datetime
) -> None:
    """What a form asked together: all of it, or TeamError and nothing."""
    give_teachings(person, teachings, by=by, at=at)
    if led is not None:
        name_lead(person, led, by=by, at=at)


@transaction.atomic
def end_link(link: TeachingStaff | LeadTeacher, *, by: User, at: dt.datetime) -> None:
    """What somebody teaches or leads, at once. TeamError where it is over already."""
    _school, at = hold_row(School.objects.filter(pk=link.school_id), at=at, no_key=True)
    link.refresh_from_db()
    refuse_if_over(link, at=at)
    close(link, at, by=by)


@transaction.atomic
def name_lead(person: Staff, division: Division, *, by: User, at: dt.datetime) -> LeadTeacher:
    """Professeur principal of the class from now on, beside another one if there is one.

    TeamError where they are already.
    """
    person, at = who_works(person, at=at)
    try:
        with transaction.atomic():
            return LeadTeacher.objects.create(
                school_id=person.school_id,
                division=division,
                staff=person,
                during=_from_now_on(person, at=at),
                source=LinkSource.HAND,
                set_by=by,
            )
    except IntegrityError as problem:
        raise TeamError(
            _("%(person)s est déjà professeur principal de la %(code)s.")
            % {"person": person, "code": division.code}
        ) from problem
