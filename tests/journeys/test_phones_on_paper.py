"""The telephones of a full class, printed from the browser: two pages of A4 at most."""

import re

import pytest

from tests.factories.schools import (
    EnrolmentFactory,
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    StudentFactory,
)
from tests.journeys.moments import november

pytestmark = pytest.mark.parametrize("size", ["desktop"], indirect=True)
PAGE = re.compile(rb"/Type\s*/Page\b")


def test_the_telephones_of_a_full_class_hold_on_two_pages(cast, clock, somebody):
    division = cast.maths.division
    LeadTeacherFactory(division=division, staff=cast.roux)
    for n in range(27):
        student = StudentFactory(
            school=cast.school, first_name="Maximilien", last_name=f"DUPONT{n}"
        )
        EnrolmentFactory(division=division, student=student)
        for k in (1, 2):
            numbers = {"mobile": f"+33639980{n:02d}{k}", "phone": f"+33199000{n:02d}{k}"}
            guardian = GuardianFactory(school=cast.school, last_name="DE LA FONTAINE", **numbers)
            GuardianshipFactory(student=student, guardian=guardian)
    clock.go(november(18, 9))
    roux = somebody()
    roux.arrive("alix.roux", f"/equipe/listes/classe/{division.public_id}/telephones/")
    roux.page.get_by_label("Pourquoi").fill("Sortie au musée")
    roux.page.get_by_role("button", name="Montrer les téléphones").click()
    roux.page.get_by_role("button", name="Imprimer").wait_for()

    assert len(PAGE.findall(roux.page.pdf(prefer_css_page_size=True))) <= 2
