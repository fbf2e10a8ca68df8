"""Léo is away when the class receives its copies: his result waits for his own copy."""

import pytest

from tests.journeys.moments import MINUTE, TUESDAY_9

MARKS = {"ines.diallo": "11.5", "leo.martin": "abs", "chloe.berger": "16"}


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_mme_roux_hands_back_in_class_then_to_leo_when_he_returns(cast, clock, somebody):
    fractions = cast.assessment(MARKS, at=TUESDAY_9 - 60 * MINUTE)
    clock.go(TUESDAY_9)
    roux, leo, ines = somebody(), somebody(), somebody()
    roux.arrive("alix.roux", f"/equipe/evaluations/{fractions.public_id}/copies-rendues/")
    assert "Élèves : dans 10 min. Parents : demain à 17 h." in roux.text
    assert "Léo : plus tard" in roux.text
    roux.follow("J’ai rendu les copies")
    assert "Copies à rendre plus tard" in roux.text

    clock.go(TUESDAY_9 + 11 * MINUTE)
    ines.arrive("ines.diallo")
    ines.follow("1 résultat à lire")
    leo.arrive("leo.martin", "/eleve/resultats/?etat=attente")
    assert "Tu l’auras à ton retour." in leo.text

    clock.go(TUESDAY_9 + 24 * 60 * MINUTE)
    roux.visit("/equipe/")
    roux.follow("4eB · Fractions")
    roux.follow("Rendue à Léo")
    assert "copie rendue aujourd’hui" in roux.text
    assert "Annuler — encore 10 min" in roux.text
    clock.go(TUESDAY_9 + (24 * 60 + 10) * MINUTE)
    leo.visit("/eleve/resultats/?etat=attente")
    assert "Tu l’auras à ton retour." not in leo.text
