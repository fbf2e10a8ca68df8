"""Who may give a way in, and to whom: nobody gains rights by handing out codes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from apps.accounts.models import User
from apps.notices.models import Letter, LetterFile, Person
from apps.schools.models import Guardian, Guardianship, Post, School, Staff, Student
from apps.schools.offices import Office, holds, is_own_child, of_own_child, schools_held
from coeduc.access import Reader

if TYPE_CHECKING:
    from django.db.models import QuerySet


def office_schools(reader: Reader) -> list[School]:
    """The schools whose accounts this person looks after, by name."""
    return list(schools_held(reader, Office.ACCOUNTS))


def looks_after(reader: Reader, school: School) -> bool:
    """The accounts of this school."""
    return holds(reader, Office.ACCOUNTS, school)


def is_own_family(reader: Reader, person: Person) -> bool:
    """Their child, or another guardian of their child: they know the birth date that is asked for.

    Whoever works in the office asks a colleague, as on every page of the team (decision 0005).
    """
    match person:
        case Student():
            return is_own_child(reader, person)
        case Guardian():
            return _of_own_family(reader).filter(guardian=person).exists()
    return False


def can_print(reader: Reader, file: LetterFile) -> bool:
    """Nobody reads a code of their own family: a colleague prints that file."""
    others = _of_own_family(reader).values("guardian")
    letters = Letter.objects.filter(file=file)
    return not letters.filter(Q(of_own_child(reader.user)) | Q(guardian__in=others)).exists()


def _of_own_family(reader: Reader) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(of_own_child(reader.user))


def can_give_code(reader: Reader, person: Person) -> bool:
    """A first account for ``person``: only heads let a head in, nobody their own family."""
    if is_own_family(reader, person):
        return False
    needed = _needed(person, at=reader.at) if isinstance(person, Staff) else Office.ACCOUNTS
    return holds(reader, needed, person.school_id)


def may_invite_heads(reader: Reader, school: School) -> bool:
    return holds(reader, Office.HEADS, school)


def can_reset(reader: Reader, person: Person, account: User) -> bool:
    """A new password opens *all* that the account opens: every school where it works must agree.

    A secretary may not take over the account of a head, nor that of somebody who also works in
    another school; a parent's account is reset by the office of any of their children's schools.
    """
    if not can_give_code(reader, person):
        return False
    jobs = Staff.objects.not_over(at=reader.at).filter(user=account)
    return all(holds(reader, _needed(job, at=reader.at), job.school_id) for job in jobs)


def _needed(person: Staff, *, at: dt.datetime) -> Office:
    """The office that may give a way in to them: to who heads, or will, heads alone."""
    posts = Post.objects.of_office(Office.HEADS).not_over(at=at)
    return Office.HEADS if posts.filter(staff=person).exists() else Office.ACCOUNTS
