"""Every page of families, pupils and relatives, as the addresses themselves list them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from apps.homework.enums import FeedOf
from tests.access.routes import Route, routes
from tests.leaks.feeds import ROUTE as FEED
from tests.leaks.feeds import feed_address
from tests.leaks.oracle import PUPIL, Row

if TYPE_CHECKING:
    from tests.leaks.walker import Walk

SPACES = {"pupil": "eleve/", "guardian": "famille/", "relative": "proche/"}
DETAIL = {"results:family_result_detail", "results:student_result_detail"}
LISTS = {"results:family_results"}
# The same by date, and the periods of a year on one page.
VIEWS = {"results:family_results": "&vue=dates", "results:family_results_print": "&periode=tout"}
# Whose calendar each audience opens.
CALENDARS = {"pupil": ("ines", FeedOf.STUDENT), "guardian": ("guardian", FeedOf.FAMILY)}


@dataclass(frozen=True)
class Page:
    """One address; ``row``: the result it is about, if one.

    ``is_bare``: a calendar, that whoever has its address opens: not one result, whoever asks.
    """

    address: str
    route: str
    row: Row | None = None
    shows_result: bool = False
    is_bare: bool = False


@cache
def routes_of(space: str) -> tuple[Route, ...]:
    """The routes of a space; ``start`` belongs to both."""
    found = []
    for route in routes():
        arguments = dict.fromkeys(route.arguments, NOBODY)
        address = reverse(route.name, kwargs=arguments) if _is_known(route) else ""
        if address.startswith(f"/{space}") or route.name == "home:start":
            found.append(route)
    return tuple(found)


NOBODY = "00000000-0000-0000-0000-000000000000"


def _is_known(route: Route) -> bool:
    """Whether its arguments are public identifiers: every page of families has no other."""
    return set(route.arguments) <= {"public_id"}


def pages_of(walk: Walk, audience: str) -> list[Page]:
    """With the identifier of every result, of the school, and of each child in the list."""
    found = []
    for route in routes_of(SPACES[audience]):
        if not route.arguments:
            found.append(Page(reverse(route.name), route.name))
        elif route.name.startswith("results:"):
            found += [_about(route, row, result) for row, result in walk.results.items()]
        else:
            address = reverse(route.name, args=[walk.stage.school.public_id])
            found.append(Page(address, route.name))
    if audience != PUPIL:
        found += [
            Page(f"{reverse(name)}?enfant={pupil.public_id}{view}", name)
            for name, view in [*((name, "") for name in LISTS), *VIEWS.items()]
            for pupil in walk.stage.pupils.values()
        ]
    person, of = CALENDARS[audience]
    found.append(Page(feed_address(walk.stage.users[person], of), FEED, is_bare=True))
    return [page for page in found if page.route not in walk.only_post]


def _about(route: Route, row: Row, result: Any) -> Page:
    address = reverse(route.name, args=[result.public_id])
    return Page(address, route.name, row, shows_result=route.name in DETAIL)
