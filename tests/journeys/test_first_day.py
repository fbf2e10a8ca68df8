"""The principal's first day: from the national files to the letters, with the list as a guide."""

import pytest

from apps.demo.school_files.national import write_files
from apps.demo.school_files.school import build_school
from apps.demo.school_files.stories import UAI
from apps.notices.paper.tasks import print_letters
from apps.schools.enums import Role
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import MINUTE, november

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

    principal.visit("/equipe/")
    principal.follow("Imprimer les lettres")
    principal.follow("Préparer des lettres")
    principal.page.get_by_label("Classe, niveau ou collège").select_option("tout")
    principal.follow("Compter")
    principal.follow("Préparer ces lettres")
    bell.done.queue.clear()  # the imports have rung it too
    while bell._run(print_letters):
        pass
    principal.visit("/equipe/")
    assert "Chaque responsable a son compte, ou une lettre préparée." in principal.text
    assert "Donnez les lettres : chaque famille entre avec son code." in principal.text
