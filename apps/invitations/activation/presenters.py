"""What the pages of a way in may say: nothing but the school before the second proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from apps.invitations.activation import queries as activation_queries
from apps.invitations.codes import queries as codes_queries
from apps.invitations.models import AccessCode
from apps.notices.enums import Delivery
from apps.schools.models import Guardian, Student


@dataclass(frozen=True, slots=True)
class Invited:
    """What the page may say to somebody who has given the second proof."""

    name: str
    first_name: str
    last_name: str
    children: tuple[str, ...]
    job: str
    is_pupil: bool
    account: str


def described(row: AccessCode, *, at: dt.datetime) -> Invited:
    person = row.person
    children = (
        codes_queries.children_named([person], at=at)[person.pk]
        if isinstance(person, Guardian)
        else []
    )
    return Invited(
        name=str(person),
        first_name=person.first_name,
        last_name=person.display_last_name,
        children=tuple(child.label for child in children),
        job=activation_queries.posts_in_words(person, at=at),
        is_pupil=isinstance(person, Student),
        account=person.user.username if person.user else "",
    )


def mailed_to(row: AccessCode) -> str:
    """The address that received the code: who reads it there may keep it for their account."""
    return row.staff.email if row.staff and row.delivery == Delivery.MAILED else ""
