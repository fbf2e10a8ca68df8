"""Mme Roux at the end of her lesson, one hand on her phone; then Inès, then her mother."""

import datetime as dt
import io

import pytest
from PIL import Image

from apps.homework.models import TimetableSlot
from tests.factories.schools import since
from tests.journeys.moments import MINUTE, TUESDAY_9, november

TUESDAY, THURSDAY = 1, 3


@pytest.fixture
def timetable(cast):
    for weekday in (TUESDAY, THURSDAY):
        TimetableSlot.objects.create(
            school=cast.school,
            teaching=cast.maths,
            weekday=weekday,
            starts_at=dt.time(8),
            ends_at=dt.time(8, 55),
            during=since(),
        )


def write(roux, *, lesson, homework):
    """What she dictates: no tap but the one that opens the keyboard."""
    roux.page.get_by_label("Fait en classe").fill(lesson)
    roux.page.get_by_label("Question pour la maison").fill("Montre-moi trois quarts d’une pomme.")
    roux.page.get_by_label("Travail à faire").first.fill(homework)


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_lesson_takes_three_taps_and_the_family_reads_it_at_once(
    cast, timetable, clock, somebody
):
    clock.go(TUESDAY_9)
    roux, ines, awa = somebody(), somebody(), somebody()
    roux.arrive("alix.roux")

    roux.follow("Écrire le cahier de textes de 4eB")
    write(roux, lesson="Les fractions : addition.", homework="Exercice 4 page 12")
    assert roux.page.get_by_label("jeudi 19 novembre").is_checked(), "the next lesson, by itself"
    roux.page.get_by_text("20 min", exact=True).click()
    roux.page.get_by_text("Jeudi 19 novembre : rien d’autre à faire").wait_for()
    roux.follow("Publier")

    assert "Les familles et les élèves le liront tout de suite." in roux.text
    ines.arrive("ines.diallo", "/eleve/cahier/")
    assert "Exercice 4 page 12" in ines.text
    awa.arrive("awa.diallo", "/famille/cahier/")
    assert "Exercice 4 page 12" in awa.text
    assert "Montre-moi trois quarts d’une pomme." in awa.text


def photo():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    return {"name": "tableau.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_photo_of_the_board_is_reread_then_seen_at_home(cast, timetable, clock, somebody):
    clock.go(TUESDAY_9)
    roux, awa = somebody(), somebody()
    roux.arrive("alix.roux")
    roux.follow("Écrire le cahier de textes de 4eB")
    write(roux, lesson="**Fractions** : addition.", homework="Exercice 4 page 12")

    roux.page.get_by_role("button", name="Relire comme les familles").click()
    roux.page.locator("#apercu strong", has_text="Fractions").wait_for()
    roux.page.get_by_label("Joindre des fichiers").first.set_input_files([photo()])
    roux.follow("Publier")

    assert "tableau.jpg" in roux.text
    awa.arrive("awa.diallo")
    with awa.page.expect_response("**/famille/cahier/pieces/**") as drawn:
        awa.visit("/famille/cahier/")
        awa.page.locator("summary", has_text="Mathématiques").first.click()
        awa.page.locator("main img").first.scroll_into_view_if_needed()

    assert drawn.value.status in (200, 304)
    assert drawn.value.headers["content-type"] == "image/jpeg"
    assert "tableau.jpg" in awa.text


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_without_javascript_a_second_work_is_added_at_night_for_the_morning(
    cast, timetable, clock, somebody
):
    clock.go(november(17, 21, 30))
    roux, awa = somebody(scripts=False), somebody()
    roux.arrive("alix.roux")

    roux.follow("Écrire le cahier de textes de 4eB")
    assert "Visible demain à 7 h : il est 21 h 30" in roux.text
    write(roux, lesson="Les aires.", homework="Apprendre la leçon")
    roux.follow("Ajouter un travail")
    roux.page.get_by_label("Travail à faire").nth(1).fill("Exercice 5")
    roux.follow("Publier")

    assert "Visible demain à 7 h" in roux.text
    awa.arrive("awa.diallo", "/famille/cahier/")
    assert "Exercice 5" not in awa.everything
    clock.go(november(18, 7) + MINUTE)
    awa.reload()
    assert "Exercice 5" in awa.text
