"""What every page forbids the browser: scripts from elsewhere or in the page, frames, sniffing."""

import pytest
from django.urls import reverse

from tests.world import build_world

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
PAGES = {
    "account_login": None,
    "home:family_home": "guardian",
    "home:student_home": "pupil",
    "home:staff_home": "teacher",
    "publication:staff_rules": "principal",
}


def directives(response):
    said = response.headers["Content-Security-Policy"]
    pairs = (part.strip().partition(" ") for part in said.split(";") if part.strip())
    return {name: value for name, _space, value in pairs}


@pytest.mark.parametrize("route", PAGES)
def test_a_page_runs_no_script_but_ours_and_stands_in_no_frame(client, route):
    world = build_world()
    if who := PAGES[route]:
        client.force_login(world.people[who])

    response = client.get(reverse(route))

    assert response.status_code == 200
    assert directives(response) == POLICY
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_what_is_not_found_is_as_closed(client):
    response = client.get("/rien-ici/")

    assert response.status_code in (302, 404)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
