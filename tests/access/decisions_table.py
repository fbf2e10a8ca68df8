"""Who is answered what where results are held and withdrawn: the CPE and the heads, no teacher."""

from __future__ import annotations

from typing import Any

from tests.access.actors import TEACHERS, TEAM
from tests.access.cases import (
    ASKED,
    DRAFT,
    HELD,
    INES,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Case,
    of_row,
    page,
    sent_to,
)

CARERS = ("cpe", "principal")
# They see the row, and may decide nothing about it.
FOLLOW = (*TEACHERS, "lead_teacher")
DESKS = (*CARERS, "principal_elsewhere")
COLLEAGUES = tuple(actor for actor in TEAM if actor not in DESKS)
TO_THE_RESULT = sent_to("results:result_decisions", writes=True)


def a_hold(world: Any) -> dict[str, str]:
    return {"until": "2026-11-30", "reason": "Appeler la famille."}


def a_withdrawal(world: Any) -> dict[str, str]:
    return {
        "audience": "both",
        "reason_for_family": "La note était celle d’un autre élève.",
        "sure": "1",
    }


def of_hold(world: Any) -> dict[str, Any]:
    return {"public_id": world.hold.public_id}


CARE = {
    "care of a result": Case(
        "results:result_decisions",
        arguments=of_row("result"),
        get={page(INES): CARERS, REFUSED: FOLLOW},
    ),
    "care of a result not handed back": Case(
        "results:result_decisions",
        arguments=of_row("draft_result"),
        get={page(DRAFT): CARERS, REFUSED: FOLLOW},
    ),
    "care of a held result": Case(
        "results:result_decisions",
        arguments=of_row("held_result"),
        get={page(HELD): CARERS, REFUSED: FOLLOW},
    ),
    "hold": Case(
        "results:result_hold",
        arguments=of_row("draft_result"),
        data=a_hold,
        get={PAGE: CARERS, REFUSED: FOLLOW},
        post={TO_THE_RESULT: CARERS, REFUSED: FOLLOW},
    ),
    "hold, too late": Case(
        "results:result_hold",
        arguments=of_row("result"),
        data=a_hold,
        get={PAGE: CARERS, REFUSED: FOLLOW},
        post={PAGE: CARERS, REFUSED: FOLLOW},
    ),
    "withdraw": Case(
        "results:result_withdraw",
        arguments=of_row("result"),
        data=a_withdrawal,
        get={PAGE: CARERS, REFUSED: FOLLOW},
        post={TO_THE_RESULT: CARERS, REFUSED: FOLLOW},
    ),
    "publish again, nothing withdrawn": Case(
        "results:result_publish_again",
        arguments=of_row("result"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:result_decisions"): CARERS, REFUSED: FOLLOW},
    ),
    "held results": Case(
        "results:hold_list",
        get={page(HELD): CARERS, PAGE: ("principal_elsewhere",), REFUSED: COLLEAGUES},
    ),
    "lift": Case(
        "results:hold_lift",
        arguments=of_hold,
        get={page(HELD): CARERS, REFUSED: COLLEAGUES},
        post={TO_THE_RESULT: CARERS, REFUSED: COLLEAGUES},
    ),
    "withdrawn results": Case("results:withdrawal_list", get={PAGE: DESKS, REFUSED: COLLEAGUES}),
    "requests": Case(
        "results:request_list",
        get={page(ASKED): CARERS, PAGE: ("principal_elsewhere",), REFUSED: COLLEAGUES},
    ),
    "answer a request": Case(
        "results:request_answer",
        arguments=of_row("talk_request"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:request_list", writes=True): CARERS, REFUSED: COLLEAGUES},
    ),
    "open a request again": Case(
        "results:request_reopen",
        arguments=of_row("talk_request"),
        get=NO_SUCH_METHOD,
        post={sent_to("results:request_list"): CARERS, REFUSED: COLLEAGUES},
    ),
    "results of a pupil": Case(
        "results:student_decisions",
        arguments=of_row("student"),
        get={PAGE: CARERS, REFUSED: COLLEAGUES},
    ),
}
