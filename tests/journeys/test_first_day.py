"""The principal's first day: from the national files to the letters, with the list as a guide."""

import io
import re

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from apps.demo.school_files.national import write_files
from apps.demo.school_files.school import build_school
from apps.demo.school_files.stories import UAI
from apps.notices.paper.tasks import print_letters
from apps.schools.enums import Role, Scope
from apps.schools.models import Guardianship
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.invitations.doors import PASSPHRASE
from tests.journeys.browsing import words
from tests.journeys.cast import account
from tests.journeys.moments import MINUTE, november
from tests.links import CODE

USUAL = "desktop"

PUPILS = 14
YEAR = {
    "from_1": "2026-09-01",
    "to_1": "2027-01-23",
    "from_2": "2027-01-25",
    "to_2": "2027-07-03",
}


@pytest.fixture
def files(tmp_path):
    return [str(path) for path in write_files(build_school(pupils=PUPILS), tmp_path)]


@pytest.fixture
def navarre():
    """An empty school, and its principal, known before any file."""
    school = SchoolFactory(uai=UAI, name="Collège Simone-Exemple")
    return StaffFactory(
        school=school,
        role=Role.PRINCIPAL,
        user=account("Marc", "Navarre"),
        sts_type="portail",
        last_name="NAVARRE",
    )


def read_until(person, words):
    """The page asks by itself where the work stands, and shows what it has become."""
    person.page.get_by_text(words).first.wait_for(timeout=60_000)
    person.page.wait_for_load_state("load")
    # A question still on its way is dropped when the answer brings another page.
    asked = f"failed: {person.page.url}"
    person.troubles = [trouble for trouble in person.troubles if not trouble.startswith(asked)]
    assert person.troubles == []
    person.check()


def decide(principal, clock):
    """The calendar of the year, then the rule, as the list of the first page leads to them."""
    principal.visit("/equipe/")
    principal.follow("Poser le calendrier")
    principal.page.get_by_label("semestres").check()
    for name, day in YEAR.items():
        principal.page.fill(f"[name={name}]", day)
    principal.follow("Enregistrer")
    principal.follow("Vacances et fermetures")
    principal.follow("Remplir le calendrier 2026-2027")

    clock.go(november(24, 9) + MINUTE)  # two decisions of one instant would not be in order
    principal.visit("/equipe/")
    principal.follow("Choisir la règle")
    principal.page.fill("[name=reason]", "L’élève comprend mieux avec sa copie sous les yeux.")
    principal.follow("Adopter")
    assert "L’élève comprend mieux avec sa copie sous les yeux." in principal.text


def print_every_letter(principal, bell):
    principal.visit("/equipe/")
    principal.follow("Imprimer les lettres")
    principal.follow("Préparer des lettres")
    principal.page.get_by_label("Classe, niveau ou collège").select_option("tout")
    principal.follow("Compter")
    principal.follow("Préparer ces lettres")
    bell.done.queue.clear()  # the imports have rung it too
    while bell._run(print_letters):
        pass
    principal.reload()


def first_letter(principal, name):
    """The text of the letter to ``name``, in the PDF that the page of the letters offers."""
    for link in principal.page.get_by_role("link", name=re.compile("PDF")).all():
        pdf = principal.page.request.get(principal.origin + link.get_attribute("href"))
        for page in PdfReader(io.BytesIO(pdf.body())).pages:
            if name in (text := words(page.extract_text())):
                return text
    raise AssertionError(name)


def come_in(person, login=""):
    """The last page of a code: an identifier, a password, one's own page."""
    if login:
        person.page.get_by_label("Identifiant").fill(login)
    person.page.get_by_label("Mot de passe", exact=True).fill(PASSPHRASE)
    person.page.get_by_label("Le même, encore une fois").fill(PASSPHRASE)
    person.follow("Ouvrir mon compte")
    person.follow("Aller à ma page")


def test_two_commands_on_the_server_lead_to_a_family_that_opens_its_letter(
    portal, clock, bell, somebody, files, settings, tmp_path, capsys
):
    """docs/exploitation.md, «Ouvrir la première porte d’un collège»: nobody has an account yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    clock.go(november(24, 9))
    call_command("import_school_files", *files, "--create")
    call_command("open_account", "Navarre", "--dry-run")
    assert "Essai, rien n’est écrit" in capsys.readouterr().out
    call_command("open_account", "Navarre")
    slip = CODE.search(capsys.readouterr().out).group()

    principal = somebody()
    principal.visit("/compte/connexion/")
    principal.follow("J’ai un code sur papier")
    principal.page.get_by_label("Le code du papier").fill(slip)
    principal.follow("Continuer")
    come_in(principal, "bnavarre")
    assert principal.path == "/equipe/"
    assert f"{PUPILS} élèves" in principal.text
    principal.follow("Premiers pas")
    assert "Je dirige le collège" in principal.text
    assert "Fait Dire qui appeler, et quand" in principal.text

    decide(principal, clock)
    print_every_letter(principal, bell)
    link = Guardianship.objects.filter(scope=Scope.FULL, guardian__user=None).first()
    letter = first_letter(principal, str(link.guardian))

    family = somebody()
    family.visit(f"/compte/activer/#{CODE.search(letter).group()}")
    family.follow("Continuer")
    born = link.student.birth_date.isoformat()
    family.page.get_by_label(re.compile("Date de naissance")).fill(born)
    family.follow("Continuer")
    come_in(family)
    assert family.path == "/famille/"
    assert link.student.first_name in family.text

    principal.visit("/equipe/")
    assert "1 responsable est entré" in principal.text


def test_a_principal_goes_from_the_files_to_the_letters(
    portal, clock, bell, somebody, files, navarre, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    clock.go(november(24, 9))
    principal = somebody()
    principal.arrive("marc.navarre")
    assert "Déposez les fichiers de SIECLE et de STS-WEB" in principal.text

    principal.follow("Importer les fichiers")
    principal.page.set_input_files("input[type=file]", files)
    principal.follow("Lire ces fichiers")
    read_until(principal, "Rien n’est encore écrit")
    principal.follow("Importer maintenant")
    read_until(principal, "Tout a été écrit en une seule fois")

    principal.visit("/equipe/")
    assert f"{PUPILS} élèves" in principal.text
    decide(principal, clock)
    print_every_letter(principal, bell)
    principal.visit("/equipe/")
    assert "Chaque responsable a son compte, ou une lettre préparée." in principal.text
    assert "Donnez les lettres : chaque famille entre avec son code." in principal.text
