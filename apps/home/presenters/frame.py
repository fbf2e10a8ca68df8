"""What the frame of every page says of the person: their capacities and their school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.home import queries
from apps.schools import offices
from apps.schools.models import Guardian, School
from coeduc import portal
from coeduc.access import Capacity, Reader
from coeduc.frame import (
    ContactToCall,
    FrameFacts,
    Link,
    SchoolToCall,
    kept_space,
    links_of,
    space_of,
)
from coeduc.http import Request

# Where the classes that one leads stand in the menu.
MY_CLASS = 40


def layout_facts(request: HttpRequest) -> FrameFacts:
    """One query: which capacities, and the school to call. Nothing for a visitor."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return FrameFacts()
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return facts_of(reader, at=reader.at, kept=kept_space(request))


def facts_of(reader: Reader, *, at: dt.datetime, kept: Capacity | None = None) -> FrameFacts:
    """What the frame shows of the person's schools, in one query whatever they are.

    ``kept``: the space they were last in, for the pages that belong to none.
    """
    schools = [
        school
        for school in queries.schools_of(reader, at=at)
        if any(getattr(school, f"in_{key}") for key in Capacity)
    ]
    capacities = [
        key for key in Capacity if any(getattr(school, f"in_{key}") for school in schools)
    ]
    space = space_of(capacities, asked=reader.capacity, kept=kept)
    here = [school for school in schools if space and getattr(school, f"in_{space}")]
    alone = here[0] if len(here) == 1 else None
    return FrameFacts(
        school_name=" · ".join(school.name for school in here),
        phone=alone.school_life_phone if alone else "",
        hours=alone.school_life_hours if alone else "",
        capacities=capacities,
        logo_url=_logo_url(alone, space) if alone and space else "",
        offices=tuple(_office(school) for school in here),
        nav=_staff_nav(here) if space is Capacity.STAFF else (),
        sets_up=space is Capacity.STAFF and any(getattr(one, "sets_up", False) for one in here),
        search_url=reverse("home:search") if space is Capacity.STAFF else "",
    )


def _logo_url(school: School, space: Capacity) -> str:
    """Changes with the picture, so that a browser may keep it."""
    if not school.logo:
        return ""
    address = reverse(f"schools:{space}_logo", args=[school.public_id])
    return f"{address}?v={PurePosixPath(str(school.logo.name)).stem[:8]}"


def _office(school: Any) -> SchoolToCall:
    return SchoolToCall(
        key=school.pk,
        name=school.name,
        phone=school.school_life_phone,
        hours=school.school_life_hours,
        ways=tuple(ContactToCall(**way) for way in school.ways),
    )


def _staff_nav(schools: Sequence[Any]) -> tuple[Link, ...]:
    """The usual menu, the class one leads, and the settings for who has them in hand.

    At an address of another space nothing more was asked of the schools: the usual menu alone.
    """
    led = [division for school in schools for division in getattr(school, "led", ())]
    held = {
        key
        for key, flag in (
            (offices.Office.ACCOUNTS.name, "lets_in"),
            (offices.Office.TOOLS.name, "sets_up"),
            (portal.FOLLOWS, "follows"),
        )
        if any(getattr(school, flag, False) for school in schools)
    }
    entries = portal.menu(Capacity.STAFF, offices=held)
    before = [entry for entry in entries if entry.rank < MY_CLASS]
    mine = [
        Link(
            _("Ma %(code)s") % {"code": division["code"]},
            reverse("home:lead_class", args=[division["id"]]),
        )
        for division in led
    ]
    return (*links_of(before), *mine, *links_of(entries[len(before) :]))


def first_space(request: Request) -> Capacity | None:
    """Where «/» leads: the space last read in this browser, else work before family."""
    held = facts_of(request.reader, at=request.now).capacities
    return space_of(held, asked=None, kept=kept_space(request))


def names_for_greeting(guardian: Guardian | None, reader: Reader) -> str:
    """«Madame Diallo»; the account's name where the files give no civility."""
    if guardian is None or not guardian.civility:
        return reader.user.get_full_name()
    title = {"MME": "Madame", "M": "Monsieur"}[guardian.civility]
    return f"{title} {guardian.display_last_name}"
