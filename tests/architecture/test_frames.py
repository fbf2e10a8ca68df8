"""Every page says in which language it speaks, what it is called, and where it begins."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FRAMES = ("base.html", "bare.html")
PAGES = {
    path.relative_to(TEMPLATES).as_posix(): path.read_text()
    for path in TEMPLATES.rglob("*.html")
    if re.search(r'\{% extends "(base|bare)\.html" %\}', path.read_text())
}
# One page in each space, or the steps of one act: the person is in the same place.
SHARED = {
    "Aujourd’hui",
    "Bienvenue",
    "Nouveau mot de passe",
    "Ouvrir mon compte",
}


def titles():
    """The words of each title, with the pages that bear them: an act and its confirmation are one.

    A title written by the view is its own.
    """
    found = defaultdict(set)
    for name, source in PAGES.items():
        title = re.search(r"\{% block title %\}(.*?)\{% endblock", source, re.DOTALL).group(1)
        words = re.findall(r'\{% translate "([^"]+)"', title)
        if words and not re.search(r"\{\{", title):
            found[" ".join(words)].add(name.replace("_confirm.html", ".html"))
    return found


def test_no_two_pages_bear_the_same_title():
    repeated = {words: names for words, names in titles().items() if len(names) > 1}

    assert set(repeated) - SHARED == set(), repeated


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_begins_with_a_heading(name):
    assert "{% page_heading" in PAGES[name] or "<h1" in PAGES[name]


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_says_its_language_and_bears_the_mark_of_the_portal(name):
    source = (TEMPLATES / name).read_text()

    assert re.search(r'<html lang="fr"', source)
    assert "width=device-width" in source
    icons = re.findall(r'<link rel="([\w-]+)" href="\{% static \'([^\']+)\' %\}"', source)
    for rel in ("icon", "apple-touch-icon"):
        assert (ROOT / "static" / dict(icons)[rel]).stat().st_size < 5_000
