"""Everything on a phone of 390 px: by the thumb alone in the dark, then by the keyboard alone.

One story a person: their main task. Every page is held to the demands of tests/journeys/browsing.py
(axe in the scheme of the session), the thumb's to the size of what it taps, the keyboard's to the
walk: skip link first, down the page, a visible focus everywhere, and out again.
"""

import pytest

from apps.results.models import ReadMark
from apps.schools.enums import Role
from tests.factories.accounts import PASSWORD
from tests.factories.schools import StaffFactory
from tests.journeys.cast import account
from tests.journeys.moments import MINUTE, MONDAY_10, TUESDAY_9, WEDNESDAY_17, november

pytestmark = pytest.mark.parametrize("size", ["phone"], indirect=True)

MARKS = {"ines.diallo": "11.5", "leo.martin": "16", "chloe.berger": "abs"}
LOGIN, SECRET = "Identifiant ou adresse e-mail", "Mot de passe"
# What a thumb must hit without aiming; words inside a sentence are held to axe's 24 px.
SMALL = """() => [...document.querySelectorAll(
  ".button, .control, .hats__link, .dividers__link, .pages__link, .choices__item, .people a,"
  + ".footer a, summary"
)].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)
  .map(e => e.outerHTML.slice(0, 120))"""
# Where the focus is on the paper, and what holds it.
PLACE = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  return {
    name: (it.getAttribute("aria-label") || it.textContent || it.name || "").trim(),
    tag: it.tagName,
    top: Math.round(box.top + scrollY),
    part: ["header", "main", "footer"].find(part => it.closest(part)) ?? "",
  };
}"""
A_LINE = 48


@pytest.fixture
def thumb(somebody):
    """A phone in the hand, at night."""

    def pick_up():
        return somebody(has_touch=True, is_mobile=True, color_scheme="dark")

    return pick_up


@pytest.fixture
def keyboard(somebody):
    """The same width by day, and no pointer at all."""

    def sit_down():
        return somebody(color_scheme="light")

    return sit_down


def tap(person, name, *, status=200):
    """Tap the link or the button of that name, and arrive on a page fit for a thumb."""
    with person.going(status):
        person.control(name).tap()
    assert person.page.evaluate(SMALL) == [], person.path


def tap_into(person, label, text):
    person.page.get_by_label(label).tap()
    person.type(text)


def sign_in_by_thumb(person, login):
    person.visit("/")
    tap_into(person, LOGIN, login)
    tap_into(person, SECRET, PASSWORD)
    tap(person, "Se connecter")


def sign_in_by_keyboard(person, login):
    person.visit("/")
    person.tab_to(LOGIN)
    person.type(login)
    person.tab_to(SECRET)
    person.type(PASSWORD)
    person.press_enter()


def walk(person):
    """From the top of the page to its end by Tab: the names met, in order, and no trap."""
    person.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    met, last = [], {"top": 0, "part": "header"}
    for __ in range(80):
        person.key("Tab")
        here = person.page.evaluate(PLACE)
        if here["tag"] == "BODY" or (met and here["name"] == met[0]):
            break
        assert person.focused()["ring"], f"{person.path}: no visible focus on «{here['name']}»"
        down = here["top"] >= last["top"] - A_LINE or here["part"] != last["part"]
        assert down, f"{person.path}: «{here['name']}» is above what comes before it"
        met.append(here["name"])
        last = here
    else:
        raise AssertionError(f"{person.path}: the focus never leaves the page")
    assert met[0] == "Aller au contenu"
    assert met[-1] == "Premiers pas"
    return met


def skip_to_content(person):
    """By the first key of the page; the next one is already inside."""
    person.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    person.key("Tab")
    person.key("Enter")
    person.key("Tab")
    assert person.page.evaluate(PLACE)["part"] == "main"


def test_a_mother_reads_a_result_and_whom_to_call(cast, clock, thumb, keyboard):
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    clock.go(WEDNESDAY_17)

    awa = thumb()
    sign_in_by_thumb(awa, "awa.diallo")
    tap(awa, "1 résultat à lire")
    tap(awa, "Fractions")
    assert "11,5 sur 20" in awa.text
    tap(awa, "Le collège")
    tap(awa, "Aujourd’hui")

    ReadMark.objects.all().delete()  # as if she had not opened it yet
    awa = keyboard()
    sign_in_by_keyboard(awa, "awa.diallo")
    assert walk(awa).index("1 résultat à lire") < walk(awa).index("Confort de lecture")
    skip_to_content(awa)
    assert awa.focused()["name"] == "1 résultat à lire"
    awa.press_enter()
    awa.tab_to("Fractions")
    awa.press_enter()
    walk(awa)
    assert "11,5 sur 20" in awa.text


def test_a_pupil_sees_a_result_first_and_sets_the_page_to_her_eyes(cast, clock, thumb, keyboard):
    cast.hand_back(cast.assessment(MARKS, at=MONDAY_10), at=TUESDAY_9)
    clock.go(TUESDAY_9 + 10 * MINUTE)

    ines = thumb()
    sign_in_by_thumb(ines, "ines.diallo")
    tap(ines, "1 résultat à lire")
    tap(ines, "Fractions")
    assert "11,5 sur 20" in ines.text
    tap(ines, "Confort de lecture")
    ines.page.get_by_label("Très grande").tap()
    tap(ines, "Enregistrer")
    assert "C’est enregistré" in ines.text
    tap(ines, "Résultats")

    ReadMark.objects.all().delete()  # as if she had not opened it yet
    ines = keyboard()
    sign_in_by_keyboard(ines, "ines.diallo")
    walk(ines)
    ines.tab_to("1 résultat à lire")
    ines.press_enter()
    ines.tab_to("Fractions")
    ines.press_enter()
    assert "11,5 sur 20" in ines.text


def test_a_teacher_hands_the_copies_back_with_one_hand(cast, clock, thumb, keyboard):
    cast.assessment(MARKS, at=MONDAY_10)
    clock.go(TUESDAY_9)

    roux = thumb()
    sign_in_by_thumb(roux, "alix.roux")
    tap(roux, "4eB · Fractions")
    tap(roux, "J’ai rendu les copies")
    assert "C’est fait." in roux.text
    tap(roux, "Annuler — encore 10 min")

    roux = keyboard()
    sign_in_by_keyboard(roux, "alix.roux")
    walk(roux)
    skip_to_content(roux)
    roux.tab_to("4eB · Fractions")
    roux.press_enter()
    roux.tab_to("J’ai rendu les copies")
    roux.press_enter()
    assert "C’est fait." in roux.text


def test_a_principal_finds_the_settings_and_the_account_by_the_menu(cast, clock, thumb, keyboard):
    StaffFactory(school=cast.school, role=Role.PRINCIPAL, user=account("Marc", "Navarre"))
    clock.go(november(16, 8))

    navarre = thumb()
    sign_in_by_thumb(navarre, "marc.navarre")
    assert "Les premiers jours du collège" in navarre.text
    navarre.page.get_by_role("button", name="Menu").tap()
    assert navarre.page.evaluate(SMALL) == []
    navarre.check()
    navarre.page.keyboard.press("Escape")
    tap(navarre, "Réglages")
    tap(navarre, "Nom, téléphone, heures d’appel et heure du collège")
    hours = navarre.page.get_by_label("Heures d’appel")
    hours.tap()
    hours.clear()
    navarre.type("7 h 45 – 18 h")
    tap(navarre, "Enregistrer")
    assert "7 h 45 – 18 h" in navarre.page.locator("footer").inner_text().replace("\xa0", " ")

    navarre = keyboard()
    sign_in_by_keyboard(navarre, "marc.navarre")
    walk(navarre)
    navarre.tab_to("Menu")
    navarre.key("Enter")
    navarre.key("Escape")
    assert not navarre.page.get_by_role("link", name="Mon compte", exact=True).is_visible()
    navarre.key("Enter")
    navarre.tab_to("Mon compte")
    navarre.press_enter()
    assert navarre.focused()["tag"] == "BODY"
    skip_to_content(navarre)
