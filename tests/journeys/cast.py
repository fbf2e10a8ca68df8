"""The people of the stories: 4eB, its teachers and its families, with everything set by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from apps.results.assessments.services import assessments
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import Assessment
from apps.schools.enums import Relation
from tests.factories.accounts import UserFactory
from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.results import enter
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    SchoolYearFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.snapshot import remembered

HELD_ON = dt.date(2026, 11, 12)
PHONE_OF_THE_SCHOOL = "01 99 00 00 10"
# Whatever of the father could be on a page, besides a name he shares with nobody.
FATHER = {
    "email": "moussa.konate@example.org",
    "phone": "01 99 00 55 01",
    "mobile": "06 39 98 55 02",
    "address": "7 impasse des Glycines\n69003 LYON",
}


@dataclass
class Cast:
    """``accounts`` are identifiers, by the name people go by."""

    school: Any
    maths: Any
    roux: Any
    ines: Any
    leo: Any
    chloe: Any
    father: Any
    mother_link: Any

    def assessment(self, marks: dict[str, str] | None = None, *, at: dt.datetime) -> Assessment:
        """«Fractions», the work of Thursday; ``marks`` by identifier of the pupil."""
        assessment = assessments.create_assessment(
            self.maths,
            author=self.roux,
            at=at,
            title="Fractions",
            held_on=HELD_ON,
            progress="Devoirs faits, mardi à 16 h.",
        )
        if marks:
            pupils = {student.user.username: student for student in self.pupils}
            enter(
                assessment,
                {pupils[name]: mark for name, mark in marks.items()},
                by=self.roux.user,
                at=at,
            )
        return assessment

    def hand_back(self, assessment: Assessment, *, at: dt.datetime) -> None:
        hand_backs_services.hand_back(assessment, by=self.roux.user, at=at)

    @property
    def pupils(self) -> tuple[Any, ...]:
        return (self.chloe, self.ines, self.leo)


@remembered
def build_cast() -> Cast:
    """Inès's parents live apart; Mme Berger teaches 4eB and her daughter Chloé is in it."""
    school = SchoolFactory(name="Collège Simone-Exemple", school_life_phone=PHONE_OF_THE_SCHOOL)
    year = SchoolYearFactory(school=school)
    division = DivisionFactory(school=school, year=year, code="4eB")
    RuleVersionFactory(school=school)
    OpeningVersionFactory(school=school)
    maths = TeachingFactory(
        school=school, year=year, subject=SubjectFactory(school=school), division=division
    )
    roux = StaffFactory(school=school, user=account("Alix", "Roux"), last_name="ROUX")
    berger = StaffFactory(
        school=school, user=account("Jeanne", "Berger"), first_name="Jeanne", last_name="BERGER"
    )
    for teacher in (roux, berger):
        TeachingStaffFactory(teaching=maths, staff=teacher)
    ines, leo, chloe = (
        _pupil(school, division, first_name, last_name)
        for first_name, last_name in (("Inès", "Diallo"), ("Léo", "Martin"), ("Chloé", "Berger"))
    )
    mother_link = _parent(ines, "Awa", "Diallo")
    father_link = _parent(ines, "Moussa", "Konaté", relation=Relation.FATHER, **FATHER)
    _parent(leo, "Claire", "Martin")
    GuardianshipFactory(
        student=chloe,
        guardian=GuardianFactory(
            school=school, user=berger.user, first_name="Jeanne", last_name="BERGER"
        ),
    )
    return Cast(school, maths, roux, ines, leo, chloe, father_link.guardian, mother_link)


def account(first_name: str, last_name: str) -> Any:
    """«awa.diallo», with an address that may sign in too."""
    identifier = _identifier(first_name, last_name)
    return UserFactory(
        username=identifier,
        email=f"{identifier}@example.org",
        first_name=first_name,
        last_name=last_name,
    )


def _identifier(first_name: str, last_name: str) -> str:
    plain = str.maketrans("éèç", "eec")
    return f"{first_name}.{last_name}".lower().translate(plain)


def _pupil(school: Any, division: Any, first_name: str, last_name: str) -> Any:
    student = StudentFactory(
        school=school,
        first_name=first_name,
        last_name=last_name.upper(),
        user=account(first_name, last_name),
    )
    EnrolmentFactory(division=division, student=student)
    return student


def _parent(
    student: Any, first_name: str, name: str, *, relation: str = Relation.MOTHER, **facts: Any
) -> Any:
    guardian = GuardianFactory(
        school=student.school,
        user=account(first_name, name),
        first_name=first_name,
        last_name=name.upper(),
        civility="M" if relation == Relation.FATHER else "MME",
        **facts,
    )
    return GuardianshipFactory(student=student, guardian=guardian, relation=relation)
