"""Who may try a rule on last term's facts: whoever may adopt it, and nobody else."""

from __future__ import annotations

from tests.access.cases import NO_SUCH_METHOD, PAGE, REFUSED, Case, of_row, sent_to
from tests.access.people_table import COLLEAGUES

SIMULATOR = {
    "try a rule": Case(
        "publication:simulator",
        arguments=of_row("school"),
        query=lambda world: {"name": "once_a_week"},
        get={PAGE: ("principal",), REFUSED: COLLEAGUES},
    ),
    # No term is known in this school: there is nothing to print, for the principal either.
    "printout of the simulator": Case(
        "publication:simulator_pdf",
        arguments=of_row("school"),
        get={REFUSED: COLLEAGUES},
    ),
    "ask for the figures of now": Case(
        "publication:simulator_refresh",
        arguments=of_row("school"),
        get=NO_SUCH_METHOD,
        post={
            sent_to("publication:simulator", writes=True): ("principal",),
            REFUSED: COLLEAGUES,
        },
    ),
}
