"""Who is answered what on the lists of classes and of groups, and of their telephones."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FOLLOWERS, TEACHERS, TEAM
from tests.access.cases import PAGE, REFUSED, Answer, Case

PAGE_WRITTEN = Answer(200, writes=True)
DIRECTORY = ("school_life", "secretary", "nurse")
LIST_SOMEBODY = (
    *TEACHERS,
    *FOLLOWERS,
    *DIRECTORY,
    "teacher_of_another_class",
    "principal_elsewhere",
)
LIST_4EB = (*TEACHERS, *FOLLOWERS, *DIRECTORY)
CALL_4EB = (*FOLLOWERS, *DIRECTORY)
HEADS = ("principal", "principal_elsewhere")


def of_class(world: Any) -> dict[str, Any]:
    return {"kind": "classe", "public_id": world.teaching.division.public_id}


def as_a_group(world: Any) -> dict[str, Any]:
    return {"kind": "groupe", "public_id": world.teaching.division.public_id}


def of_nothing(world: Any) -> dict[str, Any]:
    return {"kind": "college", "public_id": world.teaching.division.public_id}


def an_outing(world: Any) -> dict[str, str]:
    return {"reason": "Sortie au musée", "for_day": "2026-11-27"}


LISTS = {
    "lists": Case(
        "schools:list_list",
        get={
            PAGE: LIST_SOMEBODY,
            REFUSED: tuple(actor for actor in TEAM if actor not in LIST_SOMEBODY),
        },
    ),
    "list of 4eB": Case("schools:list_detail", arguments=of_class, get={PAGE: LIST_4EB}),
    "list of no group": Case("schools:list_detail", arguments=as_a_group, get={}),
    "list of nothing known": Case("schools:list_detail", arguments=of_nothing, get={}),
    "telephones of 4eB": Case(
        "schools:list_phones",
        arguments=of_class,
        data=an_outing,
        get={PAGE: CALL_4EB, REFUSED: TEACHERS},
        post={PAGE_WRITTEN: CALL_4EB, REFUSED: TEACHERS},
    ),
    "telephones that left": Case(
        "schools:phone_printings",
        get={PAGE: HEADS, REFUSED: tuple(actor for actor in TEAM if actor not in HEADS)},
    ),
}
