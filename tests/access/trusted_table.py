"""Who is answered what where a relative was let read the notebook of the class, and by whom."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FAMILIES, FAMILY_OF_LEO, FOLLOWERS, PUPILS, TEACHERS
from tests.access.cases import (
    DUE,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Case,
    Expected,
    of_row,
    page,
    sent_to,
)

PROVE_AGAIN = sent_to("account_reauthenticate")
# A legal guardian today, of Inès or of Léo; the others of a family are refused what they do not
# decide, and whoever is nobody's family any more does not know that it exists.
ENTRUST_INES = ("guardian", "other_guardian")
ENTRUST = (*ENTRUST_INES, *FAMILY_OF_LEO)
DO_NOT = tuple(actor for actor in FAMILIES if actor not in ENTRUST)
PROVED: Expected = {PROVE_AGAIN: ENTRUST, REFUSED: DO_NOT}
# The head alone, of those who follow Inès.
NO_HEADS = tuple(actor for actor in (*FOLLOWERS, *TEACHERS) if actor != "principal")


def a_relative(world: Any) -> dict[str, str]:
    return {
        "enfant": str(world.student.public_id),
        "name": "Rosa Lopez",
        "phone": "06 99 00 00 07",
        "address": "3 place des Essais, 75011 Paris",
        "envoi": "papier",
    }


def of_access(world: Any) -> dict[str, Any]:
    return {"public_id": world.access.public_id}


def of_pupil_and_access(world: Any) -> dict[str, Any]:
    return {"public_id": world.student.public_id, "access_id": world.access.public_id}


TRUSTED = {
    "what a relative reads": Case(
        "home:trusted_home", get={page(DUE): ("relative",), PAGE: ("relative_no_more",)}
    ),
    "relatives of a family": Case("invitations:trusted_list", get={PAGE: ENTRUST, REFUSED: DO_NOT}),
    "let a relative read": Case(
        "invitations:trusted_create",
        data=a_relative,
        get=PROVED,
        post=PROVED,
    ),
    "another code": Case(
        "invitations:trusted_code",
        arguments=of_access,
        get=NO_SUCH_METHOD,
        post=PROVED,
    ),
    "end it": Case(
        "invitations:trusted_end",
        arguments=of_access,
        get=NO_SUCH_METHOD,
        post={sent_to("invitations:trusted_list", writes=True): ENTRUST_INES},
    ),
    "open it again": Case(
        "invitations:trusted_reopen",
        arguments=of_access,
        get=NO_SUCH_METHOD,
        post=PROVED,
    ),
    "give it back": Case(
        "invitations:trusted_give_back",
        arguments=of_access,
        get=NO_SUCH_METHOD,
        post={sent_to("home:trusted_home", writes=True): ("relative",)},
    ),
    "relatives told to the pupil": Case("invitations:trusted_of_pupil", get={PAGE: PUPILS}),
    "relatives told to the head": Case(
        "invitations:trusted_of_student",
        arguments=of_row("student"),
        get={PAGE: ("principal",), REFUSED: NO_HEADS},
    ),
    "ended by the head": Case(
        "invitations:trusted_close",
        arguments=of_pupil_and_access,
        get=NO_SUCH_METHOD,
        post={
            sent_to("invitations:trusted_of_student", writes=True): ("principal",),
            REFUSED: NO_HEADS,
        },
    ),
}
