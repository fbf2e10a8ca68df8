"""People and structure of a school."""

from apps.schools.models.calendar import (
    Closure,
    SchoolWeek,
    SchoolYear,
    Term,
    of_a_past_year,
)
from apps.schools.models.entrusted import NotebookAccess
from apps.schools.models.families import (
    Guardian,
    Guardianship,
    Restriction,
)
from apps.schools.models.imports import (
    ImportAct,
    ImportBatch,
    ImportFile,
    ImportLine,
    ImportState,
)
from apps.schools.models.people import Student
from apps.schools.models.printings import PhonePrinting
from apps.schools.models.school import School, SchoolContact, SchoolRow, day_there
from apps.schools.models.staff import LeadTeacher, Post, PreparedPost, Staff, TeachingStaff
from apps.schools.models.structure import (
    Division,
    Enrolment,
    Group,
    GroupMembership,
    Subject,
    Teaching,
)

__all__ = [
    "Closure",
    "Division",
    "Enrolment",
    "Group",
    "GroupMembership",
    "Guardian",
    "Guardianship",
    "ImportAct",
    "ImportBatch",
    "ImportFile",
    "ImportLine",
    "ImportState",
    "LeadTeacher",
    "NotebookAccess",
    "PhonePrinting",
    "Post",
    "PreparedPost",
    "Restriction",
    "School",
    "SchoolContact",
    "SchoolRow",
    "SchoolWeek",
    "SchoolYear",
    "Staff",
    "Student",
    "Subject",
    "Teaching",
    "TeachingStaff",
    "Term",
    "day_there",
    "of_a_past_year",
]
