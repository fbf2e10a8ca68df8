"""What the search of the team finds for who looks after accounts: the page of each person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.invitations import policies
from apps.invitations.codes import queries
from apps.invitations.codes.presenters.persons import person_lines, person_page
from coeduc.access import Reader
from coeduc.portal import Hit, Part, SearchedKind, Sought
from coeduc.visits import ColleagueVisit


def colleague_parts(visit: ColleagueVisit) -> Iterator[Part]:
    """The account of a colleague, or the code that opens one, for who looks after the accounts."""
    reader = visit.request.reader
    if policies.looks_after(reader, visit.person.school):
        page = person_page(visit.person, reader=reader)
        yield Part(10, "invitations/_colleague_account.html", page)


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
    ),
)
