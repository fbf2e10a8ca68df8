"""A page judged once: what makes another page of it, and what does not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility import faults_of, skeleton_of

PAGE = """<!doctype html><html lang="fr"><head><title>Résultats</title></head><body><main>
<h1>Résultats d’Inès</h1><p id="aide">Choisissez.</p>
<label for="note">Note</label><input id="note" aria-describedby="aide" value="12">
<ul><li><a href="/a/">Dictée</a></li><li><a href="/b/">Carte</a></li></ul>
<button type="button" aria-label="Fermer">×</button></main></body></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def skeleton(page: Page, html: str) -> str:
    page.set_content(html)
    return skeleton_of(page)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("d’Inès", "de Sofiane"),
        ('href="/a/"', 'href="/c/"'),
        ('value="12"', 'value="7"'),
        ("<li><a href", '<li><a href="/z/">Exposé</a></li><li><a href'),
    ],
)
def test_the_same_page_of_somebody_else_is_judged_once(page, old, new):
    assert skeleton(page, PAGE.replace(old, new, 1)) == skeleton(page, PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<label for="note">Note</label>', ""),
        ('for="note"', 'for="notes"'),
        ('id="aide"', 'id="note"'),
        ('aria-describedby="aide"', 'aria-describedby="aides"'),
        ("Dictée", ""),
        ("Dictée", '<span style="color:#eee">Dictée</span>'),
        (' aria-label="Fermer"', ' aria-label=""'),
        ("h1>", "h3>"),
        (' lang="fr"', ""),
        ("<title>Résultats</title>", ""),
        ("<main>", "<div>"),
        ("</ul>", "<p>Rien</p></ul>"),
        ('type="button"', 'type="button" class="pale"'),
        ("<input ", "<input disabled "),
    ],
)
def test_a_page_that_could_have_another_fault_is_another_page(page, old, new):
    assert skeleton(page, PAGE.replace(old, new)) != skeleton(page, PAGE)


def test_a_faulty_page_is_told_each_time(page):
    page.set_content(PAGE.replace('<label for="note">Note</label>', ""))
    for _ in range(2):
        assert "label" in [one.split(":")[0] for one in faults_of(page)]
