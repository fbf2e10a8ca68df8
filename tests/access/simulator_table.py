"""Who may try a rule on last term's facts: whoever may adopt it, and nobody else."""

from __future__ import annotations

from tests.access.cases import PAGE, REFUSED, Case, of_row
from tests.access.people_table import COLLEAGUES

SIMULATOR = {
    "try a rule": Case(
        "publication:simulator",
        arguments=of_row("school"),
        query=lambda world: {"name": "once_a_week"},
        get={PAGE: ("principal",), REFUSED: COLLEAGUES},
    ),
    # No term is known in this school: there is no sheet to print, for the principal either.
    "sheet of the simulator": Case(
        "publication:simulator_pdf",
        arguments=of_row("school"),
        get={REFUSED: COLLEAGUES},
    ),
}
