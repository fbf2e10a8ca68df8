"""A correction late in the evening: nobody's screen changes during the night."""

from tests.journeys.moments import MINUTE, MONDAY_10, SECOND, TUESDAY_9, november

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
WEDNESDAY_22 = november(18, 22)
THURSDAY_7 = november(19, 7)
FRIDAY_17 = november(20, 17)
CORRECTED = "Corrigé le mercredi 18 novembre."


def test_a_correction_at_22_h_waits_for_the_opening_hours(cast, clock, bell, somebody):
    fractions = cast.assessment(MARKS, at=MONDAY_10)
    cast.hand_back(fractions, at=TUESDAY_9)
    clock.go(WEDNESDAY_22)
    assert bell.ring() == 0, "the evening mails wait for the morning"
    roux, ines, mother = somebody(), somebody(), somebody()
    for reader, login in ((ines, "ines.diallo"), (mother, "awa.diallo")):
        reader.arrive(login)
        reader.follow("1 résultat à lire")
        reader.follow("Fractions")
        assert "La note 11,5 sur 20" in reader.text
    evening = ines.text, mother.text

    roux.arrive("alix.roux", f"/equipe/evaluations/{fractions.public_id}/notes/")
    roux.page.get_by_label("Note de Diallo Inès").fill("13")
    with roux.going():
        roux.page.get_by_role("button", name="Enregistrer les notes").click()
    assert "Dites en quelques mots pourquoi vous le corrigez." in roux.text
    roux.page.get_by_label("Motif, si vous changez un résultat déjà visible").fill(
        "Erreur de total"
    )
    roux.follow("Enregistrer les notes")
    assert "1 résultat enregistré." in roux.text

    for instant in (WEDNESDAY_22 + MINUTE, THURSDAY_7 - SECOND):
        clock.go(instant)
        bell.ring()
        ines.reload()
        mother.reload()
        assert (ines.text, mother.text) == evening
        assert "13" not in values_of(ines) | values_of(mother)

    clock.go(THURSDAY_7)
    ines.reload()
    mother.reload()
    assert CORRECTED in ines.text
    assert "La note 13 sur 20" in ines.text
    assert mother.text == evening[1]

    clock.go(FRIDAY_17 - SECOND)
    mother.reload()
    assert mother.text == evening[1]
    clock.go(FRIDAY_17)
    mother.reload()
    assert CORRECTED in mother.text
    assert "La note 13 sur 20" in mother.text
    assert "Erreur de total" not in ines.everything + mother.everything


def values_of(reader):
    """Every number standing alone on the page."""
    return set(reader.text.split())
