"""Everybody of the demo collège has an account; only the cast has a password.

The families of the two classes of the story have opened theirs. The accounts of the others wait
for the first sign-in: nobody is told anything by mail before that.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.school_files.details import ACCOUNTS, Account
from apps.demo.school_files.directory import plain
from apps.schools.enums import Relation
from apps.schools.links import READING
from apps.schools.models import Enrolment, Guardian, Guardianship, School, Staff, Student
from apps.schools.names import readable_name

# Printed at each start, and refused by portals that serve real families (see `load_demo`).
DEMO_PASSWORD = "cahier-ouvert"  # noqa: S105
BATCH = 1000
Hat = Staff | Guardian | Student
OF_THE_CAST = {account.username for account in ACCOUNTS}


@cache
def _password() -> str:
    """Public anyway: one slow hash is enough."""
    return make_password(DEMO_PASSWORD)


def open_accounts(school: School, *, at: dt.datetime) -> int:
    """Give an account to all staff, all pupils, and the guardians who read something by e-mail.

    A person with two hats (a teacher who is a mother, a pupil of age) has one account.
    Return the number of accounts.
    """
    staff = list(Staff.objects.filter(school=school).order_by("pk"))
    pupils = list(Student.objects.filter(school=school).order_by("pk"))
    guardians = list(Guardian.objects.filter(school=school).order_by("pk"))
    cast = _open_cast(staff, guardians, pupils, at=at)
    taken = set(User.objects.values_list("username", flat=True))
    readers = set(
        Guardianship.objects.filter(school=school, scope__in=READING.scopes).values_list(
            "guardian", flat=True
        )
    )
    others = [
        person
        for person in (*staff, *pupils, *guardians)
        if person.user_id is None
        and not (isinstance(person, Guardian) and (not person.email or person.pk not in readers))
    ]
    opened = _guardians_who_signed_in(school)
    users = [
        _account(
            person, taken, at=at, opened=not isinstance(person, Guardian) or person.pk in opened
        )
        for person in others
    ]
    User.objects.bulk_create(users, batch_size=BATCH)
    for person, user in zip(others, users, strict=True):
        person.user = user
    _share_with_pupils_of_age(school, guardians, pupils)
    for model, people in ((Staff, staff), (Student, pupils), (Guardian, guardians)):
        model._default_manager.bulk_update(people, ["user"], batch_size=BATCH)  # type: ignore[arg-type]
    return len(cast) + len(users)


def _open_cast(
    staff: Iterable[Staff],
    guardians: Iterable[Guardian],
    pupils: Iterable[Student],
    *,
    at: dt.datetime,
) -> list[User]:
    """The people of the stories who are in this school, each with the demo's password.

    Who is known next door already keeps that one account.
    """
    by_staff = {(person.sts_type, person.sts_id): person for person in staff}
    by_guardian = {person.siecle_id: person for person in guardians}
    by_pupil = {person.siecle_id: person for person in pupils}
    users = []
    for account in ACCOUNTS:
        hats: list[Hat | None] = [
            by_staff.get(account.staff or ("", "")),
            by_guardian.get(account.guardian),
            by_pupil.get(account.pupil),
        ]
        found = [hat for hat in hats if hat is not None]
        if not found:
            continue
        user = User.objects.filter(username=account.username).first()
        user = user or _account_of(account, found[0], at=at)
        for hat in found:
            hat.user = user
        users.append(user)
    return users


def _account_of(account: Account, person: Hat, *, at: dt.datetime) -> User:
    return User.objects.create(
        username=account.username,
        email=account.email,
        password=_password(),
        date_joined=at,
        **_names(person),
    )


def open_account_of(person: Staff, *, at: dt.datetime) -> None:
    """Of somebody of the cast whom the head has just named."""
    (account,) = [one for one in ACCOUNTS if one.added and one.added == person.last_name]
    person.user = _account_of(account, person, at=at)
    person.save(update_fields=["user"])


def open_account_of_relative(name: str, *, at: dt.datetime) -> User:
    """Of somebody of the cast whom a guardian lets read, and no file knows."""
    (account,) = [one for one in ACCOUNTS if one.relative == name]
    first, __, last = name.rpartition(" ")
    return User.objects.create(
        username=account.username,
        email=account.email,
        password=_password(),
        date_joined=at,
        first_name=first,
        last_name=last,
    )


def _guardians_who_signed_in(school: School) -> set[int]:
    classes = (stories.DIVISION_OF_INES, stories.DIVISION_OF_MALIK)
    pupils = Enrolment.objects.filter(school=school, division__code__in=classes)
    links = Guardianship.objects.filter(student__in=pupils.values("student"))
    return set(links.values_list("guardian", flat=True))


def _account(person: Hat, taken: set[str], *, at: dt.datetime, opened: bool) -> User:
    """With an identifier that nobody has, the cast's that comes later included."""
    named = _names(person)
    base = f"{plain(named['first_name'])}.{plain(named['last_name'])}"[:140]
    tried = itertools.chain([base], (f"{base}{n}" for n in itertools.count(2)))
    username = next(name for name in tried if name not in taken and name not in OF_THE_CAST)
    taken.add(username)
    return User(
        username=username,
        email=getattr(person, "email", ""),
        password=make_password(None),
        date_joined=at,
        is_active=opened,
        **named,
    )


def _names(person: Hat) -> dict[str, str]:
    return {
        "first_name": person.first_name[:150],
        "last_name": readable_name(getattr(person, "usage_name", "") or person.last_name)[:150],
    }


def _share_with_pupils_of_age(
    school: School, guardians: Iterable[Guardian], pupils: Iterable[Student]
) -> None:
    """A pupil of age answers for themself: two hats, one account."""
    selves = Guardianship.objects.filter(school=school, relation=Relation.SELF)
    pupil_of = dict(selves.values_list("guardian", "student"))
    by_pk = {pupil.pk: pupil for pupil in pupils}
    for guardian in guardians:
        if guardian.pk in pupil_of:
            guardian.user = by_pk[pupil_of[guardian.pk]].user
