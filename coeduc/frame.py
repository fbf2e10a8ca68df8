"""What the frame of every page needs: the school, the person, the hats, the chapters.

``base.html`` reads ``layout`` and nothing else, so that no page has to define any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from coeduc import comfort, device, portal, unsaved
from coeduc.access import Capacity, capacity_of
from coeduc.chapters import ChapterLink, Link, MenuPlace, chapters_of, order_of

# Chapters that stay in sight on a phone.
ROW = 4
# The last space of a person who has several; of this browser, until it is closed.
COOKIE = "espace"
# Where such a person arrives: at work first.
ORDER = (Capacity.STAFF, Capacity.STUDENT, Capacity.FAMILY, Capacity.TRUSTED)


@dataclass(frozen=True)
class ContactToCall:
    """Somebody to call, besides the school's own number."""

    label: str
    phone: str
    name: str = ""
    hours: str = ""


@dataclass(frozen=True)
class SchoolToCall:
    """A school to call; ``key`` lets a page about one pupil show that pupil's school only."""

    key: int
    name: str
    phone: str = ""
    hours: str = ""
    ways: tuple[ContactToCall, ...] = ()


@dataclass(frozen=True)
class FrameFacts:
    """What only the apps know of the frame; given by the ``FACTS`` of a portal.

    ``capacities``: in which capacities this person may read, for the switch of hats.
    ``offices``: the schools of this person in this capacity; ``phone`` is there for one only.
    ``jobs`` and ``rights`` say which chapters and pages of the menu are theirs; ``places``: those
    that are nobody else's (the class one leads).
    """

    school_name: str = ""
    phone: str = ""
    hours: str = ""
    capacities: Iterable[Capacity] = ()
    jobs: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    places: tuple[MenuPlace, ...] = ()
    offices: tuple[SchoolToCall, ...] = ()
    logo_url: str = ""
    search_url: str = ""
    sets_up: bool = False


@dataclass(frozen=True)
class Layout:
    """What ``base.html`` reads, complete: no page has to define any of it."""

    space: str = "public"
    school_name: str = ""
    phone: str = ""
    hours: str = ""
    person: str = ""
    account: str = ""  # whose drafts a browser keeps: a public id
    signed_in: bool = False
    hats: tuple[Link, ...] = ()
    nav: tuple[ChapterLink, ...] = ()
    offices: tuple[SchoolToCall, ...] = ()
    logo_url: str = ""
    search_url: str = ""  # where the team looks for somebody or something
    sets_up: bool = False  # has the tools of a school in hand: is told what the portal lacks
    time_machine: object = None
    comfort: Mapping[str, str] = field(default_factory=dict)
    every_style: bool = False  # the page of components draws what is of any space

    @property
    def may_write(self) -> bool:
        """Whether a browser may keep drafts of theirs: who only reads, at home, has none."""
        reads = (Capacity.FAMILY, Capacity.TRUSTED)
        return self.signed_in and (self.space not in reads or bool(self.hats))

    @property
    def is_a_relative(self) -> bool:
        """Whom a guardian lets read, whatever else they are here."""
        home = HATS[Capacity.TRUSTED][1]
        return self.space == Capacity.TRUSTED or any(hat.url == home for hat in self.hats)

    @property
    def is_only_a_relative(self) -> bool:
        """Of whom no school knows anything: a new code is given by who gave the access."""
        return self.space == Capacity.TRUSTED and not self.hats

    @property
    def nav_shown(self) -> tuple[ChapterLink, ...]:
        """What one row of a phone holds, beside «Menu»."""
        return self.nav[:ROW]

    @property
    def nav_folded(self) -> tuple[ChapterLink, ...]:
        """The rest: in «Menu» on a phone, in the same row on a larger screen."""
        return self.nav[ROW:]

    @property
    def nav_opened(self) -> str:
        """The current chapter when it is in the rest: the button of «Menu» then bears its name."""
        return next((door.label for door in self.nav_folded if door.current), "")

    @property
    def chapter(self) -> ChapterLink | None:
        """The one this page is in; None for a page that is in none."""
        return next((door for door in self.nav if door.current), None)


HATS = {
    Capacity.FAMILY: (_("Espace famille"), "/famille/"),
    Capacity.STUDENT: (_("Espace élève"), "/eleve/"),
    Capacity.STAFF: (_("Espace équipe"), "/equipe/"),
    Capacity.TRUSTED: (_("Espace proche"), "/proche/"),
}


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``layout``, computed once per request and only if a page shows it."""
    if not hasattr(request, "_layout"):
        request._layout = SimpleLazyObject(lambda: build_layout(request))  # type: ignore[attr-defined]
    return {
        "layout": request._layout,  # type: ignore[attr-defined]
        "unsaved": SimpleLazyObject(lambda: unsaved.of_page(request)),
        "somebody_left": bool(device.left(request)),
    }


def build_layout(request: HttpRequest) -> Layout:
    """The frame of this request's page, from its address and from what the apps know."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    facts: FrameFacts = portal.facts_of(request) or FrameFacts()
    asked = capacity_of(request.path_info) if signed_in else None
    capacity = space_of(facts.capacities, asked=asked, kept=kept_space(request))
    hats = _hats(facts.capacities, capacity)
    if hats and asked is capacity:
        request._space = capacity  # type: ignore[attr-defined]
    return Layout(
        space=str(capacity or "public"),
        school_name=facts.school_name,
        phone=facts.phone,
        hours=facts.hours,
        person=user.get_full_name() if user and signed_in else "",
        account=str(getattr(user, "public_id", "")) if signed_in else "",
        signed_in=signed_in,
        hats=hats,
        nav=_nav(facts, capacity, request) if signed_in else (),
        offices=facts.offices,
        logo_url=facts.logo_url,
        search_url=facts.search_url,
        sets_up=facts.sets_up,
        time_machine=portal.bar_of(request),
        comfort=comfort.of_request(request),
    )


def space_of(
    held: Iterable[Capacity], *, asked: Capacity | None, kept: Capacity | None
) -> Capacity | None:
    """Whose menu a page shows: its own space, else the last one, so that nobody is left without.

    A space that the person does not have gives no menu: the page there is a 404 anyway.
    """
    mine = set(held)
    return next((space for space in (asked, kept, *ORDER) if space in mine), None)


def kept_space(request: HttpRequest) -> Capacity | None:
    """The space this browser was last in, or None; whoever reads it checks that it is held."""
    said = request.COOKIES.get(COOKIE, "")
    return Capacity(said) if said in set(Capacity) else None


def remember_space(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the space of the page just shown; nothing for a person who has only one."""
    space = getattr(request, "_space", None)
    if space and space is not kept_space(request):
        response.set_cookie(
            COOKIE, space, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )


def _hats(capacities: Iterable[Capacity], current: Capacity | None) -> tuple[Link, ...]:
    """The switch exists only for a person who has several capacities."""
    held = [capacity for capacity in HATS if capacity in set(capacities)]
    if len(held) < 2:
        return ()
    return tuple(Link(str(HATS[hat][0]), HATS[hat][1], hat is current) for hat in held)


def _nav(facts: FrameFacts, capacity: Capacity | None, request: Any) -> tuple[ChapterLink, ...]:
    places = portal.places(capacity, request.reader, rights=facts.rights)
    order = order_of(capacity, facts.jobs)
    return chapters_of([*places, *facts.places], order, path=request.path_info)
