"""What every page forbids the browser: scripts from elsewhere or in the page, frames, sniffing."""

import importlib

import pytest
from django.test import Client
from django.urls import reverse

from tests.demo.test_production import ENVIRONMENT
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
CLOSED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DOORS = (
    "MIDDLEWARE",
    "SECURE_",
    "X_FRAME_",
    "CONTENT_SECURITY_",
    "ALLOWED_HOSTS",
    "SESSION_COOKIE_S",
)
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


def closed(response):
    """What it says of the doors; and no browser nor proxy keeps it."""
    kept = {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}
    assert {"private", "no-store"} <= kept
    return {name: response.headers.get(name) for name in CLOSED}


@pytest.mark.parametrize("route", PAGES)
def test_a_page_runs_no_script_but_ours_and_stands_in_no_frame(client, route):
    world = build_world()
    if who := PAGES[route]:
        client.force_login(world.people[who])

    response = client.get(reverse(route))

    assert response.status_code == 200
    assert directives(response) == POLICY
    assert closed(response) == CLOSED


def a_get(path, **more):
    return lambda client: client.get(path, **more)


NO_COOKIE = {"title": "sans jeton"}
TOO_MANY = {f"champ-{n}": "1" for n in range(2100)}
# Where the pages of our own come from: views, handlers, and the middlewares around them.
OWN_PAGES = {
    "a host that is not ours": (400, a_get("/", headers={"host": "ailleurs.example"})),
    "a refusal": (403, a_get("/refuse/")),
    "an old form": (403, lambda client: client.post("/compte/connexion/", NO_COOKIE)),
    "no such address": (404, a_get("/rien-ici/", follow=True)),
    "an address that holds a null character": (404, a_get("/eleve/%00/")),
    "an address that only takes posts": (405, a_get("/prend/")),
    "too many fields": (413, lambda client: client.post("/prend/", TOO_MANY)),
    "too many tries": (429, a_get("/limite/")),
    "one picture too few": (404, a_get("/static/img/aucune.png", follow=True)),
    "a fault": (500, a_get("/echoue/")),
    "somebody who saves": (503, a_get("/attend/")),
    "a database that is away": (503, a_get("/sans-base/")),
}


@pytest.fixture(params=["development", "production"])
def portal(request, settings, monkeypatch):
    """A browser before the portal as either settings make it: what they say of the doors."""
    if request.param == "production":
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        prod = importlib.import_module("coeduc.settings.prod")
        for name in (name for name in vars(prod) if name.startswith(DOORS)):
            setattr(settings, name, getattr(prod, name))
    host = "portail.example.org" if request.param == "production" else "localhost"
    defaults = {"SERVER_NAME": host, "wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    return Client(enforce_csrf_checks=True, raise_request_exception=False, **defaults)


@pytest.mark.urls("tests.coeduc.urls_probe")
@pytest.mark.parametrize("name", OWN_PAGES)
def test_every_page_of_our_own_is_as_closed_as_the_others(portal, name):
    status, ask = OWN_PAGES[name]

    answer = ask(portal)

    assert answer.status_code == status
    assert directives(answer) == POLICY
    assert closed(answer) == CLOSED
