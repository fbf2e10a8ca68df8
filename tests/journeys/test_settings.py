"""A principal sets the school up: calendar, weeks, whom to call, hours; a family reads them."""

import re

from playwright.sync_api import expect

from apps.schools.enums import Role
from coeduc import about
from tests.factories.schools import StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import november

USUAL = "desktop"

MONDAY_8 = november(16, 8)


def test_a_principal_sets_the_school_up_and_a_family_reads_it(cast, clock, somebody, settings):
    for name in about.NAMED:  # by whoever keeps the server
        setattr(settings, name, "Collège d’essai")
    StaffFactory(school=cast.school, role=Role.PRINCIPAL, user=account("Marc", "Navarre"))
    clock.go(MONDAY_8)
    principal = somebody()
    principal.arrive("marc.navarre")
    assert "Les premiers jours du collège" in principal.text
    principal.follow("Poser le calendrier")
    year = principal.page
    for name, day in {
        "from_1": "2026-09-01",
        "to_1": "2026-12-04",
        "from_2": "2026-12-07",
        "to_2": "2027-03-12",
        "from_3": "2027-03-10",
        "to_3": "2027-07-03",
    }.items():
        year.fill(f"[name={name}]", day)
    principal.follow("Enregistrer")
    assert "commence avant la fin de la précédente" in principal.text
    year.fill("[name=from_3]", "2027-03-15")
    principal.follow("Enregistrer")

    principal.follow("Vacances et fermetures")
    principal.follow("Remplir le calendrier 2026-2027")
    assert "Vacances de la Toussaint" in principal.text
    principal.visit("/equipe/")
    assert "Tout est prêt" in principal.text

    principal.follow("Réglages")
    principal.follow("Semaines A et B")
    principal.follow("Proposer les semaines")
    assert "semaines de cours" in principal.text

    principal.follow("Réglages")
    principal.follow("Personnes à appeler")
    principal.page.fill("[name=contact-0-label]", "Assistante sociale")
    principal.page.fill("[name=contact-0-phone]", "01 99 00 00 12")
    principal.follow("Enregistrer")

    principal.follow("Heures d’ouverture")
    principal.page.fill("[name=quiet_from]", "19:00")
    principal.page.fill("[name=reason]", "Pour des soirées calmes.")
    principal.control("Voir ce que liront les familles").click()
    preview = principal.page.get_by_text(re.compile(r"La nuit.*19\sh à 7\sh"))
    expect(preview).to_be_visible()
    principal.check()
    principal.follow("Adopter ces heures")
    principal.follow("Réglages")
    principal.follow("Logo")

    family = somebody()
    family.arrive("awa.diallo")
    assert "Assistante sociale" in family.text
    family.follow("Le collège")
    assert "de 19 h à 7 h" in family.text
