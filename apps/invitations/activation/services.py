"""From a code on paper to an account: each step is checked again, whatever the page said before.

A letter may be found by somebody else: until the second proof is given, nothing is told but the
name of the school.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.accounts.own_account.services import accounts
from apps.invitations.activation import queries as activation_queries
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.rules import MOST_WRONG_ANSWERS
from apps.invitations.enums import CodeEnd, Purpose
from apps.invitations.errors import ActivationError
from apps.invitations.models import AccessCode, CodeHolder
from apps.schools.entrusted import would_open_to
from apps.schools.models import Guardian, NotebookAccess, School, Student
from coeduc.locks import hold_row, hold_rows

# Whatever the cause: it must not be told from the words who is kept from a child.
NOT_WITH_THIS_ACCOUNT = gettext_lazy(
    "Cet accès ne peut pas s’ouvrir avec ce compte. Parlez-en à qui vous a donné le code."
)


@transaction.atomic
def answer(row: AccessCode, birth_date: dt.date, *, at: dt.datetime) -> bool:
    """Whether the birth date is the pupil's own, of a child of the guardian, of the relative's.

    Counted on the row under a lock: enough wrong answers close the code, whatever the address.
    """
    locked, at = hold_row(activation_queries.rows().filter(pk=row.pk), at=at)
    if not activation_queries.opens(locked, at=at):
        return False
    if birth_date in _birth_dates(locked, at=at):
        return True
    locked.wrong_answers += 1
    if locked.wrong_answers >= MOST_WRONG_ANSWERS:
        locked.cancelled_at, locked.cancelled_because = at, CodeEnd.TOO_MANY_TRIES
    locked.save(update_fields=["wrong_answers", "cancelled_at", "cancelled_because"])
    return False


@transaction.atomic
def create_account(row: AccessCode, *, username: str, password: str, at: dt.datetime) -> User:
    """A new account for the person of the code, which is then used up."""
    locked, at = _locked(row, Purpose.ACTIVATION, at=at)
    person = locked.person
    try:
        with transaction.atomic():
            user = accounts.open_account(
                username=username,
                password=password,
                first_name=person.first_name,
                last_name=person.display_last_name,
            )
    except IntegrityError as problem:
        raise ActivationError(_("Cet identifiant est déjà pris.")) from problem
    _use(locked, person, user, at=at)
    return user


@transaction.atomic
def attach(row: AccessCode, user: User, *, at: dt.datetime) -> None:
    """Add the person of the code to an account that exists: a child in a second school, a job.

    A pupil always has an account of their own: on a shared phone it would fall to a parent's.
    """
    locked, at = _locked(row, Purpose.ACTIVATION, at=at)
    person = locked.person
    if isinstance(person, Student) or Student.objects.filter(user=user).exists():
        raise ActivationError(_("Le compte d’un élève reste à lui seul."))
    if isinstance(person, NotebookAccess) and not would_open_to(person, user, at=at):
        raise ActivationError(str(NOT_WITH_THIS_ACCOUNT))
    if isinstance(person, Guardian) and _follows_already(person.school, user):
        raise ActivationError(
            _(
                "Ce compte est déjà celui d’un autre responsable de ce collège. "
                "Si vous êtes la même personne, appelez le collège."
            )
        )
    try:
        with transaction.atomic():
            _use(locked, person, user, at=at)
    except IntegrityError as problem:  # two letters added at once from two tabs
        raise ActivationError(_("Ce compte suit déjà ce collège.")) from problem


@transaction.atomic
def choose_password(row: AccessCode, password: str, *, at: dt.datetime) -> User:
    """A new password for the account of the person; its sessions end everywhere."""
    locked, at = _locked(row, Purpose.RESET, at=at)
    user = locked.person.user
    assert user is not None  # noqa: S101 (a reset opens nothing without an account)
    accounts.choose_password(user, password)
    locked.used_at, locked.used_by = at, user
    locked.save(update_fields=["used_at", "used_by"])
    return user


def _locked(row: AccessCode, purpose: str, *, at: dt.datetime) -> tuple[AccessCode, dt.datetime]:
    """The row of the code for this act alone; two tabs make one account.

    The person first, then the code, as when a code is given: no deadlock between the two.
    """
    person = row.person
    __, at = hold_row(type(person)._default_manager.filter(pk=person.pk), at=at)
    found, at = hold_rows(activation_queries.rows().filter(pk=row.pk, purpose=purpose), at=at)
    locked = next(iter(found), None)
    if locked is None or not activation_queries.opens(locked, at=at):
        raise ActivationError(_("Ce code ne marche plus : qui vous l’a donné en donne un autre."))
    return locked, at


def _use(row: AccessCode, person: CodeHolder, user: User, *, at: dt.datetime) -> None:
    person.user = user
    person.save(update_fields=["user"])
    row.used_at, row.used_by = at, user
    row.save(update_fields=["used_at", "used_by"])


def _birth_dates(row: AccessCode, *, at: dt.datetime) -> set[dt.date]:
    if row.student is not None:
        return {row.student.birth_date}
    if row.access is not None:
        return {row.access.student.birth_date}
    links = codes_queries.reading_links(row.school, at=at).filter(guardian=row.guardian)
    return set(links.values_list("student__birth_date", flat=True))


def _follows_already(school: School, user: User) -> bool:
    return Guardian.objects.filter(school=school, user=user).exists()
