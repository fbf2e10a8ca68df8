"""Who is answered what on the pages where teachers write, correct and copy their lessons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apps.homework.models import Homework
from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.access.actors import FOLLOWERS, TEACHERS, TEAM
from tests.access.cases import (
    DUE,
    LATER,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Answer,
    Case,
    of_row,
    page,
    sent_to,
)
from tests.world import LONG_AFTER

YESTERDAY, TODAY, FRIDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 25), dt.date(2026, 11, 27)
TO_THE_LESSON = sent_to("homework:lesson_detail", writes=True)
# The place was taken: both texts are shown, and nothing is kept.
TRIED = Answer(200, writes=True)
TO_THE_WEEK = sent_to("homework:notebook_week")
DISCARDED = sent_to("homework:notebook_week", writes=True)


def plant_lessons(world: Any) -> None:
    """A lesson of yesterday that families read, with its work, and a draft of today's second."""
    author = world.people["teacher"]
    at = LONG_AFTER - dt.timedelta(days=1)
    work = GivenWork(text="Exercice 4", due_on=FRIDAY)
    lesson = Page(text="Fractions.", question="Pourquoi ?", works=(work,))
    world.lesson = write_lesson(world.teaching, lesson, day=YESTERDAY, by=author, at=at)
    world.homework = Homework.objects.get(lesson=world.lesson)
    world.draft_lesson = write_lesson(
        world.teaching, Page(text="Volumes.", is_draft=True), day=TODAY, by=author, at=at, rank=2
    )


def of_day(day: dt.date) -> Any:
    return lambda world: {"public_id": world.teaching.public_id, "day": day}


def a_lesson(world: Any) -> dict[str, str]:
    return {
        "act": "publish",
        "text": "Les aires.",
        "works": "1",
        "work-0-text": "Exercice 5",
        "work-0-due": FRIDAY.isoformat(),
    }


def a_correction(world: Any) -> dict[str, str]:
    return {"act": "publish", "text": "Fractions !", "seen": "1", "reason": "Une faute."}


def a_copy(world: Any) -> dict[str, str]:
    return {"teaching": str(world.teaching.public_id), "day": FRIDAY.isoformat()}


def a_cancelling(world: Any) -> dict[str, str]:
    return {"seen": "1", "reason": "Fini en classe."}


NOTEBOOK = {
    "week of a teacher": Case("homework:notebook_week", get={PAGE: TEAM}),
    "another lesson, nothing chosen": Case("homework:lesson_other", get={TO_THE_WEEK: TEAM}),
    "another lesson of 4eB": Case(
        "homework:lesson_other",
        query=lambda world: {"teaching": str(world.teaching.public_id), "day": TODAY.isoformat()},
        get={
            sent_to("homework:lesson_write"): TEACHERS,
            TO_THE_WEEK: tuple(actor for actor in TEAM if actor not in TEACHERS),
        },
    ),
    "write a lesson": Case(
        "homework:lesson_write",
        arguments=of_day(TODAY),
        data=a_lesson,
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
        post={TO_THE_LESSON: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "write a lesson already written": Case(
        "homework:lesson_write",
        arguments=of_day(YESTERDAY),
        data=a_lesson,
        get={sent_to("homework:lesson_detail"): TEACHERS, REFUSED: FOLLOWERS},
        post={TRIED: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "lessons to start from": Case(
        "homework:lesson_reuse",
        arguments=of_day(TODAY),
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "load of the day chosen": Case(
        "homework:class_day_load",
        arguments=of_row("teaching"),
        query=lambda world: {"n": "0", "work-0-due": FRIDAY.isoformat()},
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "a lesson": Case(
        "homework:lesson_detail",
        arguments=of_row("lesson"),
        get={PAGE: (*TEACHERS, *FOLLOWERS)},
    ),
    "correct a lesson": Case(
        "homework:lesson_edit",
        arguments=of_row("lesson"),
        data=a_correction,
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
        post={TO_THE_LESSON: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "publish a draft": Case(
        "homework:lesson_publish",
        arguments=of_row("draft_lesson"),
        get=NO_SUCH_METHOD,
        post={TO_THE_LESSON: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "copy a lesson, no other class": Case(
        "homework:lesson_copy",
        arguments=of_row("lesson"),
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
        post={PAGE: TEACHERS, REFUSED: FOLLOWERS},
    ),
    # Their only class of this subject: any other is unknown to them.
    "copy a lesson in one gesture, to a class that is not theirs": Case(
        "homework:lesson_copy_at_once",
        arguments=of_row("lesson"),
        data=a_copy,
        get=NO_SUCH_METHOD,
        post={REFUSED: FOLLOWERS},
    ),
    "put back to a draft what families read tomorrow": Case(
        "homework:lesson_back_to_draft",
        arguments=lambda world: {"public_id": world.later_work.lesson.public_id},
        get=NO_SUCH_METHOD,
        post={TO_THE_LESSON: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "discard a draft": Case(
        "homework:lesson_discard",
        arguments=of_row("draft_lesson"),
        get=NO_SUCH_METHOD,
        post={DISCARDED: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "cancel a work": Case(
        "homework:work_cancel",
        arguments=of_row("homework"),
        data=a_cancelling,
        get={PAGE: TEACHERS, REFUSED: FOLLOWERS},
        post={TO_THE_LESSON: TEACHERS, REFUSED: FOLLOWERS},
    ),
    "load of a class": Case(
        "homework:class_load",
        arguments=lambda world: {"public_id": world.teaching.division.public_id},
        get={page(DUE, LATER): FOLLOWERS, REFUSED: TEACHERS},
    ),
}
