"""Who is answered what on the team's pages about pupils and the accesses of their guardians."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.actors import TEACHERS, TEAM
from tests.access.cases import (
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Case,
    of_row,
    sent_to,
)

OFFICE = ("cpe", "principal")
# They see Inès and who answers for her; her accesses are not theirs to touch.
ONLOOKERS = (*TEACHERS, "lead_teacher")
TO_THE_ACCESS = sent_to("schools:restriction_detail", writes=True)


def access_of(name: str) -> Callable[[Any], dict[str, Any]]:
    """Inès and the guardian of this account."""
    return lambda world: {
        "public_id": world.student.public_id,
        "guardian_id": world.people[name].guardians.get().public_id,
    }


def access_asked_back(world: Any) -> dict[str, Any]:
    """Cut, and the principal has asked to give it back."""
    return {"public_id": world.student.public_id, "guardian_id": world.asked.guardian.public_id}


def why(world: Any) -> dict[str, str]:
    return {"reason": "Jugement vu au secrétariat.", "sure": "on"}


PEOPLE = {
    "pupils": Case("schools:student_list", get={PAGE: TEAM}),
    "sheet of Inès": Case(
        "schools:student_detail",
        arguments=of_row("student"),
        get={PAGE: (*ONLOOKERS, *OFFICE)},
    ),
    "cut accesses": Case(
        "schools:restriction_list",
        get={
            PAGE: (*OFFICE, "principal_elsewhere"),
            REFUSED: tuple(a for a in TEAM if a not in (*OFFICE, "principal_elsewhere")),
        },
    ),
    "an access": Case(
        "schools:restriction_detail",
        arguments=access_of("guardian"),
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
    ),
    "cut an access": Case(
        "schools:restriction_create",
        arguments=access_of("guardian"),
        data=why,
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
        post={TO_THE_ACCESS: OFFICE, REFUSED: ONLOOKERS},
    ),
    "ask it back": Case(
        "schools:restriction_lift",
        arguments=access_of("guardian_blocked"),
        data=why,
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
        post={TO_THE_ACCESS: OFFICE, REFUSED: ONLOOKERS},
    ),
    "give it back, nobody asked": Case(
        "schools:restriction_confirm",
        arguments=access_of("guardian_blocked"),
        get=NO_SUCH_METHOD,
        post={REFUSED: (*OFFICE, *ONLOOKERS)},
    ),
    "give it back": Case(
        "schools:restriction_confirm",
        arguments=access_asked_back,
        get=NO_SUCH_METHOD,
        post={TO_THE_ACCESS: ("cpe",), REFUSED: ("principal", *ONLOOKERS)},
    ),
    "keep it cut, nobody asked": Case(
        "schools:restriction_refuse",
        arguments=access_of("guardian_blocked"),
        get=NO_SUCH_METHOD,
        post={sent_to("schools:restriction_detail"): OFFICE, REFUSED: ONLOOKERS},
    ),
    "keep it cut": Case(
        "schools:restriction_refuse",
        arguments=access_asked_back,
        get=NO_SUCH_METHOD,
        post={TO_THE_ACCESS: OFFICE, REFUSED: ONLOOKERS},
    ),
}
