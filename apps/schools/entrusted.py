"""Which notebooks are open today to who was trusted with them: said once, for every page.

What the rows tell is asked in SQL (``NotebookAccessQuerySet.opening``); who the person is, in words
and numbers that no column holds in one form, is compared here (``trusted/rules.py``). So an adult
whom the school keeps from the child today closes at once what was given before.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias, cast

from apps.schools.trusted.rules import (
    AdultOfChild,
    KnownPerson,
    is_housemate,
    known_as,
    may_be_given,
    may_be_trusted,
)
from coeduc.access import Capacity, Reader
from coeduc.letters import key_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from apps.accounts.models import User
    from apps.schools.models import Guardian, Guardianship, NotebookAccess, Student
    from apps.schools.models.entrusted import NotebookAccessQuerySet
    from apps.schools.models.families import Cut

    LinkOfAdult: TypeAlias = WithAnnotations[Guardianship, Cut]


def entrusted_to(reader: Reader, *, at: dt.datetime) -> tuple[NotebookAccess, ...]:
    """What is open to this reader as a relative, read once a request, with child and school."""
    from apps.schools.models import NotebookAccess  # noqa: PLC0415 (circular)

    if reader.capacity is not Capacity.TRUSTED:
        return ()
    memo = reader.memo if reader.memo is not None else {}
    key = (entrusted_to, at)
    if key not in memo:
        mine = NotebookAccess.objects.visible_to(reader, at=at)
        memo[key] = tuple(still_open(mine, at=at))
    found: tuple[NotebookAccess, ...] = memo[key]
    return found


def entrusted_keys(reader: Reader, *, at: dt.datetime) -> list[int]:
    """The pupils of whose class this reader opens the notebook as a relative."""
    return list(dict.fromkeys(access.student_id for access in entrusted_to(reader, at=at)))


def still_open(
    accesses: NotebookAccessQuerySet[NotebookAccess],
    *,
    at: dt.datetime,
    cut: Guardian | None = None,
) -> list[NotebookAccess]:
    """Of these rows, those that open something, the oldest first.

    ``cut``: as if this adult were kept from the child too.
    """
    opening = accesses.opening(at=at).select_related("student__school", "user", "given_by")
    rows = list(opening.order_by("student__birth_date", "student", "pk"))
    if not rows:
        return []
    adults = adults_of((row.student_id for row in rows), at=at, cut=cut)
    known = _known_accounts(row.user for row in rows)
    nobody = KnownPerson()
    return [
        row
        for row in rows
        if may_be_trusted(
            typed_of(row).and_also(known.get(row.user_id, nobody)), adults[row.student_id]
        )
    ]


def shut_with(student: Student, guardian: Guardian, *, at: dt.datetime) -> int:
    """How many accesses to this pupil's notebook close if this guardian is cut now."""
    from apps.schools.models import NotebookAccess  # noqa: PLC0415 (circular)

    rows = NotebookAccess.objects.filter(student=student)
    kept = still_open(rows.exclude(given_by=guardian), at=at, cut=guardian)
    return len(still_open(rows, at=at)) - len(kept)


def opens(access: NotebookAccess, *, at: dt.datetime) -> bool:
    """Whether this very row opens something today."""
    rows = type(access).objects.filter(pk=access.pk)
    return bool(still_open(rows, at=at))


def may_be_entrusted(access: NotebookAccess, *, at: dt.datetime) -> bool:
    """Whether its giver may trust whom they typed, whoever is kept from the child today."""
    adults = adults_of([access.student_id], at=at, giver=access.given_by)
    return may_be_given(typed_of(access), adults[access.student_id])


def would_open_to(access: NotebookAccess, user: User, *, at: dt.datetime) -> bool:
    """Whether it may be added to this account."""
    person = typed_of(access).and_also(_known_accounts([user])[user.pk])
    return may_be_trusted(person, adults_of([access.student_id], at=at)[access.student_id])


def adults_of(
    students: Iterable[int],
    *,
    at: dt.datetime,
    giver: Guardian | None = None,
    cut: Guardian | None = None,
) -> dict[int, list[AdultOfChild]]:
    """Whoever is or was a guardian or a contact of each pupil, whatever their right."""
    from apps.schools.models import Guardianship  # noqa: PLC0415 (circular)

    links = Guardianship.objects.filter(student__in=list(students)).with_cut(at=at)
    rows = cast("QuerySet[LinkOfAdult]", links.select_related("guardian__user"))
    found: dict[int, list[AdultOfChild]] = defaultdict(list)
    home = known_as(addresses=[giver.address]) if giver is not None else KnownPerson()
    for link in rows:
        one, account = link.guardian, link.guardian.user
        known = known_as(
            account=one.user_id,
            names=_called(one),
            numbers=(one.phone, one.mobile),
            mails=(one.email, account.email if account else ""),
            addresses=(one.address,),
        )
        is_near = giver is not None and (one.pk == giver.pk or is_housemate(home, known))
        is_cut = link.is_cut or (cut is not None and one.pk == cut.pk)
        found[link.student_id].append(AdultOfChild(known, is_cut, is_near))
    return found


def _called(one: Guardian) -> list[str]:
    """With all their first names, the first ones, or any of them."""
    first = key_of(one.first_name).split()
    used = [first[: n + 1] for n in range(len(first))] + [[name] for name in first[1:]]
    return [f"{' '.join(names)} {one.last_name}" for names in used]


def typed_of(access: NotebookAccess) -> KnownPerson:
    """What the giver typed of the person."""
    return known_as(
        names=(access.name,),
        numbers=(access.phone,),
        mails=(access.email,),
        addresses=(access.address,),
    )


def _known_accounts(users: Iterable[User | None]) -> dict[int | None, KnownPerson]:
    """What the portal knows of each by itself: the account, and what a school has written of it."""
    from apps.schools.models import Guardian, Staff  # noqa: PLC0415 (circular)

    accounts = {user.pk: user for user in users if user is not None}
    found: dict[int | None, KnownPerson] = {
        key: known_as(account=key, names=[user.get_full_name()], mails=[user.email])
        for key, user in accounts.items()
    }
    if not accounts:
        return found
    for guardian in Guardian.objects.filter(user__in=list(accounts)):
        found[guardian.user_id] = found[guardian.user_id].and_also(
            known_as(
                names=_called(guardian),
                numbers=(guardian.phone, guardian.mobile),
                mails=(guardian.email,),
                addresses=(guardian.address,),
            )
        )
    for staff in Staff.objects.filter(user__in=list(accounts)):
        found[staff.user_id] = found[staff.user_id].and_also(known_as(mails=(staff.email,)))
    return found
