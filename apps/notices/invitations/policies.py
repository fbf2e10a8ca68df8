"""Who may give a way in, and to whom: nobody gains rights by handing out codes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from apps.accounts.models import User
from apps.notices.invitations.models import Letter, LetterFile
from apps.schools.links import READING
from apps.schools.models import Enrolment, Guardian, Guardianship, School, Staff, Student
from apps.schools.offices import Office
from coeduc.access import Reader

Person = Guardian | Student | Staff


def may_enter(person: Person, *, at: dt.datetime) -> bool:
    """Whether a code for ``person`` opens anything: a restriction or an ended link closes it."""
    match person:
        case Guardian():
            links = Guardianship.objects.opening(READING, at=at)
            return links.filter(guardian=person).exists()
        case Student():
            return Enrolment.objects.in_force(at=at).filter(student=person).exists()
        case Staff():
            return Staff.objects.in_force(at=at).filter(pk=person.pk).exists()


def works_somewhere(reader: Reader) -> bool:
    """A member of some team: told that a page is not theirs, rather than that it does not exist."""
    return reader.is_staff and Staff.objects.of(reader.user, at=reader.at).exists()


def office_schools(reader: Reader) -> list[School]:
    """The schools whose accounts this person looks after, by name."""
    if not reader.is_staff:
        return []
    office = Staff.objects.of(reader.user, at=reader.at).holding(Office.ACCOUNTS)
    return list(School.objects.filter(pk__in=office.values("school")).order_by("name", "pk"))


def is_own_family(reader: Reader, person: Person) -> bool:
    """Their child, or another guardian of their child: they know the birth date that is asked for.

    Whoever works in the office asks a colleague, as on every page of the team (decision 0005).
    """
    mine = Guardianship.objects.filter(guardian__user=reader.user).values("student")
    match person:
        case Student():
            return Guardianship.objects.filter(student=person, student__in=mine).exists()
        case Guardian():
            return Guardianship.objects.filter(guardian=person, student__in=mine).exists()
    return False


def can_print(reader: Reader, file: LetterFile) -> bool:
    """Nobody reads a code of their own family: a colleague prints that file."""
    mine = Guardianship.objects.filter(guardian__user=reader.user).values("student")
    others = Guardianship.objects.filter(student__in=mine).values("guardian")
    letters = Letter.objects.filter(file=file)
    return not letters.filter(Q(student__in=mine) | Q(guardian__in=others)).exists()


def can_give_code(reader: Reader, person: Person) -> bool:
    """A first account for ``person``: only heads let a head in, nobody their own family."""
    if is_own_family(reader, person):
        return False
    roles = _roles_at(reader, person.school_id)
    if isinstance(person, Staff) and person.role in Office.HEADS:
        return bool(roles & Office.HEADS.value)
    return bool(roles & Office.ACCOUNTS.value)


def may_invite_heads(reader: Reader, school: School) -> bool:
    return bool(_roles_at(reader, school.pk) & Office.HEADS.value)


def can_reset(reader: Reader, person: Person, account: User) -> bool:
    """A new password opens *all* that the account opens: every school where it works must agree.

    A secretary may not take over the account of a head, nor that of somebody who also works in
    another school; a parent's account is reset by the office of any of their children's schools.
    """
    if not can_give_code(reader, person):
        return False
    for job in Staff.objects.of(account, at=reader.at):
        roles = _roles_at(reader, job.school_id)
        needed = Office.HEADS.value if job.role in Office.HEADS else Office.ACCOUNTS.value
        if not roles & needed:
            return False
    return True


def _roles_at(reader: Reader, school_id: int) -> set[str]:
    if not reader.is_staff:
        return set()
    jobs = Staff.objects.of(reader.user, at=reader.at).filter(school=school_id)
    return set(jobs.values_list("role", flat=True))
