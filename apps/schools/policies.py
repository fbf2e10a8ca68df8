"""What a member of staff may do for the pupils and the school they already see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apps.schools.enums import HEAD_ROLES, SCHOOL_WIDE_ROLES, Role
from apps.schools.models import (
    Division,
    Enrolment,
    Guardianship,
    LeadTeacher,
    Restriction,
    School,
    Staff,
    Student,
)
from coeduc.access import Reader

# Tools and calendar are the digital referent's daily work; who decides stays with the heads.
TOOL_ROLES = (*HEAD_ROLES, Role.DIGITAL_REFERENT)


def can_set_up(reader: Reader, school: School) -> bool:
    """Year, open hours, name and people to call: the head and the deputy."""
    return _works_as(reader, HEAD_ROLES, school)


def can_set_up_tools(reader: Reader, school: School) -> bool:
    """Calendar, weeks and logo: the digital referent too."""
    return _works_as(reader, TOOL_ROLES, school)


def can_restrict(reader: Reader, student: Student) -> bool:
    """Cut the access of a guardian of the pupil: the heads and the CPE, never a parent."""
    return _works_as(reader, SCHOOL_WIDE_ROLES, student.school_id) and not is_own_child(
        reader, student
    )


def can_restrict_somebody(reader: Reader) -> bool:
    """Whether the list of cut accesses of some school is theirs to read."""
    return reader.is_staff and _offices(reader, SCHOOL_WIDE_ROLES).exists()


def can_answer_lift(reader: Reader, restriction: Restriction) -> bool:
    """Two people lift: whoever asked does not answer."""
    return (
        restriction.lifted_by_id is not None
        and restriction.lifted_by_id != reader.user.pk
        and can_restrict(reader, restriction.student)
    )


def can_read_history(reader: Reader, student: Student) -> bool:
    """Who cut and who restored, and why: the heads of the school."""
    return _works_as(reader, HEAD_ROLES, student.school_id) and not is_own_child(reader, student)


def can_read_contacts(reader: Reader, student: Student) -> bool:
    """Phones of the guardians: those who follow the whole school, and the lead teacher."""
    if not reader.is_staff or is_own_child(reader, student):
        return False
    if _works_as(reader, SCHOOL_WIDE_ROLES, student.school_id):
        return True
    enrolled = Enrolment.objects.in_force(at=reader.at).filter(student=student)
    leads = LeadTeacher.objects.of(reader.user, at=reader.at)
    return leads.filter(division__in=enrolled.values("division")).exists()


def can_follow_class(reader: Reader, division: Division) -> bool:
    """The page of a class: its lead teacher, and those who follow the whole school."""
    return is_lead(reader, division) or _works_as(reader, SCHOOL_WIDE_ROLES, division.school_id)


def is_lead(reader: Reader, division: Division) -> bool:
    """Professeur principal of this class today."""
    leads = LeadTeacher.objects.of(reader.user, at=reader.at)
    return reader.is_staff and leads.filter(division=division).exists()


def is_own_child(reader: Reader, student: Student) -> bool:
    """A member of staff who is, or was, a guardian of the pupil reads the family's page."""
    return Guardianship.objects.of(reader.user).filter(student=student).exists()


def _works_as(reader: Reader, roles: Iterable[Role], school: School | int) -> bool:
    return reader.is_staff and _offices(reader, roles).filter(school=school).exists()


def _offices(reader: Reader, roles: Iterable[Role]) -> Any:
    return Staff.objects.of(reader.user, at=reader.at).filter(role__in=roles)
