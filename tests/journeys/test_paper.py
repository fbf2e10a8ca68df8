"""From paper to the portal: the office prints, a parent without e-mail comes in, then forgets."""

import io
import re

import pytest
from pypdf import PdfReader

from apps.notices.paper.tasks import print_letters
from apps.schools.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.schools import GuardianFactory, GuardianshipFactory, StaffFactory
from tests.journeys.browsing import words
from tests.journeys.moments import MONDAY_10

PASSPHRASE = "le chat dort sur la table"
CODE = re.compile(r"\b\w{5}-\w{5}\b")


@pytest.fixture
def office(cast):
    """Mme Lopez, of the secretariat."""
    return StaffFactory(
        school=cast.school, role=Role.SECRETARY, user=UserFactory(username="ana.lopez")
    )


@pytest.fixture
def grandmother(cast):
    """Mme Guérin answers for Inès too; she has neither e-mail nor account."""
    guardian = GuardianFactory(
        school=cast.school,
        user=None,
        email="",
        first_name="Odette",
        last_name="GUÉRIN",
        address="2 CHEMIN DU LAVOIR\n69003 LYON",
    )
    GuardianshipFactory(student=cast.ines, guardian=guardian)
    return guardian


def read_letter(person, name):
    """The text of the letter to ``name``, in the PDF that the page offers."""
    link = person.page.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    pdf = person.page.request.get(person.origin + link)
    pages = [words(page.extract_text()) for page in PdfReader(io.BytesIO(pdf.body())).pages]
    [letter] = [text for text in pages if name in text]
    return letter


def come_in(person, born):
    """From the second proof to one's own page."""
    person.page.get_by_label(re.compile("Date de naissance")).fill(born)
    person.follow("Continuer")
    person.page.get_by_label("Mot de passe", exact=True).fill(PASSPHRASE)
    person.page.get_by_label("Le même, encore une fois").fill(PASSPHRASE)
    person.follow("Ouvrir mon compte")


def test_a_grandmother_without_email_comes_in_with_the_paper_alone(
    cast, clock, somebody, bell, office, grandmother
):
    clock.go(MONDAY_10)
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/lettres/")
    lopez.follow("Préparer des lettres")
    lopez.page.get_by_label("Classe, niveau ou collège").select_option("4eB")
    lopez.follow("Compter")
    assert "1 lettre à imprimer" in lopez.text
    lopez.follow("Préparer ces lettres")
    bell._run(print_letters)
    lopez.reload()
    assert "1 lettre sur 1" in lopez.text
    letter = read_letter(lopez, "Odette Guérin")
    code = CODE.search(letter).group()

    guerin = somebody()
    guerin.visit(f"/compte/activer/#{code}")
    assert guerin.page.get_by_label("Le code du papier").input_value() == code
    assert code not in guerin.page.url
    guerin.follow("Continuer")
    assert [one for one in ("Inès", "Guérin", "4eB") if one in guerin.everything] == []
    come_in(guerin, cast.ines.birth_date.isoformat())

    assert "Vos données, en clair" in guerin.text
    guerin.follow("Aller à ma page")
    assert guerin.path == "/famille/"
    assert "Inès" in guerin.text


def test_a_slip_at_the_counter_cuts_the_phone_that_was_lost(
    cast, clock, somebody, office, grandmother
):
    grandmother.user = UserFactory(username="oguerin")
    grandmother.save()
    clock.go(MONDAY_10)
    lost = somebody()
    lost.arrive("oguerin")
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/comptes/")
    lopez.page.get_by_label("Nom d’un adulte ou d’un élève").fill("guerin")
    lopez.follow("Chercher")
    lopez.follow("Odette Guérin")
    lopez.follow("Montrer un code à l’écran")
    code = CODE.search(lopez.text).group()

    guerin = somebody()
    guerin.visit("/compte/nouveau-mot-de-passe/")
    guerin.page.get_by_label("Le code du papier").fill(code.lower().replace("-", " "))
    guerin.follow("Continuer")
    guerin.page.get_by_label(re.compile("Date de naissance")).fill(cast.ines.birth_date.isoformat())
    guerin.follow("Continuer")
    assert "oguerin" in guerin.text
    guerin.page.get_by_label("Mot de passe", exact=True).fill(PASSPHRASE)
    guerin.page.get_by_label("Le même, encore une fois").fill(PASSPHRASE)
    guerin.follow("Enregistrer")
    assert guerin.path == "/famille/"

    lost.visit("/famille/")
    assert lost.path == "/compte/connexion/"
