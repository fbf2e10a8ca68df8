"""Nobody needs a mouse: the way in, and the page of a result."""

from tests.journeys.moments import MONDAY_10, TUESDAY_9, WEDNESDAY_17

USUAL = "desktop"

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}


def test_a_mother_signs_in_and_reads_with_the_tab_key_alone(cast, clock, somebody):
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    clock.go(WEDNESDAY_17)
    mother = somebody()

    mother.visit("/compte/connexion/")
    mother.key("Tab")
    assert mother.focused()["name"] == "Aller au contenu"
    mother.key("Enter")
    mother.tab_to("Identifiant ou adresse e-mail")
    mother.type("awa.diallo")
    mother.tab_to("Mot de passe")
    mother.type("ce n’est pas le bon")
    mother.press_enter()
    assert "Quelque chose est à corriger" in mother.text
    mother.tab_to("Mot de passe")
    mother.type("un mot de passe de test")
    mother.press_enter()
    mother.tab_to("1 résultat à lire")
    mother.press_enter()
    mother.tab_to("Fractions")
    mother.press_enter()

    mother.key("Tab")
    mother.key("Enter")
    mother.tab_to("Résultats d’Inès")
    mother.tab_to("Lire la règle")
    mother.tab_to("Confort de lecture")
