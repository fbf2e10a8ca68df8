"""Whom to call, said to who belongs to no school here: a visitor, an account that opens nothing.

What a school says on its own door: its name, its town, its number, its hours. Nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from apps.home import queries
from coeduc.http import Request
from coeduc.letters import key_of
from coeduc.plain_words import words_of

PAGE = 10


@dataclass(frozen=True, slots=True)
class SchoolsToCall:
    """``is_searched``: there are more than a page of them; ``typed``: what was looked for."""

    page: Page[dict[str, str]]
    is_searched: bool
    typed: str


def schools_to_call(request: Request) -> SchoolsToCall:
    """In the order of names, a page of them."""
    schools = queries.schools_to_call()
    typed = request.GET.get("q", "")[:80]
    words = words_of(typed)
    found = [one for one in schools if _is_named(one, words)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return SchoolsToCall(page, is_searched=len(schools) > PAGE, typed=typed)


def _is_named(school: dict[str, str], words: list[str]) -> bool:
    said = key_of(f"{school['name']} {school['city']}")
    return all(word in said for word in words)
