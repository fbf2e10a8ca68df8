"""Results as a parent and a pupil read them, through their pages."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.publication.rules import Rule, Shows
from apps.results.enums import WithdrawnFrom
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from tests.factories.results import (
    AssessmentFactory,
    HandBackFactory,
    ResultFactory,
    ResultVersionFactory,
    enter,
)
from tests.results import pages
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def read(client, world, who, name, at, **arguments):
    return pages.read(client, world.people[who], name, at, **arguments)


def read_result(client, world, who, at):
    name = "student_result_detail" if who == "pupil" else "family_result_detail"
    return read(client, world, who, name, at, public_id=world.result.public_id)


def test_a_guardian_is_told_from_when_on_the_result_can_be_read(client):
    world = build_world()

    words = read_result(client, world, "guardian", GUARDIAN_AT - MINUTE)

    assert "Le résultat sera visible à partir du mercredi 18 novembre à 17 h" in words


def test_a_guardian_is_told_that_the_copy_comes_first(client):
    world = build_world(handed_back=False)

    words = read_result(client, world, "guardian", HANDED_BACK_AT)

    assert "Votre enfant la verra en premier." in words


def test_a_guardian_reads_the_help_before_the_mark(client):
    world = build_world()

    words = read_result(client, world, "guardian", GUARDIAN_AT)

    assert "Devoirs faits, mardi à 16 h." in words
    assert words.index("Devoirs faits") < words.index("13,37 sur 20")


def test_a_pupil_reads_ten_minutes_after_the_copies(client):
    world = build_world()

    before = read_result(client, world, "pupil", STUDENT_AT - MINUTE)
    after = read_result(client, world, "pupil", STUDENT_AT)

    assert "13,37" not in before
    assert "13,37 sur 20" in after


def test_a_corrected_result_says_so_to_who_could_read_the_first(client):
    world = build_world()
    teacher = world.people["teacher"]
    evening = GUARDIAN_AT + dt.timedelta(hours=4)
    enter(
        world.assessment, {world.student: "15"}, by=teacher, at=evening, reason="Erreur de total."
    )

    that_night = read_result(client, world, "guardian", evening + MINUTE)
    later = read_result(client, world, "guardian", LONG_AFTER)

    assert "13,37 sur 20" in that_night
    assert "Corrigé" not in that_night
    assert "15 sur 20" in later
    assert "Corrigé le mercredi 18 novembre." in later
    assert "Erreur de total" not in later


def test_a_result_without_a_mark_is_told_in_words(client):
    world = build_world(handed_back=False, marked=False)
    teacher = world.people["teacher"]
    enter(world.assessment, {world.student: "abs"}, by=teacher, at=HANDED_BACK_AT - MINUTE)
    hand_backs_services.hand_back(world.assessment, by=teacher, at=HANDED_BACK_AT)

    words = read_result(client, world, "guardian", GUARDIAN_AT)

    assert "Pas de note : absence le jour de l’évaluation." in words


def test_a_list_names_the_assessment_and_never_the_mark(client):
    world = build_world()

    for who, name in (("guardian", "family_results"), ("pupil", "student_results")):
        words = read(client, world, who, name, LONG_AFTER)
        assert "Fractions" in words
        assert "13,37" not in words


def test_a_guardian_who_may_not_read_results_has_an_empty_list(client):
    world = build_world()

    words = read(client, world, "guardian_care", "family_results", LONG_AFTER)

    assert "Fractions" not in words


@pytest.mark.parametrize("typed", ["0", "-1", "deux", "99999999999999999999", "²"])
def test_a_page_number_that_makes_no_sense_is_the_first_page(client, typed):
    world = build_world()
    with time_machine.travel(LONG_AFTER, tick=False):
        client.force_login(world.people["guardian"])
        address = reverse("results:family_results")
        odd, first = client.get(address, {"page": typed}), client.get(address)

    assert (odd.status_code, first.status_code) == (200, 200)
    assert odd.content.decode().count("Fractions") == first.content.decode().count("Fractions")


UNTIL = dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)


def hold(world, at):
    holds_services.hold(
        world.result, until=UNTIL, reason="Voir la mère.", by=world.people["cpe"], at=at
    )


def test_a_held_result_never_says_that_the_copy_was_not_handed_back(client):
    world = build_world()
    hold(world, at=STUDENT_AT + MINUTE)

    words = read_result(client, world, "guardian", GUARDIAN_AT)

    assert "Le collège souhaite vous en parler avant le 24 novembre." in words
    assert "n’a pas encore été rendue" not in words
    assert "Voir la mère." not in words
    assert "13,37" not in words


def test_both_guardians_read_the_same_of_a_result_that_is_held(client):
    world = build_world()
    hold(world, at=STUDENT_AT + MINUTE)

    first, second = (
        read_result(client, world, who, GUARDIAN_AT) for who in ("guardian", "other_guardian")
    )

    assert first == second


def test_a_pupil_who_has_read_keeps_reading_while_the_parents_wait(client):
    world = build_world()
    hold(world, at=STUDENT_AT + MINUTE)

    assert "13,37 sur 20" in read_result(client, world, "pupil", GUARDIAN_AT)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("guardian", "Le collège a retiré ce résultat, déjà visible. Voici pourquoi :"),
        ("pupil", "Le collège a retiré ce résultat, que tu avais pu lire. Voici pourquoi :"),
    ],
)
def test_a_result_taken_back_says_why_and_shows_nothing_of_it(client, who, sentence):
    world = build_world()
    reason = "La copie d’une autre élève a été notée."
    cpe = world.people["cpe"]
    holds_services.withdraw(
        world.result, WithdrawnFrom.BOTH, reason, by=cpe, at=GUARDIAN_AT + MINUTE
    )

    words = read_result(client, world, who, LONG_AFTER)

    assert f"{sentence} {reason}" in words
    assert "13,37" not in words


def of_skills(world, levels):
    """One assessment of Inès with skills, released as a state placed by hand."""
    assessment = AssessmentFactory(
        teaching=world.teaching,
        author=world.assessment.author,
        title="Résoudre",
        scale=None,
        skills=["Raisonner", "Calculer", "Chercher", "Écrire"],
    )
    world.assessment, world.result = (
        assessment,
        ResultFactory(assessment=assessment, student=world.student),
    )
    HandBackFactory(assessment=assessment)
    ResultVersionFactory(
        result=world.result,
        value=None,
        levels=levels,
        rule=world.school.ruleversion_set.get(),
        student_release_at=STUDENT_AT,
        guardian_release_at=GUARDIAN_AT,
    )


@pytest.mark.parametrize(
    ("who", "strong", "middle", "weak"),
    [
        (
            "guardian",
            "Inès sait faire et va plus loin Calculer",
            "Presque Raisonner",
            "Pas encore Écrire",
        ),
        (
            "pupil",
            "Tu sais faire et tu vas plus loin Calculer",
            "Presque Raisonner",
            "Pas encore Écrire",
        ),
    ],
)
def test_skills_are_read_in_everyday_words_strong_ones_first(client, who, strong, middle, weak):
    world = build_world()
    of_skills(world, [2, 4, 0, 1])

    words = read_result(client, world, who, GUARDIAN_AT)

    assert words.index(strong) < words.index(middle) < words.index(weak)
    assert "bjectifs" not in words
    assert "Chercher" not in words
    assert "La note" not in words


def test_skills_are_not_shown_where_the_rule_hides_them(client):
    world = build_world(rule=Rule(shows=Shows(levels=False)))
    of_skills(world, [2, 4, 0])

    words = read_result(client, world, "guardian", GUARDIAN_AT)

    assert "Calculer" not in words
    assert "Pour progresser" in words


@pytest.mark.parametrize(("classmates", "shown"), [(2, False), (3, True)])
def test_class_figures_need_five_marks_and_a_rule_that_shows_them(client, classmates, shown):
    rule = Rule(shows=Shows(class_average=True, extremes=True))
    world = build_world(rule=rule, classmates=classmates)

    words = read_result(client, world, "guardian", GUARDIAN_AT)

    assert ("Moyenne de la classe" in words) is shown
    assert ("de 12 à 17,29" in words) is shown


def test_a_waiting_page_leads_to_the_rule(client):
    world = build_world()

    words = read_result(client, world, "guardian", GUARDIAN_AT - MINUTE)

    assert "Pourquoi pas encore ?" in words
    assert "Lire la règle" in words


def test_a_result_leads_to_the_others_of_its_subject(client):
    world = build_world()

    assert "Ses résultats en mathématiques" in read_result(client, world, "guardian", LONG_AFTER)
    assert "Tes progrès en mathématiques" in read_result(client, world, "pupil", LONG_AFTER)


def test_very_long_words_stay_whole(client):
    world = build_world(handed_back=False, marked=False)
    teacher = world.people["teacher"]
    long = "anticonstitutionnellement" * 11
    enter(
        world.assessment,
        {world.student: "12"},
        by=teacher,
        at=HANDED_BACK_AT - MINUTE,
        achieved=long,
    )
    hand_backs_services.hand_back(world.assessment, by=teacher, at=HANDED_BACK_AT)

    assert long in read_result(client, world, "guardian", GUARDIAN_AT)
