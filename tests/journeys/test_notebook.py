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
    roux.page.locator(".work__fold > summary").first.click()
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
    ines.page.locator("summary", has_text="Jeudi 19 novembre").click()
    assert "Exercice 4 page 12" in ines.text
    awa.arrive("awa.diallo", "/famille/cahier/")
    awa.page.locator("summary", has_text="Jeudi 19 novembre").click()
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
    roux.page.locator("[name=files]").set_input_files([photo()])
    roux.follow("Publier")

    assert "tableau.jpg" in roux.text
    awa.arrive("awa.diallo")
    with awa.page.expect_response("**/famille/cahier/pieces/**") as drawn:
        awa.visit("/famille/cahier/")
        awa.page.locator("summary", has_text="Vu en classe aujourd’hui").click()
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


# --- One screen, and few taps ---------------------------------------------------------------------

PLACES = """(names) => {
  const bar = document.querySelector(".entry__bar").getBoundingClientRect();
  const shown = {};
  for (const [name, selector] of Object.entries(names)) {
    const box = document.querySelector(selector).getBoundingClientRect();
    shown[name] = box.top >= 0 && box.bottom <= bar.top + 1 && box.width > 0;
  }
  const publish = document.querySelector("[value=publish]:not([hidden])").getBoundingClientRect();
  shown.Publier = publish.top >= 0 && publish.bottom <= innerHeight;
  return shown;
}"""
ONE_SCREEN = {
    "class": "h1",
    "done": "[name=text]",
    "work": "[name=work-0-text]",
    "day": "#quand-0 .choices__item",
}
# A field that the keyboard opens for: its first line is between the top of the screen and the bar.
COVERED = """() => [...document.querySelectorAll(
  ".entry textarea, .entry [type=number], .entry [type=date]"
)].filter((field) => field.checkVisibility()).filter((field) => {
  field.focus();
  const box = field.getBoundingClientRect();
  const bar = document.querySelector(".entry__bar").getBoundingClientRect();
  return box.top < 0 || box.top + 24 > bar.top;
}).map((field) => field.name)"""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("screen", [(390, 844), (360, 740)], ids=["390", "360"])
def test_what_is_asked_every_time_and_publier_are_on_one_screen(
    cast, timetable, clock, somebody, screen
):
    width, height = screen
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.page.set_viewport_size({"width": width, "height": height})
    roux.arrive("alix.roux")
    roux.follow("Écrire le cahier de textes de 4eB")

    shown = roux.page.evaluate(PLACES, ONE_SCREEN)

    assert shown == dict.fromkeys((*ONE_SCREEN, "Publier"), True)


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_with_the_keyboard_open_the_bar_hides_no_field(cast, timetable, clock, somebody):
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.arrive("alix.roux")
    roux.follow("Écrire le cahier de textes de 4eB")
    roux.page.locator(".work__fold > summary").click()
    roux.page.set_viewport_size({"width": 390, "height": 422})

    assert roux.page.evaluate(COVERED) == []
    publish = roux.page.get_by_role("button", name="Publier", exact=True)
    assert publish.bounding_box()["y"] + publish.bounding_box()["height"] <= 422


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_homework_takes_four_taps_and_one_screen_from_the_first_page(
    cast, timetable, clock, somebody
):
    """As docs/gestes.md counts: each tap is one of these, and nothing else is touched."""
    clock.go(TUESDAY_9)
    roux = somebody(has_touch=True, is_mobile=True)
    roux.arrive("alix.roux")
    taps, screens = 0, 0

    def tap(control):
        nonlocal taps
        taps += 1
        control.tap()

    with roux.going():
        tap(roux.control("Écrire le cahier de textes de 4eB"))
    screens += 1
    tap(roux.page.get_by_label("Fait en classe"))
    roux.type("Les fractions.")
    tap(roux.page.get_by_label("Travail à faire").first)
    roux.type("Exercice 4 page 12")
    with roux.going():
        tap(roux.control("Publier"))

    assert (taps, screens) == (4, 1)
    assert "Exercice 4 page 12" in roux.text
    assert "Pour jeudi 19 novembre" in roux.text


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_the_fold_says_what_is_being_set(cast, timetable, clock, somebody):
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.arrive("alix.roux")
    roux.follow("Écrire le cahier de textes de 4eB")
    fold = roux.page.locator(".work__fold > summary").first
    fold.click()

    roux.page.get_by_text("30 min", exact=True).click()
    roux.page.locator("[name=work-0-files]").set_input_files([photo()])
    assert " ".join(fold.inner_text().split()) == "30 min · sans écran · 1 fichier"

    roux.page.get_by_role("button", name="Ajouter un travail").click()
    roux.page.locator(".work__fold").nth(1).wait_for()
    said = roux.page.locator(".work__fold > summary").first.inner_text()
    assert " ".join(said.split()) == "30 min · sans écran · 1 fichier", "the portal says the same"


UNDER_THE_DEMONSTRATION = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return [box("[value=publish]:not([hidden])").bottom, box(".time-machine").top];
}"""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
@pytest.mark.parametrize("scrolled", ["at_the_top", "at_the_end"])
def test_the_bar_of_the_demonstration_hides_no_button_of_the_lesson(
    cast, timetable, clock, somebody, settings, scrolled
):
    clock.go(TUESDAY_9)
    roux = somebody()
    roux.arrive("alix.roux")
    roux.follow("Écrire le cahier de textes de 4eB")
    settings.DEMO_CLOCK = True
    roux.page.reload()
    if scrolled == "at_the_end":
        roux.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    button, bar = roux.page.evaluate(UNDER_THE_DEMONSTRATION)

    assert button <= bar + 1
