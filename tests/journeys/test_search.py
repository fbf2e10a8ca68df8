"""A teacher looks for a pupil: two gestures from the first page, with or without scripts."""

from tests.journeys.moments import WEDNESDAY_17

USUAL = "desktop"
WRITING = "document.activeElement?.name === 'q'"


def test_a_teacher_finds_a_pupil_by_the_slash_key_and_half_a_name(cast, clock, somebody):
    clock.go(WEDNESDAY_17)
    teacher = somebody()
    teacher.arrive("alix.roux")

    teacher.key("/")
    teacher.page.wait_for_function(WRITING)
    teacher.type("ine dial/")
    teacher.key("Backspace")
    teacher.press_enter()
    teacher.page.wait_for_function("document.activeElement?.textContent === 'Diallo Inès'")
    teacher.press_enter()

    assert "Inès Diallo" in teacher.text
    assert "/equipe/eleves/" in teacher.path


def test_a_teacher_who_hits_keys_unwillingly_turns_the_slash_key_off(cast, clock, somebody):
    clock.go(WEDNESDAY_17)
    teacher = somebody()
    teacher.arrive("alix.roux", "/confort/")
    teacher.page.get_by_label("Aucun raccourci d’une seule touche").check()
    teacher.follow("Enregistrer")

    teacher.visit("/equipe/")
    teacher.key("/")

    assert not teacher.page.evaluate(WRITING)


def test_without_scripts_the_search_is_a_form(cast, clock, somebody):
    clock.go(WEDNESDAY_17)
    teacher = somebody(scripts=False)
    teacher.arrive("alix.roux", "/equipe/recherche/")
    teacher.page.get_by_label("Nom, classe ou titre").fill("personne de ce nom")
    teacher.follow("Chercher")
    assert "Rien de ce nom dans ce que vous suivez." in teacher.text
    teacher.page.get_by_label("Nom, classe ou titre").fill("diallo")
    teacher.follow("Chercher")
    teacher.follow("Diallo Inès")

    assert "Inès Diallo" in teacher.text
