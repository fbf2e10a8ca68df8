"""Who is answered what where families and pupils read the notebook.

The canaries are works of a lesson of the week before, due on Friday: no page of teachers that the
table asks for shows them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from apps.homework.models import Homework
from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.access.actors import FAMILY_OF_INES, FAMILY_OF_LEO, PUPILS
from tests.access.cases import (
    ADAPTED,
    DUE,
    NO_SUCH_METHOD,
    PAGE,
    Case,
    of_child,
    of_row,
    page,
    sent_to,
)
from tests.world import LONG_AFTER

LAST_WEEK, FRIDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 27)
READS_INES_S = ("guardian", "other_guardian", "guardian_care")
READS_NOTHING = tuple(actor for actor in FAMILY_OF_INES if actor not in READS_INES_S)
TICKED = sent_to("homework:student_notebook", writes=True)


def plant_works(world: Any) -> None:
    """One for the class, one for Inès alone, one for tomorrow's readers, one still a draft."""
    for rank, (name, text, more) in enumerate(
        (
            ("due_work", "Plan de la gare", {}),
            ("adapted_work", "Rose des sables", {"students": (world.student,)}),
            ("later_work", "Marée de demain", {}),
            ("draft_work", "Sentier du nord", {}),
        ),
        start=1,
    ):
        content = Page(
            text="Repérage.",
            works=(GivenWork(text=text, due_on=FRIDAY, **more),),
            is_draft=name == "draft_work",
            show_from=LONG_AFTER + dt.timedelta(days=1) if name == "later_work" else None,
        )
        lesson = write_lesson(
            world.teaching,
            content,
            day=LAST_WEEK,
            by=world.people["teacher"],
            at=LONG_AFTER - dt.timedelta(days=8),
            rank=rank,
        )
        setattr(world, name, Homework.objects.get(lesson=lesson))


def done(world: Any) -> dict[str, str]:
    return {"done": "1"}


def tick(name: str, *actors: str) -> Case:
    return Case(
        "homework:student_work_done",
        arguments=of_row(name),
        data=done,
        get=NO_SUCH_METHOD,
        post={TICKED: actors},
    )


NOTEBOOK_READERS = {
    "notebook of a family": Case(
        "homework:family_notebook",
        get={
            page(DUE, ADAPTED): READS_INES_S,
            page(DUE): FAMILY_OF_LEO,
            PAGE: READS_NOTHING,
        },
    ),
    # Of one child; a classmate’s family, and a child who is theirs no more: unknown.
    "notebook of a family, of Inès": Case(
        "homework:family_notebook",
        query=of_child("student"),
        get={page(DUE, ADAPTED): READS_INES_S, PAGE: READS_NOTHING},
    ),
    "notebook of a pupil": Case(
        "homework:student_notebook",
        get={page(DUE, ADAPTED): ("pupil",), page(DUE): ("classmate",)},
    ),
    "tick a work": tick("due_work", *PUPILS),
    "tick an adapted work": tick("adapted_work", "pupil"),
    "tick a work that nobody reads yet": tick("later_work"),
    "tick a draft": tick("draft_work"),
}
