"""Mme Roux and her fifteen minutes before the lesson: marks, copies, a mistake, copies again."""

import pytest

from tests.journeys.moments import MINUTE, TUESDAY_9

USUAL = "desktop"

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}


def test_mme_roux_enters_marks_hands_back_undoes_and_hands_back_by_keyboard(cast, clock, somebody):
    clock.go(TUESDAY_9 - 15 * MINUTE)
    roux = somebody()

    roux.visit("/")
    roux.tab_to("Identifiant ou adresse e-mail")
    roux.type("alix.roux")
    roux.tab_to("Mot de passe")
    roux.type("un mot de passe de test")
    roux.press_enter()
    assert roux.path == "/equipe/"
    assert "Tout est à jour." in roux.text

    roux.tab_to("Nouvelle évaluation")
    roux.press_enter()
    roux.tab_to("Classe et matière")
    roux.type("4eB")
    roux.tab_to("Titre")
    roux.type("Fractions")
    roux.press_enter()
    assert roux.text.startswith("L’évaluation est créée. Les familles ne voient aucune note.")

    roux.tab_to("Note de Berger Chloé")
    for mark in ("abs", "11,5", "16"):
        roux.type(mark)
        roux.key("Enter")
    assert roux.focused()["name"] == "Note de Martin Léo", "Enter on the last line stays there"
    roux.key("ArrowUp")
    assert roux.focused()["name"] == "Note de Diallo Inès"
    roux.tab_to("Enregistrer les notes")
    roux.press_enter()
    assert "3 résultats enregistrés." in roux.text
    assert "Diallo Inès 11,5 sur 20" in roux.text
    assert roux.text.count("Personne encore") == 3

    clock.go(TUESDAY_9)
    roux.tab_to("Rendre les copies")
    roux.press_enter()
    assert "Élèves : dans 10 min. Parents : demain à 17 h." in roux.text
    give_the_help_line(roux)
    roux.tab_to("J’ai rendu les copies")
    roux.press_enter()
    assert "C’est fait." in roux.text
    assert "Visible par les parents (en cours) demain à 17 h" in roux.text

    clock.go(TUESDAY_9 + 4 * MINUTE)
    roux.reload()
    roux.tab_to("Annuler — encore 6 min")
    roux.press_enter()
    assert "Élèves : dans 10 min. Parents : demain à 17 h." in roux.text

    roux.tab_to("J’ai rendu les copies")
    roux.press_enter()
    assert "aujourd’hui à 9 h 14" in roux.text
    clock.go(TUESDAY_9 + 14 * MINUTE)
    roux.reload()
    assert "Annuler" not in roux.text


def give_the_help_line(roux):
    """Asked before the tap, once for the class, since the assessment says nothing yet."""
    roux.tab_to("Pour progresser, pour toute la classe")
    roux.type("Devoirs faits, mardi à 16 h.")


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_mme_roux_and_ines_need_no_javascript(cast, clock, somebody):
    clock.go(TUESDAY_9)
    fractions = cast.assessment(at=TUESDAY_9)
    roux, ines = somebody(scripts=False), somebody(scripts=False)

    roux.sign_in("alix.roux")
    roux.follow("4eB · Fractions")
    roux.page.get_by_label("Note de Diallo Inès").fill("11,5")
    roux.follow("Enregistrer les notes")
    assert "1 résultat enregistré." in roux.text
    roux.visit(f"/equipe/evaluations/{fractions.public_id}/copies-rendues/")
    assert "2 notes à saisir : elles suivront la même règle." in roux.text
    roux.follow("J’ai rendu les copies")

    clock.go(TUESDAY_9 + 10 * MINUTE)
    ines.arrive("ines.diallo")
    ines.follow("1 résultat à lire")
    ines.follow("Fractions")
    assert "La note 11,5 sur 20" in ines.text
