"""Who reads the notebook besides the family, as each may know it.

A guardian reads all of what they gave, and of the other's only that somebody reads: neither who,
nor since when. The pupil reads who, and not who gave it. The heads read both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes.presenters.slips import code_address, qr_image, until
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode
from apps.schools.enums import AccessEnd
from apps.schools.models import NotebookAccess
from apps.schools.trusted import services as trusted_services
from apps.schools.trusted.rules import MOST_PER_CHILD
from coeduc.days import day_of
from coeduc.french import day_in_words, of_name, typeset

if TYPE_CHECKING:
    from apps.schools.links import ChildLink


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """One access, for who gave it, for the heads, or for the pupil (``sentence`` is theirs)."""

    public_id: UUID
    name: str
    sentence: str
    may_have_code: bool = False
    may_reopen: bool = False


@dataclass(frozen=True, slots=True)
class ChildReaders:
    """Of one child, for a guardian. ``others``: whom another guardian let in, by key alone."""

    name: str
    key: str
    mine: tuple[RelativeLine, ...]
    ended: tuple[RelativeLine, ...]
    others: tuple[UUID, ...]
    others_sentence: str
    is_full: bool


def child_readers(
    links: Sequence[ChildLink],
    accesses: Iterable[NotebookAccess],
    *,
    codes: Mapping[int, dt.datetime],
    mails: Iterable[int],
    ended: Iterable[NotebookAccess],
    at: dt.datetime,
) -> list[ChildReaders]:
    """``accesses``: those of these children that are open today; ``ended``: of who reads."""
    waiting = set(mails)
    theirs: dict[int, list[NotebookAccess]] = {}
    for access in accesses:
        theirs.setdefault(access.student_id, []).append(access)
    over: dict[int, list[NotebookAccess]] = {}
    for access in ended:
        over.setdefault(access.student_id, []).append(access)
    return [
        _of_child(
            link,
            theirs.get(link.student_id, []),
            codes=codes,
            mails=waiting,
            ended=_ended(over.get(link.student_id, []), theirs.get(link.student_id, []), at=at),
        )
        for link in links
    ]


def _of_child(
    link: ChildLink,
    accesses: Sequence[NotebookAccess],
    *,
    codes: Mapping[int, dt.datetime],
    mails: set[int],
    ended: tuple[RelativeLine, ...],
) -> ChildReaders:
    mine = [one for one in accesses if one.given_by_id == link.guardian_id]
    others = [one for one in accesses if one.given_by_id != link.guardian_id]
    return ChildReaders(
        name=link.student.first_name,
        key=str(link.student.public_id),
        mine=tuple(_mine(one, codes=codes, mails=mails) for one in mine),
        ended=ended,
        others=tuple(one.public_id for one in others),
        others_sentence=_of_others(others),
        is_full=len(accesses) >= MOST_PER_CHILD,
    )


def _of_others(others: Sequence[NotebookAccess]) -> str:
    """A code that nobody has used reads nothing."""
    readers = sum(one.user_id is not None for one in others)
    waiting = len(others) - readers
    said = []
    if readers:
        sentence = ngettext(
            "%(n)d personne lit aussi ce cahier, avec l’accord de l’autre responsable légal.",
            "%(n)d personnes lisent aussi ce cahier, avec l’accord de l’autre responsable légal.",
            readers,
        )
        said.append(sentence % {"n": readers})
    if waiting:
        sentence = ngettext(
            "L’autre responsable légal a aussi donné %(n)d accès, qui n’a pas encore servi.",
            "L’autre responsable légal a aussi donné %(n)d accès, qui n’ont pas encore servi.",
            waiting,
        )
        said.append(sentence % {"n": waiting})
    return typeset(" ".join(said))


def _mine(
    access: NotebookAccess, *, codes: Mapping[int, dt.datetime], mails: set[int]
) -> RelativeLine:
    if access.user_id is not None:
        said = _("Lit le cahier, jusqu’au %(day)s.") % {"day": _last_day(access)}
    elif access.pk in mails:
        said = _("Le code part par e-mail aux heures d’ouverture du collège.")
    elif access.pk in codes:
        said = _("N’a pas encore utilisé son code, valable jusqu’au %(day)s.") % {
            "day": day_in_words(day_of(codes[access.pk], access.student.school.time_zone))
        }
    else:
        said = _("Ne lit rien : le code n’a pas servi à temps. Donnez-en un autre.")
    return RelativeLine(
        access.public_id, access.name, typeset(said), may_have_code=access.user_id is None
    )


def _ended(
    ended: Iterable[NotebookAccess], opened: Iterable[NotebookAccess], *, at: dt.datetime
) -> tuple[RelativeLine, ...]:
    """Once a person; who ended it oneself reads it on that day, for the way back."""
    said = {
        AccessEnd.GUARDIAN: _("L’autre parent y a mis fin le %(day)s."),
        AccessEnd.SCHOOL: _("Le collège y a mis fin le %(day)s."),
        AccessEnd.GIVEN_BACK: _("Cette personne l’a rendu le %(day)s."),
        AccessEnd.GIVER: _("Vous y avez mis fin aujourd’hui."),
    }
    seen = {(one.given_by_id, one.name) for one in opened}
    lines = []
    for access in ended:
        person = (access.given_by_id, access.name)
        may_reopen = trusted_services.may_reopen(access, at=at)
        if person in seen or (access.end == AccessEnd.GIVER and not may_reopen):
            continue
        seen.add(person)
        assert access.ended_at is not None  # noqa: S101 (asked so)
        day = day_in_words(day_of(access.ended_at, access.student.school.time_zone))
        sentence = typeset(said[AccessEnd(access.end)] % {"day": day})
        lines.append(RelativeLine(access.public_id, access.name, sentence, may_reopen=may_reopen))
    return tuple(lines)


def pupil_lines(accesses: Iterable[NotebookAccess]) -> list[RelativeLine]:
    """Who reads today; a code that nobody has used reads nothing."""
    return [
        RelativeLine(
            access.public_id,
            access.name,
            typeset(_("Jusqu’au %(day)s.") % {"day": _last_day(access)}),
        )
        for access in accesses
        if access.user_id is not None
    ]


def head_lines(accesses: Iterable[NotebookAccess]) -> list[RelativeLine]:
    """With who gave it."""
    lines = []
    for access in accesses:
        said = _("Lit le cahier, jusqu’au %(day)s.") if access.user_id else _("N’a pas de compte.")
        given = _("Accès donné par %(giver)s.") % {"giver": access.given_by.polite_name}
        sentence = f"{said % {'day': _last_day(access)}} {given}"
        lines.append(RelativeLine(access.public_id, access.name, typeset(sentence)))
    return lines


def refusal_sentences(refused: Iterable[NotebookAccess]) -> list[str]:
    """Who asked, and when: of whom, nothing is kept."""
    said = _("Demande de %(giver)s, refusée le %(day)s.")
    return [
        typeset(
            said
            % {
                "giver": row.given_by.polite_name,
                "day": day_in_words(day_of(row.during.lower, row.school.time_zone)),
            }
        )
        for row in refused
    ]


def _last_day(access: NotebookAccess) -> str:
    last = access.during.upper - dt.timedelta(microseconds=1)
    return day_in_words(day_of(last, access.student.school.time_zone))


@dataclass(frozen=True, slots=True)
class RelativeSlip:
    """The code on paper, shown once to who gives it."""

    name: str
    giver: str
    of_child: str
    code: str
    qr: str
    address: str
    until: str


def relative_slip(access: NotebookAccess, row: AccessCode, code: str) -> RelativeSlip:
    address = code_address(code, purpose=Purpose.ACTIVATION)
    return RelativeSlip(
        name=access.name,
        giver=access.given_by.polite_name,
        of_child=of_name(access.student.first_name),
        code=codes_rules.on_paper(code),
        qr=qr_image(address),
        address=address.split("#")[0].partition("//")[2],
        until=until(row.expires_at, access.school, purpose=row.purpose),
    )
