"""One result: Inès reads it after ten minutes, her mother at the hour of the rule, told once."""

from tests.journeys.moments import MINUTE, MONDAY_10, SECOND, TUESDAY_9, WEDNESDAY_17

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
VALUE, WHO = "11,5", ("Inès", "Diallo", "DIALLO", "Fractions")
SUBJECT = "Un nouveau résultat à lire avec votre enfant"


def test_ines_reads_after_ten_minutes_and_not_before(cast, clock, somebody):
    clock.go(MONDAY_10)
    cast.assessment(MARKS, at=MONDAY_10)
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.arrive("alix.roux")
    roux.follow("4eB · Fractions")
    roux.follow("J’ai rendu les copies")

    clock.go(TUESDAY_9 + 9 * MINUTE)
    ines = somebody(color_scheme="dark")
    ines.arrive("ines.diallo")
    assert "Pas de nouveau résultat." in ines.text
    ines.follow("Résultats")
    assert "Mathématiques 1 pas encore visible" in ines.text
    ines.follow("Pourquoi pas encore ?")
    assert "Le résultat sera visible à partir du mardi 17 novembre à 9 h 10." in ines.text
    ines.follow("Fractions")
    assert VALUE not in ines.everything
    clock.go(TUESDAY_9 + 10 * MINUTE - SECOND)
    ines.reload()
    assert VALUE not in ines.everything

    clock.go(TUESDAY_9 + 10 * MINUTE)
    ines.reload()
    assert "La note 11,5 sur 20" in ines.text
    assert "Pour progresser Devoirs faits, mardi à 16 h." in ines.text
    ines.visit("/eleve/")
    assert "Pas de nouveau résultat." in ines.text, "she has opened it"
    ines.follow("Résultats")
    ines.follow("Fractions")
    assert ines.text.startswith("Tes résultats Fractions Mathématiques, avec Mme Roux.")


def test_her_mother_waits_for_the_instant_and_is_told_once(cast, clock, bell, somebody):
    fractions = cast.assessment(MARKS, at=MONDAY_10)
    cast.hand_back(fractions, at=TUESDAY_9)
    clock.go(WEDNESDAY_17 - SECOND)
    mother = somebody()
    mother.sign_in("awa.diallo@example.org")
    assert "Résultats Pas de nouveau résultat." in mother.text
    mother.follow("Résultats")
    mother.follow("Pourquoi pas encore ?")
    assert "visible à partir du mercredi 18 novembre à 17 h, au plus tard" in mother.text
    mother.follow("Fractions")
    assert VALUE not in mother.everything
    assert bell.ring() == 0

    clock.go(WEDNESDAY_17)
    mother.reload()
    assert "La note 11,5 sur 20" in mother.text
    assert "la copie d’abord, votre enfant ensuite, vous après." in mother.text
    assert bell.ring() == 4, "both of Inès’s parents, Léo’s mother and Chloé’s"
    clock.go(WEDNESDAY_17 + MINUTE)
    assert bell.ring() == 0, "nobody is told twice"

    mother.follow("Mon compte")
    mother.follow("Se déconnecter")
    mother.visit("/courriels/")
    rows = mother.page.get_by_role("listitem").filter(has_text="awa.diallo@example.org")
    assert rows.count() == 1
    with mother.going():
        rows.get_by_role("link").click()
    assert mother.text.startswith(f"Tous les courriels {SUBJECT}")
    mail = mother.page.locator("main").text_content()
    assert [one for one in (VALUE, "11.5", *WHO) if one in mail] == []

    with mother.going():
        mother.page.locator("main a[href*='/famille/']").click()
    assert mother.path == "/compte/connexion/"
    mother.sign_in("awa.diallo")
    assert mother.path == "/famille/"
    assert "Pas de nouveau résultat." in mother.text, "she opened it the day before"
    mother.follow("Résultats")
    mother.follow("Fractions")
    assert "La note 11,5 sur 20" in mother.text
