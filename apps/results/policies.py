"""What a person may do to an assessment they can already see."""

from __future__ import annotations

from collections.abc import Iterable

from apps.results.models import Assessment
from apps.schools.models import School, Staff, Student, Teaching
from apps.schools.offices import Office, holds, is_own_child, schools_held
from apps.schools.policies import teaches
from coeduc.access import Reader


def can_teach(reader: Reader, teaching: Teaching) -> bool:
    """Only those who teach it now create, mark and hand back; following is not teaching."""
    return teaches(reader, teaching)


def can_mark(reader: Reader, assessment: Assessment) -> bool:
    return can_teach(reader, assessment.teaching)


def can_hand_back(reader: Reader, assessment: Assessment) -> bool:
    return can_teach(reader, assessment.teaching)


def can_publish(reader: Reader, assessment: Assessment) -> bool:
    """Copies that never come back are published by the head or the deputy of the school."""
    return holds(reader, Office.HEADS, assessment.school_id)


def schools_to_publish(reader: Reader, *, jobs: Iterable[Staff] | None = None) -> list[School]:
    """``jobs``: those of the reader today, where the page has read them already."""
    if jobs is not None:
        return list({job.school_id: job.school for job in Office.HEADS.among(jobs)}.values())
    return list(schools_held(reader, Office.HEADS))


def can_undo_hand_back(reader: Reader, assessment: Assessment) -> bool:
    """Who tapped may take it back: its teachers, or the head who published without the copies.

    ``assessment`` comes from ``with_progress()``.
    """
    if assessment.published_because:  # type: ignore[attr-defined]
        return can_publish(reader, assessment)
    return can_hand_back(reader, assessment)


def can_edit(reader: Reader, assessment: Assessment) -> bool:
    return can_teach(reader, assessment.teaching)


def can_answer_for(reader: Reader, student: Student) -> bool:
    """Hold, withdraw, answer a request: the CPE and the heads, never about their own child."""
    holding = holds(reader, Office.WHOLE_SCHOOL, student.school_id)
    return holding and not is_own_child(reader, student)


def answers_for_pupils(reader: Reader, *, jobs: Iterable[Staff] | None = None) -> bool:
    """Whether the lists of holds, withdrawals and requests of some school are theirs to read.

    ``jobs``: those of the reader today, where the page has read them already.
    """
    if jobs is not None:
        return bool(Office.WHOLE_SCHOOL.among(jobs))
    return holds(reader, Office.WHOLE_SCHOOL)
