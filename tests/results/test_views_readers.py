"""Results as a parent and a pupil read them, through their pages."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse

from apps.results import services
from tests.factories.results import enter
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def read(client, world, who, name, at, **arguments):
    """The words of the page, with plain spaces."""
    with time_machine.travel(at, tick=False):
        client.force_login(world.people[who])
        response = client.get(reverse(f"results:{name}", kwargs=arguments))
    assert response.status_code == 200
    body = response.content.decode()
    main = re.search(r"<main.*?</main>", body, re.DOTALL).group()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


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
    services.hand_back(world.assessment, by=teacher, at=HANDED_BACK_AT)

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
