"""People and structure of a school."""

from apps.schools.models.families import Guardian, Guardianship, Restriction
from apps.schools.models.people import LeadTeacher, Staff, Student, TeachingStaff
from apps.schools.models.structure import (
    Closure,
    Division,
    Enrolment,
    Group,
    GroupMembership,
    School,
    SchoolRow,
    SchoolYear,
    Subject,
    Teaching,
    Term,
)

__all__ = [
    "Closure",
    "Division",
    "Enrolment",
    "Group",
    "GroupMembership",
    "Guardian",
    "Guardianship",
    "LeadTeacher",
    "Restriction",
    "School",
    "SchoolRow",
    "SchoolYear",
    "Staff",
    "Student",
    "Subject",
    "Teaching",
    "TeachingStaff",
    "Term",
]
