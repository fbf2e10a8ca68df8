"""The way around, for each person of the cast: what is lit, and nothing deeper than two taps."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from coeduc import portal
from coeduc.access import CAPACITY_BY_PREFIX
from tests.access.actors import SIGNED_IN
from tests.access.conftest import address, signed_in
from tests.access.table import TABLE

# Found by a name, whatever one was doing: they belong to no chapter more than to another.
IN_NO_CHAPTER = {"home:search", "schools:colleague"}
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]*)"', re.DOTALL)
SPACES = tuple(CAPACITY_BY_PREFIX)
# Each space, each job; the others of the cast read the same pages.
ALWAYS = ("guardian", "pupil", "teacher", "principal")
REST = tuple(actor for actor in SIGNED_IN if actor not in ALWAYS)


def pages_of(client, world, actor):
    """Every page of the three spaces that this person opens: (route, layout, answer)."""
    for case in TABLE.values():
        if case.expected("GET", actor).status != 200:
            continue
        response = client.get(address(case, world))
        layout = response.context and response.context.get("layout")
        if layout is not None and response.wsgi_request.path.startswith(SPACES):
            yield case.route, layout, response


def is_withheld(path, layout):
    """Opened by its address alone, and empty: the menu leads this person to no such page."""
    theirs = {link.url for door in layout.nav for link in door.pages}
    withheld = {reverse(page.route) for page in portal.answers().menu} - theirs
    return path.startswith(tuple(withheld))


def astray(world, actor):
    """The routes whose page lights no chapter, or several, or says twice where it is."""
    of_the_menu = {page.route for page in portal.answers().menu}
    found = {"walked": set(), "dark": set(), "lit": set(), "two": set(), "twice": set()}
    with signed_in(world, actor) as client:
        for route, layout, response in pages_of(client, world, actor):
            path = response.wsgi_request.path
            lit = [door for door in layout.nav if door.current]
            pages = [link for door in lit for link in door.pages if link.current]
            found["walked"].add(route)
            if lit or not is_withheld(path, layout):
                found["lit" if lit else "dark"].add(route)
            if lit and (len(lit), len(pages)) != (1, 1):
                found["two"].add(route)
            if route in of_the_menu and b'class="heading__back"' in response.content:
                found["twice"].add(route)
    return found


def goes_astray(found):
    verdicts = {
        "lights none": found["dark"] - IN_NO_CHAPTER,
        "excused for nothing": found["lit"] & IN_NO_CHAPTER,
        "lights two": found["two"],
        "says twice where it is": found["twice"],
    }
    return {verdict: routes for verdict, routes in verdicts.items() if routes}


@pytest.mark.parametrize("actor", ALWAYS)
def test_every_page_of_a_space_lights_one_chapter_and_one_of_its_pages(world, in_november, actor):
    found = astray(world, actor)

    assert goes_astray(found) == {}
    assert len(found["walked"]) > 5


@pytest.mark.whole
@pytest.mark.parametrize("actor", REST)
def test_every_page_of_everybody_lights_one_chapter(world, in_november, actor):
    assert goes_astray(astray(world, actor)) == {}


def links(html):
    return {urlsplit(url).path for url in LINK.findall(html)}


@pytest.mark.parametrize("actor", SIGNED_IN)
def test_every_page_of_the_menu_is_two_taps_from_the_first_one(world, in_november, actor):
    """Counted in links, as a phone has them: the button of «Menu» leads nowhere by itself."""
    with signed_in(world, actor) as client:
        first = client.get(reverse("home:start"), follow=True)
        doors = first.context["layout"].nav
        wanted = {link.url for door in doors for link in door.pages}
        reached = {door.url: links(client.get(door.url).content.decode()) for door in doors}
        one = links(first.content.decode())

    assert {door.url for door in doors} <= one | {urlsplit(first.wsgi_request.path).path}
    assert wanted - one - set().union(*reached.values(), ()) == set()


@pytest.mark.parametrize("actor", SIGNED_IN)
def test_the_menu_leads_nobody_to_a_page_that_is_closed_to_them(world, in_november, actor):
    with signed_in(world, actor) as client:
        doors = client.get(reverse("home:start"), follow=True).context["layout"].nav
        answers = {link.url: client.get(link.url) for door in doors for link in door.pages}

    closed = {url: answer.status_code for url, answer in answers.items() if not opened(answer)}
    assert closed == {}


def opened(answer):
    """A page, or the password asked again before a page of power."""
    proof = reverse("account_reauthenticate")
    return answer.status_code == 200 or answer.headers.get("Location", "").startswith(proof)
