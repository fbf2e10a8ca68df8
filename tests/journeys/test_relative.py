"""A grandmother with a code on paper: tonight's work of the class, until the mother ends it."""

import datetime as dt
import re

import pytest

from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.journeys.moments import TUESDAY_9, november

PASSPHRASE = "le chat dort sur la table"
CODE = re.compile(r"\b\w{5}-\w{5}\b")
EVENING = november(17, 18)


@pytest.fixture
def lesson(cast):
    return write_lesson(
        cast.maths,
        Page(
            text="Les fractions : addition.",
            question="Montre-moi trois quarts d’une pomme.",
            works=(
                GivenWork(text="Exercice 4 page 12", due_on=dt.date(2026, 11, 18)),
                GivenWork(
                    text="Feuille de Inès", due_on=dt.date(2026, 11, 18), students=(cast.ines,)
                ),
            ),
        ),
        day=dt.date(2026, 11, 17),
        by=cast.roux.user,
        at=TUESDAY_9,
        rank=1,
    )


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_grandmother_reads_tonights_work_until_the_mother_ends_it(cast, lesson, clock, somebody):
    clock.go(EVENING)
    awa, odile, ines = somebody(), somebody(), somebody()
    awa.sign_in("awa.diallo")
    awa.visit("/famille/proches/")
    awa.follow("Laisser lire le cahier d’Inès")
    awa.page.get_by_label("Son prénom et son nom").fill("Odile Vasseur")
    awa.page.get_by_label("Son numéro de téléphone").fill("06 99 00 00 01")
    awa.page.get_by_label("Son adresse postale").fill("3 place des Essais, 69003 Lyon")
    awa.follow("Donner l’accès")
    assert "Le cahier de textes de la classe d’Inès, et rien d’autre." in awa.text
    code = CODE.search(awa.text).group()

    odile.visit(f"/compte/activer/#{code}")
    odile.follow("Continuer")
    assert "Inès" not in odile.everything
    odile.page.get_by_label(re.compile("Date de naissance")).fill(cast.ines.birth_date.isoformat())
    odile.follow("Continuer")
    odile.page.get_by_label("Mot de passe", exact=True).fill(PASSPHRASE)
    odile.page.get_by_label("Le même, encore une fois").fill(PASSPHRASE)
    odile.follow("Ouvrir mon compte")
    assert odile.path == "/compte/bienvenue/"
    odile.follow("Aller à ma page")
    assert odile.path == "/proche/"
    assert "Exercice 4 page 12" in odile.text
    assert "Montre-moi trois quarts d’une pomme." in odile.text
    assert "Feuille de Inès" not in odile.everything
    assert "Donné par Mme Diallo" in odile.text
    odile.check()
    ines.arrive("ines.diallo", "/eleve/proches/")
    assert "Odile Vasseur" in ines.text

    awa.visit("/famille/proches/")
    awa.check()
    awa.page.get_by_text("Mettre fin", exact=True).click()
    awa.check()
    awa.follow("Oui, mettre fin")

    assert "cet accès n’ouvre plus rien" in awa.text
    odile.reload()
    assert "Vous ne lisez plus le cahier de la classe d’Inès." in odile.text
    assert "Exercice 4" not in odile.everything
    odile.check()
