"""What the frame of every page says of the person: their capacities and their school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.home import queries
from apps.schools import offices
from apps.schools.links import DAILY, LEGAL, RESULTS, Right, links_of
from apps.schools.models import Guardian, School
from coeduc import portal
from coeduc.access import Capacity, Reader
from coeduc.chapters import TEACHES, Chapter, MenuPlace
from coeduc.frame import ContactToCall, FrameFacts, SchoolToCall, kept_space, space_of
from coeduc.http import Request

# Where the classes that one leads stand among the pages of the pupils.
MY_CLASS = 10
# What a page of a family may ask of its links (``right`` of its place in the menu).
RIGHTS_OF_FAMILIES: Mapping[str, Right] = {
    "DAILY": DAILY,
    "LEGAL": LEGAL,
    "RESULTS": RESULTS,
}


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
        **_menu_of(reader, space, here),
    )


def _menu_of(reader: Reader, space: Capacity | None, here: Sequence[Any]) -> dict[str, Any]:
    """What the menu asks of the person; at an address of another space, they hold nothing here."""
    match space:
        case Capacity.STAFF:
            here = [school for school in here if hasattr(school, "roles")]
            rights = _rights_at_work(here)
            return {
                "jobs": _jobs(here),
                "rights": rights,
                "places": _led(here),
                "sets_up": offices.Office.TOOLS.name in rights,
                "search_url": reverse("home:search"),
            }
        case Capacity.FAMILY:
            return {"rights": _rights_of_family(reader, here) | _weeks_known(here)}
        case Capacity.STUDENT:
            return {"rights": _weeks_known(here)}
        case _:
            return {}


def _logo_url(school: School, space: Capacity) -> str:
    """Changes with the picture, so that a browser may keep it; a relative is shown none."""
    if not school.logo or space == Capacity.TRUSTED:
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


def _jobs(schools: Sequence[Any]) -> frozenset[str]:
    """Of the team: every job held in these schools; who teaches or leads has that of a teacher."""
    held = {role for school in schools for role in school.roles}
    return frozenset(held | ({TEACHES} if any(school.teaches for school in schools) else set()))


def _rights_at_work(schools: Sequence[Any]) -> frozenset[str]:
    """The offices held in one of these schools at least; whether some pupils open, or a list."""
    roles = {role for school in schools for role in school.roles}
    held = {office.name for office in offices.Office if roles & office.value}
    opens = any(school.teaches for school in schools) or offices.Office.WHOLE_SCHOOL.name in held
    if opens:
        held.add(portal.FOLLOWS)
    if opens or offices.Office.DIRECTORY.name in held:
        held.add(portal.KNOWS)
    return frozenset(held)


def _rights_of_family(reader: Reader, schools: Sequence[Any]) -> frozenset[str]:
    """What the links of this guardian open: nobody is led to a page that is empty for them."""
    links = links_of(reader, at=reader.at)
    if links is None:
        return frozenset(
            key
            for key in RIGHTS_OF_FAMILIES
            if any(getattr(school, f"opens_{key.lower()}", True) for school in schools)
        )
    return frozenset(
        key for key, right in RIGHTS_OF_FAMILIES.items() if right.among(links, reader.at)
    )


def _weeks_known(schools: Sequence[object]) -> frozenset[str]:
    """A page of the week is in the menu where a timetable is known, and nowhere else."""
    return frozenset({"WEEK"} if any(getattr(one, "has_week", False) for one in schools) else ())


def _led(schools: Sequence[Any]) -> tuple[MenuPlace, ...]:
    """The classes that one leads, among the pupils."""
    led = [division for school in schools for division in school.led]
    return tuple(
        MenuPlace(
            Chapter.PUPILS,
            MY_CLASS,
            _("Ma %(code)s") % {"code": division["code"]},
            reverse("home:lead_class", args=[division["id"]]),
        )
        for division in led
    )


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
