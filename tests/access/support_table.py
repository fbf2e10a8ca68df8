"""Who is answered what where copies are handed back later, and on the pages of the help."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FOLLOWERS, TEACHERS, TEAM
from tests.access.cases import NO_SUCH_METHOD, PAGE, REFUSED, Case, of_row, sent_to


def late_copy(world: Any) -> dict[str, str]:
    return {"result": str(world.missed_result.public_id)}


LATER = {
    "hand back to all who were away": Case(
        "results:hand_back_later",
        arguments=of_row("missed"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:assessment_hand_back", writes=True): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "hand back to a pupil who was away": Case(
        "results:hand_back_later",
        arguments=of_row("missed"),
        data=late_copy,
        get=NO_SUCH_METHOD,
        post={sent_to("results:assessment_hand_back", writes=True): TEACHERS, REFUSED: FOLLOWERS},
    ),
    # Nobody was away: the row of another assessment is no row of this one.
    "hand back to a pupil of another assessment": Case(
        "results:hand_back_later",
        arguments=of_row("assessment"),
        data=late_copy,
        get=NO_SUCH_METHOD,
        post={REFUSED: FOLLOWERS},
    ),
}


def a_help(world: Any) -> dict[str, str]:
    return {"kind": "tutoring", "name": "Tutorat avec un élève de 3e"}


KEEPERS = ("cpe", "principal")
READERS = tuple(actor for actor in TEAM if actor not in (*KEEPERS, "principal_elsewhere"))


def one_help(route: str, name: str, **answers: Any) -> Case:
    return Case(f"support:{route}", arguments=of_row(name), **answers)


def button(route: str, name: str) -> Case:
    return one_help(
        route,
        name,
        get=NO_SUCH_METHOD,
        post={sent_to("support:device_list", writes=True): KEEPERS, REFUSED: READERS},
    )


def form(route: str, name: str) -> Case:
    return one_help(
        route,
        name,
        data=a_help,
        get={PAGE: KEEPERS, REFUSED: READERS},
        post={sent_to("support:device_list", writes=True): KEEPERS, REFUSED: READERS},
    )


HELPS = {
    "helps of the school": Case("support:device_list", get={PAGE: TEAM}),
    "add a help": form("device_open", "school"),
    "change a help": form("device_edit", "help"),
    "close a help": button("device_close", "help"),
    "propose a help again": button("device_reopen", "closed_help"),
}


def why(world: Any) -> dict[str, str]:
    return {"reason": "Le professeur est absent.", "sure": "on"}


NOT_HEADS = tuple(a for a in TEAM if a not in ("principal", "principal_elsewhere"))
SEE_IT = (*TEACHERS, "lead_teacher", "cpe")
PUBLISHING = {
    "copies awaited for long": Case(
        "results:overdue_list",
        get={PAGE: ("principal", "principal_elsewhere"), REFUSED: NOT_HEADS},
    ),
    "publish without the copies": Case(
        "results:assessment_publish",
        arguments=of_row("overdue"),
        data=why,
        get={PAGE: ("principal",), REFUSED: SEE_IT},
        post={
            sent_to("results:assessment_detail", writes=True): ("principal",),
            REFUSED: SEE_IT,
        },
    ),
}
SUPPORT = {**LATER, **HELPS, **PUBLISHING}
