"""One school with every actor the portal knows, and a neighbour: the cast of the access tests.

The rows under test are in their *most visible* state: marked, handed back, long released.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.publication.rules import COPY_FIRST, Rule
from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Assessment, Result
from apps.schools.enums import AccessEnd, Role, Scope
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.results import TUESDAY, enter
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.snapshot import remembered

# Unique decimals: if one of them is anywhere in a body, a value has leaked.
CANARY = Decimal("13.37")
CANARY_TEXT = "13,37"
SIBLING_CANARY = Decimal("17.29")
HELD_ON = dt.date(2026, 11, 12)
HANDED_BACK_AT = TUESDAY
# Tuesday 9:00 + 10 min, then Wednesday 17:00 in Paris.
STUDENT_AT = dt.datetime(2026, 11, 17, 8, 10, tzinfo=dt.UTC)
GUARDIAN_AT = dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC)
LONG_AFTER = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
FORMER_UNTIL = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
LEFT_BEFORE = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)


@dataclass
class World:
    """The cast by name in ``people``; the rows whose address is tried in the attributes."""

    people: dict[str, User] = field(default_factory=dict)
    assessment: Any = None
    result: Any = None
    other_result: Any = None
    student: Any = None
    other_student: Any = None
    teaching: Any = None
    school: Any = None
    neighbour: Any = None
    access: Any = None
    access_ended: Any = None

    def reader(self, name: str, capacity: Capacity, at: dt.datetime = LONG_AFTER) -> Reader:
        return Reader(self.people[name], capacity, at)


@remembered
def build_world(
    *, handed_back: bool = True, marked: bool = True, rule: Rule = COPY_FIRST, classmates: int = 0
) -> World:
    """Inès of 4eB with her mark, a classmate, and everybody who may or may not know it.

    ``marked`` is about Inès alone; ``classmates`` adds pupils without an account, marked 12.
    """
    world = World()
    school = world.school = SchoolFactory(name="Collège Simone-Exemple")
    world.neighbour = SchoolFactory(name="Collège d’à côté")
    year = SchoolYearFactory(school=school)
    class_b = DivisionFactory(school=school, year=year, code="4eB")
    class_c = DivisionFactory(school=school, year=year, code="4eC")
    RuleVersionFactory(school=school, rule=rule)
    OpeningVersionFactory(school=school)
    maths = SubjectFactory(school=school)
    world.teaching = TeachingFactory(school=school, year=year, subject=maths, division=class_b)
    elsewhere = TeachingFactory(school=school, year=year, subject=maths, division=class_c)

    world.student = _pupil(school, class_b, "Inès", "DIALLO")
    world.other_student = _pupil(school, class_b, "Léo", "MARTIN")
    others = [_pupil(school, class_b, f"Noa{n}", "PETIT") for n in range(classmates)]
    teacher = StaffFactory(school=school, last_name="ROUX")
    TeachingStaffFactory(teaching=world.teaching, staff=teacher)
    other_teacher = StaffFactory(school=school, last_name="PETIT")
    TeachingStaffFactory(teaching=elsewhere, staff=other_teacher)
    lead = StaffFactory(school=school, last_name="NGUYEN")
    LeadTeacherFactory(division=class_b, staff=lead)
    former_teacher = StaffFactory(school=school, last_name="ANCIEN")
    TeachingStaffFactory(
        teaching=world.teaching, staff=former_teacher, during=since(end=FORMER_UNTIL)
    )
    # Teaches the class and is the mother of the classmate.
    teacher_parent = StaffFactory(school=school, last_name="BERGER")
    TeachingStaffFactory(teaching=world.teaching, staff=teacher_parent)
    guardian = GuardianFactory(school=school, user=teacher_parent.user, last_name="BERGER")
    GuardianshipFactory(student=world.other_student, guardian=guardian)

    world.people = {
        "stranger": UserFactory(),
        "pupil": world.student.user,
        "classmate": world.other_student.user,
        "teacher": teacher.user,
        "lead_teacher": lead.user,
        "former_teacher": former_teacher.user,
        "teacher_of_another_class": other_teacher.user,
        "teacher_and_parent": teacher_parent.user,
        "cpe": StaffFactory(school=school, role=Role.CPE).user,
        "principal": StaffFactory(school=school, role=Role.PRINCIPAL).user,
        "school_life": StaffFactory(school=school, role=Role.SCHOOL_LIFE).user,
        "digital_referent": StaffFactory(school=school, role=Role.DIGITAL_REFERENT).user,
        "nurse": StaffFactory(school=school, role=Role.NURSE).user,
        "secretary": _secretary(school, world.neighbour),
        "principal_elsewhere": StaffFactory(role=Role.PRINCIPAL).user,
        "guardian": _guardian(world.student, Scope.FULL),
        "other_guardian": _guardian(world.student, Scope.FULL),
        "guardian_surveillance": _guardian(world.student, Scope.SURVEILLANCE),
        "guardian_care": _guardian(world.student, Scope.CARE),
        "guardian_contact": _guardian(world.student, Scope.CONTACT),
        "guardian_former": _guardian(world.student, Scope.FULL, since(end=FORMER_UNTIL)),
        "guardian_left_before": _guardian(world.student, Scope.FULL, since(end=LEFT_BEFORE)),
        "guardian_blocked": _guardian(world.student, Scope.FULL, blocked=True),
        "guardian_of_classmate": _guardian(world.other_student, Scope.FULL),
    }
    # A grandmother whom Inès's mother lets read the notebook of the class, and one no more.
    mother = world.people["guardian"].guardians.get()
    world.access = NotebookAccessFactory(student=world.student, given_by=mother)
    world.people["relative"] = world.access.user
    world.access_ended = NotebookAccessFactory(
        student=world.student,
        given_by=mother,
        name="Paul Vasseur",
        user__first_name="Paul",
        ended_at=FORMER_UNTIL,
        end=AccessEnd.GIVER,
        ended_by=mother.user,
    )
    world.people["relative_no_more"] = world.access_ended.user
    marks = dict.fromkeys(others, "12") | {world.other_student: str(SIBLING_CANARY)}
    if marked:
        marks[world.student] = str(CANARY)
    world.assessment = _assessment(world, teacher, marks, handed_back=handed_back)
    world.result = Result.objects.get(assessment=world.assessment, student=world.student)
    world.other_result = Result.objects.get(
        assessment=world.assessment, student=world.other_student
    )
    return world


def _pupil(school: Any, division: Any, first_name: str, last_name: str) -> Any:
    student = StudentFactory(
        school=school, first_name=first_name, last_name=last_name, with_account=True
    )
    EnrolmentFactory(division=division, student=student)
    return student


def _secretary(school: Any, other: Any) -> User:
    """Works two days a week in the school next door: one account, two offices."""
    user: User = StaffFactory(school=school, role=Role.SECRETARY).user
    StaffFactory(school=other, role=Role.SECRETARY, user=user)
    return user


def _guardian(student: Any, scope: str, during: Any = None, *, blocked: bool = False) -> User:
    link = GuardianshipFactory(student=student, scope=scope, during=during or since())
    if blocked:
        RestrictionFactory(student=student, guardian=link.guardian, school=student.school)
    return link.guardian.user


def _assessment(
    world: World, teacher: Any, marks: dict[Any, str], *, handed_back: bool
) -> Assessment:
    assessment = assessments.create_assessment(
        world.teaching,
        author=teacher,
        at=HANDED_BACK_AT - dt.timedelta(days=5),
        title="Fractions",
        held_on=HELD_ON,
        progress="Devoirs faits, mardi à 16 h.",
    )
    enter(assessment, marks, by=teacher.user, at=HANDED_BACK_AT - dt.timedelta(days=1))
    if handed_back:
        hand_backs_services.hand_back(assessment, by=teacher.user, at=HANDED_BACK_AT)
    return assessment
