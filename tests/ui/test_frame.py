"""The frame of a page: one menu a space, one switch for those who have several hats."""

import pytest
from django.test import RequestFactory

from coeduc import frame as page_frame
from coeduc import portal
from coeduc.access import Capacity


class Somebody:
    is_authenticated = True

    def get_full_name(self):
        return "Aminata Diallo"


def frame(path, monkeypatch, *capacities, nav=(), kept=""):
    request = RequestFactory().get(path)
    request.COOKIES[page_frame.COOKIE] = kept
    request.user = Somebody()
    monkeypatch.setattr(portal.answers(), "facts", given_facts)
    given_facts.answer = page_frame.FrameFacts(
        school_name="Simone-Exemple", capacities=capacities, nav=nav
    )
    return page_frame.build_layout(request)


def given_facts(request):
    return given_facts.answer


def test_a_parent_who_teaches_here_switches_between_two_hats(monkeypatch):
    layout = frame("/famille/", monkeypatch, Capacity.STAFF, Capacity.FAMILY)

    assert [(hat.label, hat.current) for hat in layout.hats] == [
        ("Espace famille", True),
        ("Espace équipe", False),
    ]


def test_a_parent_with_one_hat_sees_no_switch(monkeypatch):
    assert frame("/famille/", monkeypatch, Capacity.FAMILY).hats == ()


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/famille/", ["Aujourd’hui"]),
        ("/famille/eleves/1/", ["Résultats"]),
        ("/famille/ailleurs/", []),
    ],
)
def test_the_open_divider_is_the_one_of_the_page(monkeypatch, path, current):
    nav = [
        page_frame.Link("Aujourd’hui", "/famille/"),
        page_frame.Link("Résultats", "/famille/eleves/"),
    ]

    layout = frame(path, monkeypatch, Capacity.FAMILY, nav=nav)

    assert [link.label for link in layout.nav if link.current] == current


def test_the_row_of_a_phone_shortens_what_would_take_two_lines(monkeypatch):
    layout = frame("/famille/", monkeypatch, Capacity.FAMILY)
    [entry] = [link for link in layout.nav if link.url == "/famille/cahier/"]

    assert (entry.label, entry.short) == ("Cahier de textes", "Cahier")


@pytest.mark.parametrize("capacity", list(Capacity))
def test_the_menu_of_a_space_never_leaves_it(monkeypatch, capacity):
    _, home = page_frame.HATS[capacity]

    layout = frame(home, monkeypatch, capacity)

    assert [link.url for link in layout.nav if not link.url.startswith(home)] == []
    assert [link.current for link in layout.nav] == [True, *[False] * (len(layout.nav) - 1)]


@pytest.mark.parametrize(
    ("path", "kept", "space"),
    [
        ("/confort/", "", "staff"),
        ("/confort/", "family", "family"),
        ("/confort/", "student", "staff"),
        ("/confort/", "<script>", "staff"),
        ("/famille/nulle-part/", "staff", "family"),
        ("/eleve/", "family", "family"),
    ],
)
def test_a_page_of_no_space_keeps_the_menu_one_came_from(monkeypatch, path, kept, space):
    layout = frame(path, monkeypatch, Capacity.STAFF, Capacity.FAMILY, kept=kept)

    assert layout.space == space
    assert [link.url for link in layout.nav if not link.url.startswith(layout.nav[0].url)] == []
    assert [hat.url for hat in layout.hats if hat.current] == [layout.nav[0].url]


def test_a_visitor_at_the_door_has_no_menu(monkeypatch):
    request = RequestFactory().get("/compte/connexion/")
    monkeypatch.setattr(portal.answers(), "facts", None)

    layout = page_frame.build_layout(request)

    assert (layout.space, layout.signed_in, layout.nav, layout.hats) == ("public", False, (), ())


def seven_entries(path, monkeypatch):
    words = ("accueil", "evaluations", "eleves", "ma-classe", "regles", "lettres", "reglages")
    nav = [page_frame.Link(word, f"/equipe/{word}/") for word in words]
    return frame(path, monkeypatch, Capacity.STAFF, nav=nav)


def test_a_long_menu_keeps_three_entries_in_sight_on_a_phone(monkeypatch):
    layout = seven_entries("/equipe/accueil/", monkeypatch)

    assert [link.label for link in layout.nav_shown] == ["accueil", "evaluations", "eleves"]
    assert layout.nav_shown + layout.nav_folded == layout.nav
    assert layout.nav_opened == ""


def test_the_button_of_the_rest_bears_the_name_of_the_page_one_is_on(monkeypatch):
    assert seven_entries("/equipe/reglages/annee/", monkeypatch).nav_opened == "reglages"


def test_a_menu_of_four_folds_nothing(monkeypatch):
    nav = [page_frame.Link(word, f"/famille/{word}/") for word in "abcd"]

    layout = frame("/famille/", monkeypatch, Capacity.FAMILY, nav=nav)

    assert (len(layout.nav_shown), layout.nav_folded) == (4, ())


def test_an_entry_is_current_on_the_other_addresses_of_its_chapter(monkeypatch):
    nav = [
        page_frame.Link("Aujourd’hui", "/equipe/"),
        page_frame.Link("Lettres et codes", "/equipe/lettres/", also=("/equipe/comptes/",)),
    ]

    layout = frame("/equipe/comptes/equipe/", monkeypatch, Capacity.STAFF, nav=nav)

    assert [link.label for link in layout.nav if link.current] == ["Lettres et codes"]
