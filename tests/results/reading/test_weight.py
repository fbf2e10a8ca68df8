"""The first visit of a parent, on a phone, in the stairwell: at most 40 kB in six requests."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
KILOBYTES, REQUESTS = 40, 6
# What a browser fetches by itself to show a screen; print waits for paper, links for a finger.
FETCHED = re.compile(
    r"""<link\b[^>]*rel="(?:stylesheet|icon|preload|manifest|modulepreload)"[^>]*>
    |<(?:script|img|source|iframe)\b[^>]*\bsrc="[^"]+"[^>]*>""",
    re.VERBOSE,
)
ADDRESS = re.compile(r'\b(?:src|href)="([^"]+)"')
IMPORT = re.compile(r"""(?:@import\s+|\bimport\s+(?:[\w{},*\s]+\s+from\s+)?|url\()["']?([^"')]+)""")


def static(url):
    path = finders.find(urlsplit(url).path.removeprefix("/static/"))
    assert path, f"{url} is not a static file of ours"
    with open(path, "rb") as file:
        return file.read()


def fetched(html):
    """Every address that the page makes a browser fetch, imports of imports included."""
    waiting = [ADDRESS.search(tag.group()).group(1) for tag in FETCHED.finditer(html)]
    found = {}
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith("data:"):
            continue
        found[url] = static(url)
        if url.endswith((".css", ".js")):
            waiting += [urljoin(url, inner) for inner in IMPORT.findall(found[url].decode())]
    return found


def weight(content):
    return len(gzip.compress(content, compresslevel=6, mtime=0))


PAGES = {
    "home:family_home": lambda world: {},
    "homework:family_notebook": lambda world: {},
    "results:family_results": lambda world: {},
    "results:family_result_detail": lambda world: {"public_id": world.result.public_id},
}


@pytest.mark.parametrize("route", PAGES)
def test_a_first_visit_is_light(client, route):
    world = build_world()
    client.force_login(world.people["guardian"])
    with time_machine.travel(LONG_AFTER, tick=False):
        response = client.get(reverse(route, kwargs=PAGES[route](world)))

    files = fetched(response.content.decode())

    total = weight(response.content) + sum(weight(content) for content in files.values())
    assert any(url.endswith(".css") for url in files)
    assert 1 + len(files) <= REQUESTS, sorted(files)
    assert total <= KILOBYTES * 1000
