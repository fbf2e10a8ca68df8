"""Monday at ten: Mme Roux is away, a substitute sits in the office and has no account yet."""

import re

import pytest
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.models import Staff
from tests.factories.accounts import UserFactory
from tests.factories.schools import StaffFactory
from tests.journeys.moments import MONDAY_10

PASSPHRASE = "le chat dort sur la table"
CODE = re.compile(r"\b\w{5}-\w{5}\b")


@pytest.fixture
def deciders(cast):
    """Mme Navarre heads the school, Mme Lopez is its secretary."""
    for login, name, role in (
        ("bea.navarre", "NAVARRE", Role.PRINCIPAL),
        ("ana.lopez", "LOPEZ", Role.SECRETARY),
    ):
        user = UserFactory(username=login, first_name="Béa", last_name=name.capitalize())
        StaffFactory(school=cast.school, role=role, user=user, last_name=name)


def come_in(person, code):
    """The last pages of a code: an identifier, a password, one's own page."""
    person.visit("/compte/connexion/")
    person.follow("J’ai un code sur papier")
    person.page.get_by_label("Le code du papier").fill(code)
    person.follow("Continuer")
    person.page.get_by_label("Identifiant").fill("ines.duval")
    person.page.get_by_label("Mot de passe", exact=True).fill(PASSPHRASE)
    person.page.get_by_label("Le même, encore une fois").fill(PASSPHRASE)
    person.follow("Ouvrir mon compte")
    person.follow("Aller à ma page")


def test_a_substitute_is_prepared_confirmed_and_finds_the_class(cast, deciders, clock, somebody):
    clock.go(MONDAY_10)
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/")
    lopez.follow("Un remplaçant arrive")
    lopez.page.get_by_text("Mme", exact=True).click()
    lopez.page.get_by_label("Nom", exact=True).fill("Duval")
    lopez.page.get_by_label("Prénom").fill("Inès")
    lopez.page.get_by_label("Remplace").select_option("Roux Alix")
    lopez.follow("Continuer")
    assert "Lit et saisit pour les classes qui lui sont données, et aucune autre." in lopez.text
    assert "4eB — " in lopez.text
    lopez.follow("Préparer pour la direction")
    assert "Mme Navarre doit confirmer" in lopez.text

    navarre = somebody()
    navarre.arrive("bea.navarre", "/equipe/")
    navarre.follow("À confirmer, équipe : Mme Duval, professeure")
    navarre.follow("Confirmer")
    assert "pas encore de compte" in navarre.text
    navarre.follow("Donner un code")
    code = CODE.search(navarre.text).group()

    duval = somebody()
    come_in(duval, code)
    assert duval.path == "/equipe/"
    duval.follow("Élèves")
    assert "Diallo" in duval.text
    assert "Roux Alix" not in duval.text


@pytest.mark.parametrize("asked", ["remplace", "remplacement"])
def test_who_comes_to_replace_somebody_finds_that_and_no_older_draft(
    cast, deciders, clock, somebody, asked
):
    clock.go(MONDAY_10)
    roux = Staff.objects.get(school=cast.school, last_name__iexact="Roux")
    add = reverse("schools:team_add", args=[cast.school.public_id])
    lopez = somebody()
    lopez.arrive("ana.lopez", add)
    lopez.page.get_by_label("Nom", exact=True).fill("Vieux")
    lopez.page.get_by_label("Fonction").select_option("Infirmier")
    lopez.page.get_by_label("Nom", exact=True).blur()
    assert "n’est pas enregistré" not in lopez.text

    lopez.visit(
        f"{add}?remplacement=1" if asked == "remplacement" else f"{add}?remplace={roux.public_id}"
    )

    assert lopez.page.get_by_label("Nom", exact=True).input_value() == ""
    assert lopez.page.get_by_label("Fonction").input_value() == Role.TEACHER
    chosen = str(roux.public_id) if asked == "remplace" else ""
    assert lopez.page.get_by_label("Remplace").input_value() == chosen
    assert "n’est pas enregistré" not in lopez.text
    assert not lopez.page.locator("[data-co-kept]").count()


def test_a_post_ended_by_mistake_is_found_again_and_given_back(cast, deciders, clock, somebody):
    clock.go(MONDAY_10)
    navarre = somebody()
    navarre.arrive("bea.navarre", reverse("schools:team", args=[cast.school.public_id]))
    navarre.follow("Roux Alix")
    navarre.follow("Mettre fin, prolonger")
    navarre.page.get_by_text("Maintenant", exact=True).click()
    navarre.follow("Enregistrer")
    assert "A quitté l’équipe le" in navarre.text

    navarre.visit(f"{reverse('home:search')}?q=roux")
    navarre.follow("Roux Alix")
    navarre.follow("Annuler")

    assert "C’est fait. Mme Roux" in navarre.text
    assert "A quitté l’équipe" not in navarre.text
