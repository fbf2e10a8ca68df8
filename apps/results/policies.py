"""What a person may do to an assessment they can already see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from apps.results.models import Assessment
from apps.schools.models import School, Staff, Student, Teaching, TeachingStaff
from apps.schools.offices import Office, is_own_child
from coeduc.access import Reader


def can_teach(reader: Reader, teaching: Teaching, *, at: dt.datetime) -> bool:
    """Only those who teach it now create, mark and hand back; following is not teaching."""
    return (
        reader.is_staff
        and TeachingStaff.objects.of(reader.user, at=at).filter(teaching=teaching).exists()
    )


def can_mark(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)


def can_hand_back(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)


def can_publish(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    """Copies that never come back are published by the head or the deputy of the school."""
    return any(school.pk == assessment.school_id for school in schools_to_publish(reader, at=at))


def schools_to_publish(reader: Reader, *, at: dt.datetime) -> list[School]:
    if not reader.is_staff:
        return []
    heads = Staff.objects.of(reader.user, at=at).holding(Office.HEADS)
    return list(School.objects.filter(pk__in=heads.values("school")).order_by("name", "pk"))


def can_undo_hand_back(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    """Who tapped may take it back: its teachers, or the head who published without the copies.

    ``assessment`` comes from ``with_progress()``.
    """
    if assessment.published_because:  # type: ignore[attr-defined]
        return can_publish(reader, assessment, at=at)
    return can_hand_back(reader, assessment, at=at)


def can_edit(reader: Reader, assessment: Assessment, *, at: dt.datetime) -> bool:
    return can_teach(reader, assessment.teaching, at=at)


def can_care(reader: Reader, student: Student, *, at: dt.datetime) -> bool:
    """Hold, withdraw, answer a request: the CPE and the heads, never about their own child."""
    return _answers_for_pupils(reader, at=at).filter(
        school=student.school_id
    ).exists() and not is_own_child(reader, student)


def can_care_somewhere(reader: Reader, *, at: dt.datetime) -> bool:
    """Whether the lists of holds, withdrawals and requests of some school are theirs to read."""
    return _answers_for_pupils(reader, at=at).exists()


def _answers_for_pupils(reader: Reader, *, at: dt.datetime) -> Any:
    if not reader.is_staff:
        return Staff.objects.none()
    return Staff.objects.of(reader.user, at=at).holding(Office.WHOLE_SCHOOL)
