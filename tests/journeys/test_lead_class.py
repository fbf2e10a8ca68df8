"""«Ma 4eB» on a laptop, in November: a full class, a term of assessments, helps proposed to all."""

import datetime as dt

import pytest

from apps.results.hand_backs import services as hand_backs_services
from apps.results.words.services import help
from tests.factories.results import AssessmentFactory, enter
from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    StaffFactory,
    StudentFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.factories.support import HelpDeviceFactory
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

pytestmark = pytest.mark.parametrize("size", ["desktop"], indirect=True)

HEIGHT = "() => document.documentElement.scrollHeight"
MOST = 1500
SUBJECTS = (
    "Français",
    "Anglais LV1",
    "Espagnol LV2",
    "Histoire-géographie-enseignement moral et civique",
    "Physique-chimie",
    "Sciences de la vie et de la Terre",
    "Éducation physique et sportive",
    "Arts plastiques",
    "Éducation musicale",
    "Technologie",
)


@pytest.fixture
def full_class(cast):
    school, division = cast.school, cast.maths.division
    LeadTeacherFactory(division=division, staff=cast.roux)
    for n in range(27):
        student = StudentFactory(school=school, first_name="Maximilien", last_name=f"DUPONT{n}")
        EnrolmentFactory(division=division, student=student)
        for name in ("DE LA FONTAINE", f"DUPONT{n}"):
            guardian = GuardianFactory(school=school, last_name=name, mobile="+33639980001")
            if n % 3 == 0:
                guardian.user = None
                guardian.save()
            GuardianshipFactory(student=student, guardian=guardian)
    for label in SUBJECTS:
        subject = SubjectFactory(school=school, label=label)
        teaching = TeachingFactory(
            school=school, year=cast.maths.year, subject=subject, division=division
        )
        teacher = StaffFactory(school=school, last_name="MARTINEAU")
        TeachingStaffFactory(teaching=teaching, staff=teacher)
        for n in range(4):
            AssessmentFactory(
                teaching=teaching,
                title=f"Évaluation de fin de chapitre {n}",
                held_on=dt.date(2026, 11, 2) + dt.timedelta(days=n),
            )
    assessment = cast.assessment(at=MONDAY_10)
    pupils = {result.student: "4.75" for result in assessment.results.all()}
    enter(assessment, pupils, by=cast.roux.user, at=MONDAY_10)
    device = HelpDeviceFactory(school=school)
    hand_backs_services.hand_back(
        assessment, by=cast.roux.user, at=TUESDAY_9, help_for_all=help.Help(device=device)
    )
    return division


@pytest.fixture
def lead(full_class, clock, somebody):
    clock.go(november(24, 9))
    roux = somebody()
    roux.arrive("alix.roux", f"/equipe/ma-classe/{full_class.public_id}/")
    return roux


def test_the_page_of_a_full_class_is_short(lead):
    assert lead.page.get_by_role("link", name="Toutes les évaluations de la 4eB").is_visible()
    assert lead.page.get_by_text("26 autres aides proposées").is_visible()
    assert lead.page.evaluate(HEIGHT) < MOST


def test_no_column_is_left_blank_beside_a_long_one(lead):
    """The parts that stand side by side end near each other."""
    bottoms = lead.page.evaluate(
        "() => [...document.querySelectorAll('.class-page .columns > *')]"
        ".map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])"
    )
    last = max(bottom for _top, bottom in bottoms)
    assert all(last - bottom < 400 for _top, bottom in bottoms)
