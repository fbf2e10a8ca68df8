"""A CPE cuts the access of Inès’s father while he reads; two people are needed to give it back."""

from apps.schools.enums import Role
from tests.factories.schools import StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
THURSDAY_12 = november(19, 12)


def office(cast, role, first_name, last_name):
    StaffFactory(
        school=cast.school,
        role=role,
        user=account(first_name, last_name),
        first_name=first_name,
        last_name=last_name.upper(),
    )


def test_an_access_is_cut_within_one_request_and_given_back_by_two(cast, clock, somebody):
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    office(cast, Role.CPE, "Audrey", "Vasseur")
    office(cast, Role.PRINCIPAL, "Marc", "Navarre")
    clock.go(THURSDAY_12)
    father, cpe, principal = somebody(), somebody(), somebody()
    father.arrive("moussa.konate")
    father.follow("1 résultat à lire")

    cpe.arrive("audrey.vasseur")
    cpe.follow("Élèves")
    cpe.page.get_by_label("Nom ou prénom").fill("diallo")
    cpe.follow("Chercher")
    cpe.follow("Diallo Inès")
    cpe.page.locator(".sheet", has_text="Konaté").get_by_role("link", name="Couper l’accès").click()
    cpe.page.get_by_label("Pourquoi").fill("Jugement vu au secrétariat.")
    cpe.page.get_by_label("Oui, je coupe cet accès maintenant").check()
    cpe.follow("Couper l’accès")
    assert "n’a plus accès aux pages d’Inès Diallo" in cpe.text

    father.follow("Fractions", status=404)
    assert "Inès" not in father.everything

    clock.go(november(19, 14))
    cpe.follow("Demander à rétablir l’accès")
    cpe.page.get_by_label("Pourquoi rétablir").fill("Jugement levé.")
    cpe.follow("Demander à rétablir")
    assert "Navarre" in cpe.text  # who may confirm is named
    father.visit("/famille/", status=404)

    clock.go(november(19, 15))
    principal.arrive("marc.navarre", "/equipe/acces-coupes/")
    principal.follow("M. Konaté — pages d’Inès Diallo")
    assert "Jugement levé." in principal.text
    principal.follow("Confirmer : rétablir l’accès")
    assert "Audrey Vasseur demande à rétablir l’accès." in principal.text

    father.visit("/famille/")
    assert "Inès" in father.text
