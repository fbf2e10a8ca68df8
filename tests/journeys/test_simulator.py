"""A principal tries a rule on what has really happened, then goes and decides."""

import datetime as dt

import pytest

from apps.schools.enums import Role
from apps.schools.models import Term
from tests.factories.schools import StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

USUAL = "desktop"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_principal_tries_a_rule_before_deciding(cast, clock, somebody, scheme):
    StaffFactory(school=cast.school, role=Role.PRINCIPAL, user=account("Marc", "Navarre"))
    marks = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
    assessment = cast.assessment(marks, at=MONDAY_10)
    cast.hand_back(assessment, at=TUESDAY_9)
    Term.objects.create(
        school=cast.school,
        year=assessment.teaching.year,
        index=1,
        starts_on=dt.date(2026, 9, 1),
        ends_on=dt.date(2026, 12, 4),
    )
    clock.go(november(24, 9))
    principal = somebody(color_scheme=scheme)
    principal.arrive("marc.navarre", f"/equipe/reglages/{cast.school.public_id}/simulateur/")
    assert "Rien n’est adopté ici" in principal.text
    assert "les parents le vendredi à 17 h" in principal.text

    principal.follow("Avec le bulletin")
    assert "Élèves, essai" in principal.everything

    principal.page.get_by_text("Essayer d’autres réglages").click()
    principal.page.fill("[name=guardian_delay]", "-3")
    principal.follow("Essayer ces réglages")
    assert "Un délai ne peut pas être négatif." in principal.text
    assert "Élèves, essai" not in principal.text

    principal.page.fill("[name=guardian_delay]", "3")
    principal.page.select_option("[name=guardian_unit]", "j")
    principal.follow("Essayer ces réglages")
    assert "Élèves, essai" in principal.text
    principal.follow("Décider de la règle")
