"""Who is answered what where copies are handed back later, and on the pages of the help."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FOLLOWERS, TEACHERS
from tests.access.cases import NO_SUCH_METHOD, REFUSED, Case, of_row, sent_to


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
SUPPORT = {**LATER}
