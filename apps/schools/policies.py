"""What a member of staff may do for the pupils and the school they already see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from apps.schools.jobs import jobs_of
from apps.schools.models import (
    Division,
    Enrolment,
    Group,
    LeadTeacher,
    Restriction,
    School,
    Staff,
    Student,
    Teaching,
    TeachingStaff,
)
from apps.schools.offices import Office, following, holds, in_office, is_own_child
from coeduc.access import Reader


def can_set_up(reader: Reader, school: School) -> bool:
    """Year, open hours, name and people to call: the head and the deputy."""
    return holds(reader, Office.HEADS, school)


def can_set_up_tools(reader: Reader, school: School) -> bool:
    """Calendar, weeks and logo: the digital referent too."""
    return holds(reader, Office.TOOLS, school)


def can_set_up_tools_somewhere(reader: Reader) -> bool:
    """Whether they hold the office of the tools, in one school at least."""
    return holds(reader, Office.TOOLS)


def can_name(reader: Reader, school: School) -> bool:
    """Give and end posts, say who leads a class: the heads."""
    return holds(reader, Office.HEADS, school)


def can_prepare_names(reader: Reader, school: School) -> bool:
    """Type what a head will confirm: who looks after the accounts too."""
    return holds(reader, Office.ACCOUNTS, school)


def can_give(reader: Reader, school: School, *, is_a_substitute: bool) -> bool:
    """Give this post without anybody else: a head; the office where heads left it substitutes."""
    if can_name(reader, school):
        return True
    left_to_it = is_a_substitute and school.office_names_substitutes
    return left_to_it and can_prepare_names(reader, school)


def can_correct_name(reader: Reader, person: Staff) -> bool:
    """A name typed here: a head; who looks after the accounts, until one is opened under it."""
    if person.sts_id:
        return False
    if can_name(reader, person.school):
        return True
    return person.user_id is None and can_prepare_names(reader, person.school)


def is_of_the_team(reader: Reader) -> bool:
    """Works in some school today, whatever their office."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        return bool(jobs.each)
    return reader.is_staff and Staff.objects.of(reader.user, at=reader.at).exists()


def follows_somebody(reader: Reader) -> bool:
    """Teaches, leads a class, or follows a whole school: some pupils are theirs to open."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        return bool(jobs.following(Office.WHOLE_SCHOOL))
    return reader.is_staff and (
        School.objects.filter(following(reader, at=reader.at, school="pk")).exists()
    )


def knows_pupils(reader: Reader) -> bool:
    """Follows some, or reads the directory of a school: a list of pupils is theirs to search."""
    return follows_somebody(reader) or holds(reader, Office.DIRECTORY)


def reads_every_class(reader: Reader, school: School) -> bool:
    """Heads and CPE: nothing of what is taught in their school is kept from them."""
    return holds(reader, Office.WHOLE_SCHOOL, school)


def is_a_pupil(reader: Reader) -> bool:
    """Whether a row of the files is this account’s: a visitor of the space of pupils is not."""
    return reader.is_student and Student.objects.filter(user=reader.user).exists()


def can_restrict(reader: Reader, student: Student) -> bool:
    """Cut the access of a guardian of the pupil: the heads and the CPE, never a parent."""
    return holds(reader, Office.WHOLE_SCHOOL, student.school_id) and not is_own_child(
        reader, student
    )


def can_restrict_somebody(reader: Reader) -> bool:
    """Whether the list of cut accesses of some school is theirs to read."""
    return holds(reader, Office.WHOLE_SCHOOL)


def can_answer_lift(reader: Reader, restriction: Restriction) -> bool:
    """Two people lift: whoever asked does not answer."""
    return (
        restriction.lifted_by_id is not None
        and restriction.lifted_by_id != reader.user.pk
        and can_restrict(reader, restriction.student)
    )


def can_read_history(reader: Reader, student: Student) -> bool:
    """Who cut and who restored, and why: the heads of the school."""
    return holds(reader, Office.HEADS, student.school_id) and not is_own_child(reader, student)


def can_read_contacts(reader: Reader, student: Student) -> bool:
    """Phones of the guardians: those who read the directory, and the lead teacher."""
    if not reader.is_staff or is_own_child(reader, student):
        return False
    if holds(reader, Office.DIRECTORY, student.school_id):
        return True
    enrolled = Enrolment.objects.in_force(at=reader.at).filter(student=student)
    leads = LeadTeacher.objects.of(reader.user, at=reader.at)
    return leads.filter(division__in=enrolled.values("division")).exists()


def can_print_phones(reader: Reader, of: Division | Group) -> bool:
    """Of a whole list: who may read each of them (``can_read_contacts``)."""
    if holds(reader, Office.DIRECTORY, of.school_id):
        return True
    return isinstance(of, Division) and is_lead(reader, of)


def can_read_printings(reader: Reader) -> bool:
    """Which telephones left some school of theirs: the heads."""
    return holds(reader, Office.HEADS)


def can_follow_class(reader: Reader, division: Division) -> bool:
    """The page of a class: its lead teacher, and those who follow the whole school."""
    return is_lead(reader, division) or holds(reader, Office.WHOLE_SCHOOL, division.school_id)


def classes_followed(reader: Reader) -> Q:
    """Of divisions already visible, in SQL: those of ``can_follow_class``."""
    held = in_office(reader, Office.WHOLE_SCHOOL, at=reader.at)
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        return Q(pk__in=jobs.led) | held
    leads = LeadTeacher.objects.of(reader.user, at=reader.at)
    return Q(Exists(leads.filter(division=OuterRef("pk")))) | held


def teaches(reader: Reader, teaching: Teaching) -> bool:
    """Whether this very person gives it today; following is not teaching."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        return teaching.pk in jobs.taught
    given = TeachingStaff.objects.of(reader.user, at=reader.at)
    return reader.is_staff and given.filter(teaching=teaching).exists()


def is_lead(reader: Reader, division: Division) -> bool:
    """Professeur principal of this class today."""
    jobs = jobs_of(reader, at=reader.at)
    if jobs is not None:
        return division.pk in jobs.led
    leads = LeadTeacher.objects.of(reader.user, at=reader.at)
    return reader.is_staff and leads.filter(division=division).exists()


def can_import(reader: Reader, school: School | int) -> bool:
    """The heads and the digital referent of the school."""
    return holds(reader, Office.TOOLS, school)


def can_import_somewhere(reader: Reader) -> bool:
    """Whether they may drop national files, in one school at least."""
    return holds(reader, Office.TOOLS)
