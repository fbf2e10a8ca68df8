"""What waits for who looks after the accounts: letters to make, codes that have not served."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.invitations.codes import queries
from apps.invitations.codes.presenters.office import CHOICE
from apps.invitations.codes.rules import letters_sentence
from apps.schools.models import School
from coeduc.access import Reader


@dataclass(frozen=True, slots=True)
class SchoolDoors:
    """One school: its ``name`` where there are several, what waits, where its letters are made."""

    name: str
    letters: str
    to_print: bool
    codes: str
    create_url: str


@dataclass(frozen=True, slots=True)
class OfficeCard:
    schools: list[SchoolDoors]

    @property
    def tone(self) -> str:
        """Marked only while there are letters to make."""
        return "ask" if any(school.to_print for school in self.schools) else "plain"


def office_card(schools: list[School], *, reader: Reader, several: bool) -> OfficeCard:
    """A statement a school, and one for all their codes."""
    unused = queries.codes_not_used(reader) if schools else {}
    return OfficeCard([_one(one, unused.get(one.pk, 0), reader, several) for one in schools])


def _one(school: School, unused: int, reader: Reader, several: bool) -> SchoolDoors:
    doors = queries.doors_of(school, at=reader.at)
    codes = ngettext(
        "%(n)d code donné n’a pas encore servi.",
        "%(n)d codes donnés n’ont pas encore servi.",
        unused,
    ) % {"n": unused}
    return SchoolDoors(
        name=school.name if several else "",
        letters=letters_sentence(doors),
        to_print=bool(doors.without or doors.unsure),
        codes=codes if unused else _("Aucun code donné n’attend d’être utilisé."),
        create_url=f"{reverse('invitations:letter_create')}?{CHOICE}={school.public_id}",
    )
