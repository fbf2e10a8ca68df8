"""The frame of a page: one menu a space, one switch for those who have several hats."""

import pytest
from django.test import RequestFactory

from coeduc import frame as page_frame
from coeduc.access import Capacity


class Somebody:
    is_authenticated = True

    def get_full_name(self):
        return "Aminata Diallo"


def frame(path, settings, *capacities, nav=()):
    request = RequestFactory().get(path)
    request.user = Somebody()
    settings.LAYOUT_FACTS = "tests.ui.test_frame.given_facts"
    given_facts.answer = page_frame.Facts(
        school_name="Simone-Exemple", capacities=capacities, nav=nav
    )
    return page_frame.build_layout(request)


def given_facts(request):
    return given_facts.answer


def test_a_parent_who_teaches_here_switches_between_two_hats(settings):
    layout = frame("/famille/", settings, Capacity.STAFF, Capacity.FAMILY)

    assert [(hat.label, hat.current) for hat in layout.hats] == [
        ("Espace famille", True),
        ("Espace équipe", False),
    ]


def test_a_parent_with_one_hat_sees_no_switch(settings):
    assert frame("/famille/", settings, Capacity.FAMILY).hats == ()


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/famille/", ["Aujourd’hui"]),
        ("/famille/eleves/1/", ["Résultats"]),
        ("/famille/ailleurs/", []),
    ],
)
def test_the_open_divider_is_the_one_of_the_page(settings, path, current):
    nav = [
        page_frame.Link("Aujourd’hui", "/famille/"),
        page_frame.Link("Résultats", "/famille/eleves/"),
    ]

    layout = frame(path, settings, Capacity.FAMILY, nav=nav)

    assert [link.label for link in layout.nav if link.current] == current


@pytest.mark.parametrize("capacity", list(Capacity))
def test_the_menu_of_a_space_never_leaves_it(settings, capacity):
    _, home = page_frame.HATS[capacity]

    layout = frame(home, settings, capacity)

    assert [link.url for link in layout.nav if not link.url.startswith(home)] == []
    assert [link.current for link in layout.nav] == [True, False, False]


def test_a_visitor_at_the_door_has_no_menu(settings):
    request = RequestFactory().get("/compte/connexion/")
    settings.LAYOUT_FACTS = ""

    layout = page_frame.build_layout(request)

    assert (layout.space, layout.signed_in, layout.nav, layout.hats) == ("public", False, (), ())
