"""What the search of the team finds for who looks after accounts: the page of each person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.invitations import policies
from apps.invitations.codes import queries
from apps.invitations.codes.presenters.persons import person_lines
from coeduc.access import Reader
from coeduc.portal import Hit, SearchedKind, Sought


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
