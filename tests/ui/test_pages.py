"""Error pages stand alone; the gallery is clean for axe, wide or narrow, by day and by night."""

import functools
import http.server
import re
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import loader

from tests.ui.gallery import gallery_html

ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_page_of_trouble_needs_nothing_to_be_shown(name):
    html = loader.get_template(name).render()

    assert "<h1>" in html
    assert "Réessayez" in html or "réessayez" in html or "essayez" in html


class Folder(http.server.SimpleHTTPRequestHandler):
    """The gallery at /, and the real static files."""

    def translate_path(self, path):
        path = path.split("?")[0]
        return str(ROOT / path.lstrip("/")) if path.startswith("/static/") else self.directory

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture(scope="module")
def gallery_url(tmp_path_factory):
    page = tmp_path_factory.mktemp("gallery") / "gallery.html"
    page.write_text(gallery_html())
    handler = functools.partial(Folder, directory=str(page))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def open_gallery(browser, gallery_url):
    contexts = []

    def open_at(width, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(gallery_url)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_component_is_accessible(open_gallery, width, scheme):
    page = open_gallery(width, scheme)

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_largest_text_and_the_widest_spacing_stay_on_the_screen(open_gallery, width):
    page = open_gallery(width)
    page.evaluate(
        "Object.assign(document.documentElement.dataset, {text: 'larger', spacing: 'wide'})"
    )

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    assert [rule["id"] for rule in found] == []
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.browser
def test_whoever_chose_the_dark_has_it_by_day_and_whoever_chose_the_light_by_night(open_gallery):
    colour = "getComputedStyle(document.body).backgroundColor"
    shown = {}
    for chosen, device in (("dark", "light"), ("light", "dark")):
        page = open_gallery(390, device)
        page.evaluate("theme => document.documentElement.dataset.theme = theme", chosen)
        shown[chosen] = page.evaluate(colour)

    assert shown == {"dark": "rgb(22, 26, 34)", "light": "rgb(251, 248, 241)"}


def test_the_gallery_is_drawn_with_every_stylesheet():
    sheets = re.findall(r"/static/css/(\w+)\.css", gallery_html())

    assert {"app", "team", "print"} <= set(sheets)


@pytest.mark.browser
def test_every_button_is_large_enough_for_a_thumb(open_gallery):
    page = open_gallery(390)

    small = page.eval_on_selector_all(
        ".button, .control, .hats__link, .dividers__link, .pages__link, .tabs__link,"
        " .choices__item",
        "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)"
        ".map(e => e.outerHTML)",
    )

    assert small == []


MENU_ROWS = """() => new Set([...document.querySelectorAll(".dividers > *")]
  .filter(e => e.checkVisibility()).map(e => Math.round(e.getBoundingClientRect().bottom))).size"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_five_entries_of_the_menu_are_one_row(open_gallery, width):
    page = open_gallery(width)

    assert page.evaluate(MENU_ROWS) == 1
    assert page.locator(".dividers__more").is_visible() == (width < 768)
    assert page.get_by_role("link", name="Le collège", exact=True).is_visible() == (width > 768)


@pytest.mark.browser
def test_the_rest_of_the_menu_opens_by_keyboard_and_closes_behind_whoever_leaves_it(open_gallery):
    page = open_gallery(390)
    last = page.locator(".dividers__rest").get_by_text("Se déconnecter")

    page.locator(".dividers__more").focus()
    page.keyboard.press("Enter")
    school = ("Le collège", "Comment on évalue et quand", "Vos données", "Espace équipe")
    for _entry in (*school, "Mon compte", "Premiers pas", "Confort de lecture"):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Se déconnecter"
    assert last.is_visible()
    page.keyboard.press("Tab")
    assert not last.is_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").endswith("dividers__more")
    assert not last.is_visible()


@pytest.mark.browser
def test_a_teacher_types_a_column_of_marks_without_leaving_the_keyboard(open_gallery):
    page = open_gallery(1280)
    page.get_by_label("Note d’Inès Diallo").select_text()

    for keys in ("12", "Enter", "8,5", "ArrowDown", "ArrowUp", "9", "Enter", "16"):
        (page.keyboard.press if keys.isalpha() else page.keyboard.type)(keys)

    marks = page.eval_on_selector_all(
        "[data-co-grid] .control--short", "all => all.map(e => e.value)"
    )
    assert marks == ["12", "9", "16", ""]


WRITTEN = """async ([year, month, day, hour, minute]) => {
    const { momentOf } = await import("/static/js/modules/drafts.js");
    return momentOf(new Date(year, month - 1, day, hour, minute).getTime());
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 12, 1, 9, 0), "mardi 1er décembre à 9\u00a0h"),
        ((2026, 11, 16, 9, 25), "lundi 16 novembre à 9\u00a0h\u00a025"),
        ((2026, 11, 16, 17, 5), "lundi 16 novembre à 17\u00a0h\u00a005"),
    ],
)
def test_somebody_reads_when_a_draft_was_kept_as_people_say_it(open_gallery, moment, expected):
    page = open_gallery(390)

    assert page.evaluate(WRITTEN, list(moment)) == expected
