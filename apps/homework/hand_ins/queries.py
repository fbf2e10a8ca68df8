"""What was handed in and asked; which rows of the notebook keep a file, archives included."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from apps.files.queries import FileUse
from apps.homework import policies
from apps.homework.archive.queries import kept_names
from apps.homework.models import Attachment, HandIn, Homework, HomeworkStudent, HomeworkVersion
from apps.schools.models import Student
from apps.schools.people.queries import pupils_taught
from coeduc.access import Reader

if TYPE_CHECKING:
    from apps.homework.models.rows import WrittenLesson

FILE_USES = (
    FileUse(kept=Attachment.objects.all, standing=Attachment.objects.all),
    FileUse(
        kept=HandIn.objects.all,
        standing=lambda: HandIn.objects.all().standing(),
        names=kept_names,
    ),
)


def states_asked(reader: Reader) -> QuerySet[HomeworkVersion]:
    """States of works, each with its work, the subject, the school and the year."""
    return HomeworkVersion.objects.visible_to(reader, at=reader.at).select_related(
        "homework__teaching__subject", "homework__teaching__school", "homework__teaching__year"
    )


def last_state(reader: Reader, homework: Homework) -> HomeworkVersion:
    """As it stands now."""
    states = HomeworkVersion.objects.visible_to(reader, at=reader.at)
    return states.filter(homework=homework).latest().get()


def works(reader: Reader) -> QuerySet[Homework]:
    """Each with its lesson, and to whom it is given."""
    return Homework.objects.visible_to(reader, at=reader.at).select_related(
        "lesson",
        "teaching__subject",
        "teaching__division",
        "teaching__group",
        "teaching__school",
    )


def asks_a_file(reader: Reader, homework: Homework) -> bool:
    """In one of its states: what was given stays there to open once the work asks no more."""
    states = HomeworkVersion.objects.visible_to(reader, at=reader.at)
    return states.filter(homework=homework, asks_file=True).exists()


def expected_pupils(reader: Reader, homework: Homework) -> QuerySet[Student]:
    """Those of the class, or the ones it was adapted for, in the order of names."""
    roster = pupils_taught(reader, homework.teaching)
    if not homework.is_adapted:
        return roster
    chosen = HomeworkStudent.objects.visible_to(reader, at=reader.at).filter(homework=homework)
    return roster.filter(pk__in=chosen.values("student"))


def hand_ins(reader: Reader) -> QuerySet[HandIn]:
    """Those taken back too, each with its file and its work."""
    rows = HandIn.objects.visible_to(reader, at=reader.at)
    return rows.select_related("stored", "homework")


def given_by(reader: Reader, homework: Homework, student: Student) -> QuerySet[HandIn]:
    """What this pupil gave for this work and did not take back, in order."""
    rows = _standing(reader).filter(homework=homework, student=student)
    return rows.select_related("stored").order_by("pk")


def given_for(reader: Reader, homework: Homework) -> QuerySet[HandIn]:
    """What was given for this work, each with its pupil, in the order of names."""
    rows = _standing(reader).filter(homework=homework).select_related("stored", "student")
    return rows.order_by("student__sort_key", "student", "pk")


def counts_of(reader: Reader, lesson: WrittenLesson) -> dict[UUID, int]:
    """By work of the lesson that asks for a file, how many were given; only for those who may open
    them."""
    asked = [work for work in lesson.given if any(state.asks_file for state in work.states)]
    if not asked or not policies.can_open_hand_ins(reader, lesson.teaching):
        return {}
    counts = dict.fromkeys((work.public_id for work in asked), 0)
    rows = _standing(reader).filter(homework__in=asked)
    for work in rows.values_list("homework__public_id", flat=True):
        counts[work] += 1
    return counts


def _standing(reader: Reader) -> QuerySet[HandIn]:
    return HandIn.objects.visible_to(reader, at=reader.at).standing()
