"""Who sets the weekly lessons of which classes from a file."""

from __future__ import annotations

from typing import Any

from apps.homework.models import TimetableSlot
from tests.access.actors import TEACHERS, TEAM
from tests.access.cases import NO_SUCH_METHOD, PAGE, Case, sent_to
from tests.homework.pages import slot

MAY_IMPORT = ("principal", "digital_referent")
TO_THE_WEEKS = sent_to("homework:timetable")
FORGOTTEN = sent_to("homework:timetable", writes=True)


def plant_slots(world: Any) -> None:
    """Monday at 8, for the maths of 4eB."""
    if not TimetableSlot.objects.filter(teaching=world.teaching).exists():
        slot(world.teaching, 0)


def of_the_class(world: Any) -> dict[str, str]:
    return {"de": f"classe-{world.teaching.division.public_id}"}


def all_of_it(world: Any) -> dict[str, str]:
    return {"classes": str(world.teaching.public_id)}


TIMETABLES = {
    "weekly lessons": Case(
        "homework:timetable",
        get={PAGE: TEAM},
        # A file was not sent; who has no class has nothing to set.
        post={PAGE: (*TEACHERS, "teacher_of_another_class")},
    ),
    "weekly lessons of a class": Case(
        "homework:timetable",
        query=of_the_class,
        get={PAGE: MAY_IMPORT},
        post={PAGE: MAY_IMPORT},
    ),
    "use a preview that was never made": Case(
        "homework:timetable_use",
        get=NO_SUCH_METHOD,
        post={PAGE: (*TEACHERS, "teacher_of_another_class")},
    ),
    "forget one’s weekly lessons": Case(
        "homework:timetable_forget",
        data=all_of_it,
        get={PAGE: TEACHERS, TO_THE_WEEKS: ("teacher_of_another_class",)},
        post={FORGOTTEN: TEACHERS, TO_THE_WEEKS: ("teacher_of_another_class",)},
    ),
    "forget the weekly lessons of a class": Case(
        "homework:timetable_forget",
        query=of_the_class,
        data=all_of_it,
        get={PAGE: MAY_IMPORT},
        post={FORGOTTEN: MAY_IMPORT},
    ),
}
