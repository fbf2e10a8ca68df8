"""The first page of a relative: whose class they read, who let them, until when; what has ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from apps.schools.models import NotebookAccess
from coeduc.days import day_of
from coeduc.french import day_in_words, of_name, typeset
from coeduc.portal import Part


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One access: «Donné par Mme Diallo, jusqu’au 3 juillet 2027.»"""

    public_id: UUID
    sentence: str


@dataclass(frozen=True, slots=True)
class TrustedCard:
    """One child's class: never more than its notebook."""

    title: str
    cover: int
    given: tuple[GivenLine, ...]
    parts: tuple[Part, ...]


def trusted_cards(opened: Sequence[NotebookAccess], parts: Iterable[Part]) -> list[TrustedCard]:
    """One a child, in the order of ages; two guardians may have trusted one person."""
    by_pupil: dict[int, list[NotebookAccess]] = {}
    for access in opened:
        by_pupil.setdefault(access.student_id, []).append(access)
    parts = list(parts)
    return [
        TrustedCard(
            title=theirs[0].student.first_name,
            cover=position % 6 + 1,
            given=tuple(_given(access) for access in theirs),
            parts=tuple(part for part in parts if part.child == pupil),
        )
        for position, (pupil, theirs) in enumerate(by_pupil.items())
    ]


def ended_sentences(
    accesses: Iterable[NotebookAccess], opened: Iterable[NotebookAccess]
) -> list[str]:
    """Of the children whose class is read no more: the same words whatever the cause."""
    still = {access.student_id for access in opened}
    names = {
        access.student_id: access.student.first_name
        for access in accesses
        if access.student_id not in still
    }
    said = _("Vous ne lisez plus le cahier de la classe %(of_name)s.")
    return [typeset(said % {"of_name": of_name(name)}) for name in names.values()]


def _given(access: NotebookAccess) -> GivenLine:
    last = access.during.upper - dt.timedelta(microseconds=1)
    said = _("Donné par %(giver)s, jusqu’au %(day)s.") % {
        "giver": access.given_by.polite_name,
        "day": day_in_words(day_of(last, access.student.school.time_zone)),
    }
    return GivenLine(access.public_id, typeset(said))
