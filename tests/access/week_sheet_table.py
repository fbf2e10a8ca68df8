"""Who is handed the week of the notebook on paper."""

from __future__ import annotations

from typing import Any

from tests.access.actors import FAMILY_OF_LEO, FOLLOWERS, TEACHERS
from tests.access.cases import ADAPTED, DUE, Case, of_child, page
from tests.access.notebook_readers_table import READS_INES_S


def of_the_class(world: Any) -> dict[str, Any]:
    return {"public_id": world.teaching.division.public_id}


WEEK_SHEETS = {
    # A guardian who opens no notebook has no sheet either.
    "week of a family on paper": Case(
        "homework:family_week",
        get={page(DUE, ADAPTED): READS_INES_S, page(DUE): FAMILY_OF_LEO},
    ),
    "week of a family on paper, of Inès": Case(
        "homework:family_week",
        query=of_child("student"),
        get={page(DUE, ADAPTED): READS_INES_S},
    ),
    "week of a pupil on paper": Case(
        "homework:student_week",
        get={page(DUE, ADAPTED): ("pupil",), page(DUE): ("classmate",)},
    ),
    "week of a class on paper": Case(
        "homework:class_week",
        arguments=of_the_class,
        get={page(DUE): (*TEACHERS, *FOLLOWERS)},
    ),
    "week of a class on paper, the sheet": Case(
        "homework:class_week_pdf",
        arguments=of_the_class,
        get={page(DUE): (*TEACHERS, *FOLLOWERS)},
    ),
}
