"""What the search of the team finds for who looks after accounts: the page of each person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from apps.invitations import policies
from apps.invitations.codes import queries
from apps.invitations.codes.presenters.doors import office_card
from apps.invitations.codes.presenters.persons import person_lines, person_page
from coeduc.access import Reader
from coeduc.portal import Hit, Part, SearchedKind, Sought, Visit
from coeduc.visits import ColleagueVisit

if TYPE_CHECKING:
    from apps.schools.people.queries import AtWork


def colleague_parts(visit: ColleagueVisit) -> Iterator[Part]:
    """The account of a colleague, or the code that opens one, for who looks after the accounts."""
    reader = visit.request.reader
    if policies.looks_after(reader, visit.person.school):
        page = person_page(visit.person, reader=reader)
        yield Part(10, "invitations/_colleague_account.html", page)


def office_parts(visit: Visit[AtWork]) -> Iterator[Part]:
    """What waits in the accounts of the schools they look after.

    The heads of a school read it in its first days (``home``): not twice.
    """
    reader = visit.request.reader
    held = policies.office_schools(reader)
    named = [school for school in held if not policies.may_invite_heads(reader, school)]
    if named:
        card = office_card(named, reader=reader, several=len(held) > 1)
        yield Part(15, "invitations/_office_card.html", card)


def find_people(sought: Sought) -> list[Hit]:
    """Whom the list of accounts finds by the same words, for the same reader."""
    request = sought.request
    found: list[Any] = queries.search(request.reader, sought.typed)[: sought.most + 1]
    several = len(sought.schools) > 1
    lines = person_lines(found, at=request.now, several=several)
    return [Hit(line.name, f"{line.about} · {line.status}", line.url) for line in lines]


def looks_after_accounts(reader: Reader) -> bool:
    return bool(policies.office_schools(reader))


SEARCH = (
    SearchedKind(
        50,
        _("Comptes"),
        find_people,
        more="invitations:person_list",
        said=_("un compte"),
        answers_to=looks_after_accounts,
        by_address=True,
    ),
)
