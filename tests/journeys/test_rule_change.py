"""The principal changes the rule: who waits reads the new date, who has read goes on reading."""

from playwright.sync_api import expect

from apps.schools.enums import Role
from tests.factories.schools import StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import MONDAY_10, TUESDAY_9, WEDNESDAY_17, november

THURSDAY_10 = november(19, 10)
FRIDAY_17 = november(20, 17)
MARK = "12,5 sur 20"


def test_a_waiting_family_reads_the_new_date_and_one_that_has_read_goes_on_reading(
    cast, clock, somebody
):
    StaffFactory(school=cast.school, role=Role.PRINCIPAL, user=account("Marc", "Navarre"))
    clock.go(MONDAY_10)
    read = cast.assessment({"ines.diallo": "12.5"}, at=MONDAY_10)
    cast.hand_back(read, at=TUESDAY_9)
    clock.go(WEDNESDAY_17)
    family = somebody()
    family.arrive("awa.diallo", "/famille/resultats/")
    family.follow("Fractions")
    assert MARK in family.text
    of_the_one_read = family.path

    waiting = cast.assessment({"ines.diallo": "8"}, at=MONDAY_10)
    waiting.title = "Volumes"
    waiting.save(update_fields=["title"])
    cast.hand_back(waiting, at=november(18, 10))
    clock.go(THURSDAY_10)
    family.visit("/famille/resultats/?etat=attente")
    assert "visible à partir du jeudi 19 novembre à 17 h" in family.text

    principal = somebody()
    principal.arrive("marc.navarre")
    principal.follow("Réglages")
    principal.page.goto(principal.origin + f"/equipe/reglages/{cast.school.public_id}/regle/")
    principal.check()
    principal.page.get_by_role("link", name="Choisir").first.click()
    principal.page.wait_for_url("**/*regle=once_a_week*")
    assert "les parents le vendredi à 17 h" in principal.text
    assert "1 résultat en attente sera décalé." in principal.text
    principal.control("Adopter").click()
    expect(principal.page.locator("main")).to_contain_text("Dites pourquoi")
    principal.check()
    principal.page.fill("[name=reason]", "Pour des soirées plus calmes.")
    principal.follow("Adopter")
    assert "C’est adopté" in principal.text
    assert "1 résultat reculé" in principal.text

    family.visit("/famille/resultats/?etat=attente")
    assert "visible à partir du vendredi 20 novembre à 17 h" in family.text
    assert "19 novembre" not in family.text
    family.visit(of_the_one_read)
    assert MARK in family.text
    family.follow("Le collège")
    assert "Pour des soirées plus calmes." in family.text
    assert "reculé" not in family.everything

    clock.go(FRIDAY_17)
    family.visit("/famille/resultats/")
    family.follow("Volumes")
    assert "8 sur 20" in family.text
