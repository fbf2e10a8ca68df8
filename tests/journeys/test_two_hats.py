"""Mme Berger teaches 4eB and is Chloé's mother: two spaces, and nothing passes between them."""

from tests.journeys.moments import MONDAY_10, TUESDAY_9, WEDNESDAY_17

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "14.5"}
OTHERS = ("Inès", "Diallo", "Léo", "Martin", "11,5", "16 sur 20")


def test_mme_berger_reads_as_a_mother_what_mothers_read(cast, clock, somebody):
    fractions = cast.assessment(MARKS, at=MONDAY_10)
    cast.hand_back(fractions, at=TUESDAY_9)
    clock.go(TUESDAY_9)
    berger = somebody()

    berger.sign_in("jeanne.berger")
    assert berger.path == "/equipe/", "at work first"
    berger.follow("Espace famille")
    assert berger.path == "/famille/"
    assert "Chloé 4eB" in berger.text
    berger.follow("Résultats")
    berger.follow("Pourquoi pas encore ?")
    assert "visible à partir du mercredi 18 novembre à 17 h, au plus tard" in berger.text
    berger.follow("Fractions")
    assert [one for one in ("14,5", *OTHERS) if one in berger.everything] == []
    hers = berger.path

    berger.open_menu()
    berger.tab_to("Espace équipe")
    berger.press_enter()
    assert berger.path == "/equipe/"
    berger.follow("Évaluations")
    berger.follow("4eB · Fractions")
    assert "Berger Chloé 14,5 sur 20" in berger.text
    assert "Diallo Inès 11,5 sur 20" in berger.text

    berger.open_menu()
    berger.tab_to("Espace famille")
    berger.press_enter()
    assert berger.path == "/famille/"
    clock.go(WEDNESDAY_17)
    berger.visit(hers)
    assert "La note 14,5 sur 20" in berger.text
    assert [one for one in OTHERS if one in berger.everything] == []
    of_ines = fractions.results.get(student=cast.ines)
    berger.visit(f"/famille/resultats/{of_ines.public_id}/", status=404)
