"""Who sets the weekly lessons of which classes from a file."""

from __future__ import annotations

from typing import Any

from apps.homework.models import TeacherAbsence, TimetableSlot
from apps.homework.teacher_absences.inputs import AbsenceWish
from apps.homework.teacher_absences.queries import lessons_of_span
from apps.homework.teacher_absences.rules import AbsenceSpan
from apps.homework.teacher_absences.services import note_absence
from apps.schools.enums import HalfDay
from apps.schools.models import Staff
from tests.access.actors import FAMILIES, PUPILS, TEACHERS, TEAM
from tests.access.cases import NO_SUCH_METHOD, PAGE, REFUSED, Case, sent_to
from tests.homework.pages import DAY, slot
from tests.world import LONG_AFTER

MAY_IMPORT = ("principal", "digital_referent")
TO_THE_WEEKS = sent_to("homework:timetable")
FORGOTTEN = sent_to("homework:timetable", writes=True)


def plant_slots(world: Any) -> None:
    """Monday at 8, for the maths of 4eB."""
    if not TimetableSlot.objects.filter(teaching=world.teaching).exists():
        slot(world.teaching, 0)
        slot(world.teaching, (LONG_AFTER + DAY).weekday())


def of_the_class(world: Any) -> dict[str, str]:
    return {"de": f"classe-{world.teaching.division.public_id}"}


def all_of_it(world: Any) -> dict[str, str]:
    return {"classes": str(world.teaching.public_id)}


def plant_absence(world: Any) -> None:
    """Mme Roux is away the day after: noted by the secretary."""
    teacher = Staff.objects.get(user=world.people["teacher"])
    if TeacherAbsence.objects.filter(staff=teacher).exists():
        return
    day = (LONG_AFTER + DAY).date()
    span = AbsenceSpan(day, HalfDay.MORNING, day, HalfDay.AFTERNOON)
    missing = {one.key for one in lessons_of_span(teacher, span, today=LONG_AFTER.date())}
    by = world.people["secretary"]
    note_absence(teacher, AbsenceWish(span, missing), by=by, at=LONG_AFTER - DAY)


def of_the_absence(world: Any) -> dict[str, Any]:
    return {"public_id": TeacherAbsence.objects.get(staff__user=world.people["teacher"]).public_id}


KEEPS_THE_DAY = ("principal", "cpe", "school_life", "secretary")
OTHERS_OF_THE_TEAM = tuple(
    one for one in TEAM if one not in (*KEEPS_THE_DAY, "principal_elsewhere")
)
KEEPERS = (*KEEPS_THE_DAY, "principal_elsewhere")  # each of their own school

TIMETABLES = {
    "the ordinary week of a family": Case("homework:family_timetable", get={PAGE: FAMILIES}),
    "the ordinary week of a pupil": Case("homework:student_timetable", get={PAGE: PUPILS}),
    "teachers away": Case(
        "homework:absence_list", get={PAGE: KEEPERS, REFUSED: OTHERS_OF_THE_TEAM}
    ),
    "note an absence": Case(
        "homework:absence_add",
        get={PAGE: KEEPERS, REFUSED: OTHERS_OF_THE_TEAM},
        # Nothing was chosen: the form says so.
        post={PAGE: KEEPERS, REFUSED: OTHERS_OF_THE_TEAM},
    ),
    "an absence": Case(
        "homework:absence_detail",
        arguments=of_the_absence,
        get={PAGE: KEEPS_THE_DAY},
        # No lesson is ticked: refused with a sentence.
        post={PAGE: KEEPS_THE_DAY},
    ),
    "take an absence back": Case(
        "homework:absence_withdraw",
        arguments=of_the_absence,
        get=NO_SUCH_METHOD,
        post={sent_to("homework:absence_list", writes=True): KEEPS_THE_DAY},
    ),
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
