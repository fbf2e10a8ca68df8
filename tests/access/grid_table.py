"""Who is answered what where marks are typed and assessments are made or unmade."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FOLLOWERS, TEACHERS
from tests.access.cases import (
    INES,
    LEO,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Answer,
    Case,
    of_row,
    page,
    sent_to,
)

# An answer for the page's script, after a line was written.
SAVED = Answer(200, writes=True)


def corrected_line(world: Any) -> dict[str, str]:
    """Inès may have read it: without a reason nothing is written."""
    return {f"mark-{world.result.public_id}": "14", f"seen-{world.result.public_id}": "1"}


def new_line(world: Any) -> dict[str, str]:
    key = world.draft_result.public_id
    return {f"mark-{key}": "14", f"seen-{key}": "1"}


def lines(world: Any) -> dict[str, str]:
    return {"pasted": "DIALLO Ines\t12"}


GRID = {
    "read a sheet": Case(
        "results:marks_sheet",
        arguments=of_row("assessment"),
        data=lines,
        get=NO_SUCH_METHOD,
        post={page(LEO): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "sheet to fill in": Case(
        "results:marks_template",
        arguments=of_row("assessment"),
        get={page(INES, LEO): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "delete, too late": Case(
        "results:assessment_delete",
        arguments=of_row("assessment"),
        get={sent_to("results:assessment_detail"): TEACHERS, REFUSED: FOLLOWERS},
        post={sent_to("results:assessment_detail"): TEACHERS, REFUSED: FOLLOWERS},
    ),
    "save a line already read": Case(
        "results:marks_save",
        arguments=of_row("assessment"),
        data=corrected_line,
        get=NO_SUCH_METHOD,
        post={PAGE: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "save a line": Case(
        "results:marks_save",
        arguments=of_row("draft"),
        data=new_line,
        get=NO_SUCH_METHOD,
        post={SAVED: TEACHERS, REFUSED: FOLLOWERS},
    ),
}
