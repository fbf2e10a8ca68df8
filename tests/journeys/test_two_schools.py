"""Inès’s mother has a son in another school: one page, two schools, the right number for each."""

from tests.factories.publication import OpeningVersionFactory, RuleVersionFactory
from tests.factories.schools import (
    DivisionFactory,
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    SchoolFactory,
    StudentFactory,
)
from tests.journeys.cast import PHONE_OF_THE_SCHOOL
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

LYCEE_PHONE = "01 99 00 00 20"
MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}


def brother_elsewhere(cast):
    school = SchoolFactory(name="Lycée Jeanne-Exemple", school_life_phone=LYCEE_PHONE)
    RuleVersionFactory(school=school)
    OpeningVersionFactory(school=school)
    student = StudentFactory(school=school, first_name="Malik", last_name="DIALLO")
    EnrolmentFactory(student=student, division=DivisionFactory(school=school, code="2A"))
    mother = GuardianFactory(school=school, user=cast.mother_link.guardian.user)
    GuardianshipFactory(student=student, guardian=mother)


def test_a_mother_of_two_schools_finds_both_children_and_whom_to_call(cast, clock, somebody):
    brother_elsewhere(cast)
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    clock.go(november(19, 12))
    mother = somebody()

    mother.arrive("awa.diallo")

    assert "4eB · Collège Simone-Exemple" in mother.text
    assert "2A · Lycée Jeanne-Exemple" in mother.text
    assert PHONE_OF_THE_SCHOOL in mother.text
    assert LYCEE_PHONE in mother.text

    mother.follow("1 résultat à lire")
    assert PHONE_OF_THE_SCHOOL in mother.text
    assert LYCEE_PHONE not in mother.text
    mother.follow("Malik")
    assert LYCEE_PHONE in mother.text
    assert PHONE_OF_THE_SCHOOL not in mother.text
    mother.follow("Le collège")
    assert "Collège Simone-Exemple" in mother.text
    assert "Lycée Jeanne-Exemple" in mother.text
