"""What is open to a visitor: a list, and nothing that serves families beyond it."""

import runpy
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.access.cases import Case
from tests.access.conftest import TOKEN, address, signed_in
from tests.access.routes import routes
from tests.access.sampling import one_of
from tests.access.table import TABLE
from tests.architecture.sources import ROOT

PUBLIC = {
    "about:data",
    "about:accessibility",
    "about:legal",
    # What to do first, and whom to call: before one has come in.
    "home:first_steps",
    "home:first_steps_of",
    "home:stuck",
    "comfort:comfort",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # Codes on paper; the last three say nothing to who has given no code.
    "invitations:activate",
    "invitations:new_password",
    "invitations:prove",
    "invitations:account",
    "invitations:choose_password",
    # The secret in the address says whose notebook a calendar reads.
    "homework:feed_calendar",
}
DEVELOPMENT = {
    "notices:mail_list",
    "notices:mail_detail",
    "demo:move_clock",
    "demo:change_person",
    "gallery:gallery",
}


def test_the_pages_open_to_a_visitor_are_these_and_no_other():
    found = {route.name for route in routes() if not getattr(route.view, "login_required", True)}

    assert found == PUBLIC | DEVELOPMENT


def test_no_page_takes_an_act_without_the_token_of_its_form():
    exempt = {route.name for route in routes() if getattr(route.view, "csrf_exempt", False)}

    assert exempt == set()


def test_development_pages_have_no_address_where_families_are_served(settings):
    settings.DEVELOPMENT_PAGES = False

    patterns = runpy.run_path(str(ROOT / "coeduc/urls.py"))["urlpatterns"]

    apps = {getattr(pattern, "app_name", None) for pattern in patterns}
    assert {"home", "results"} <= apps
    assert apps & {"notices", "demo", "gallery"} == set()


@pytest.mark.parametrize("route", sorted(DEVELOPMENT))
def test_a_development_page_shows_nothing_even_if_its_address_stayed(world, settings, route):
    settings.DEVELOPMENT_PAGES = settings.DEMO_CLOCK = False
    [case] = [case for case in TABLE.values() if case.route == route]
    method = "post" if route.startswith("demo") else "get"

    with signed_in(world, "anonymous") as client:
        response = getattr(client, method)(address(case, world))

    assert response.status_code == 404


ASKED = ("stranger", "guardian_of_classmate", "classmate", "teacher_of_another_class")
WITH_A_ROW = {name: case for name, case in TABLE.items() if "account" not in case.route}


def sent(response):
    """All that is sent back, but what differs at each request."""
    return (
        response.status_code,
        dict(response.headers),
        sorted(response.cookies),
        TOKEN.sub(r"\1", response.content.decode()),
    )


def elsewhere(case: Case, world) -> str:
    """The same address with identifiers that name nothing."""
    arguments = {
        name: uuid4() if name.endswith("_id") else value
        for name, value in case.arguments(world).items()
    }
    query = "".join(f"?{name}={uuid4()}" for name in case.query(world))
    return reverse(case.route, kwargs=arguments) + query


@pytest.mark.parametrize("actor", ASKED)
def test_what_is_hidden_and_what_does_not_exist_give_the_same_answer(
    world, in_november, request, actor
):
    """Each address for one of them, unless all of it is asked for."""
    whole = request.config.getoption("whole")
    cases = {
        name: case for name, case in WITH_A_ROW.items() if whole or one_of(ASKED, name) == actor
    }
    different = []
    with signed_in(world, actor) as client:
        for name, case in cases.items():
            hidden, unknown = address(case, world), elsewhere(case, world)
            if hidden == unknown or "notices" in case.route:
                continue
            for method in ("GET", "POST"):
                if case.expected(method, actor).status == 404:
                    answers = [client.generic(method, url) for url in (hidden, unknown)]
                    if sent(answers[0]) != sent(answers[1]):
                        different.append((method, name))

    assert different == []


@pytest.mark.parametrize("typed", ["", "moi", "1", "../..", "00000000-0000-0000-0000-000000000000"])
def test_a_child_that_makes_no_sense_is_not_found(world, in_november, typed):
    with signed_in(world, "guardian") as client:
        response = client.get(reverse("results:family_results"), {"enfant": typed})

    assert response.status_code == 404
