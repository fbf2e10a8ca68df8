"""The frame of a page: one menu a space, one switch for those who have several hats."""

import pytest
from django.test import RequestFactory

from apps.schools.offices import Office
from coeduc import frame as page_frame
from coeduc import portal
from coeduc.access import Capacity, Reader, capacity_of


class Somebody:
    is_authenticated = is_active = True
    is_superuser = False

    def get_full_name(self):
        return "Aminata Diallo"


def frame(path, monkeypatch, *capacities, kept="", **facts):
    request = RequestFactory().get(path)
    request.COOKIES[page_frame.COOKIE] = kept
    request.user = Somebody()
    request.reader = Reader(request.user, capacity_of(path), at=None)
    monkeypatch.setattr(portal.answers(), "facts", given_facts)
    given_facts.answer = page_frame.FrameFacts(
        school_name="Simone-Exemple", capacities=capacities, **facts
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


@pytest.mark.parametrize("capacity", list(Capacity))
def test_the_menu_of_a_space_never_leaves_it(monkeypatch, capacity):
    _, home = page_frame.HATS[capacity]

    layout = frame(home, monkeypatch, capacity)

    assert [door.url for door in layout.nav if not door.url.startswith(home)] == []
    assert [door.current for door in layout.nav] == [True, *[False] * (len(layout.nav) - 1)]


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


EVERYTHING = {
    "jobs": frozenset({"PRINCIPAL", "TEACHER"}),
    "rights": frozenset({"FOLLOWS", *(office.name for office in Office)}),
}


def at_work(path, monkeypatch):
    return frame(path, monkeypatch, Capacity.STAFF, **EVERYTHING)


def test_a_phone_keeps_four_chapters_in_sight(monkeypatch):
    layout = at_work("/equipe/", monkeypatch)

    assert [door.label for door in layout.nav_shown] == [
        "Aujourd’hui",
        "Cahier",
        "Évaluations",
        "Élèves",
    ]
    assert layout.nav_shown + layout.nav_folded == layout.nav
    assert layout.nav_opened == ""


def test_the_button_of_the_menu_bears_the_name_of_the_chapter_one_is_in(monkeypatch):
    assert at_work("/equipe/reglages/1/annee/", monkeypatch).nav_opened == "Réglages"


def test_the_tabs_of_a_page_are_those_of_its_chapter(monkeypatch):
    layout = at_work("/equipe/import/1/", monkeypatch)

    assert layout.chapter.label == "Réglages"
    assert [link.label for link in layout.chapter.tabs if link.current] == ["Importer les fichiers"]


def test_nobody_is_led_to_a_page_that_asks_a_right_of_somebody_else(monkeypatch):
    layout = frame("/equipe/", monkeypatch, Capacity.STAFF, jobs=frozenset({"SECRETARY"}))

    assert [door.label for door in layout.nav] == ["Aujourd’hui", "Le collège"]


@pytest.mark.parametrize(
    ("rights", "doors"),
    [
        ({"DAILY", "RESULTS"}, ["Aujourd’hui", "Cahier", "Résultats", "Le collège"]),
        ({"DAILY"}, ["Aujourd’hui", "Cahier", "Le collège"]),
        (set(), ["Aujourd’hui", "Le collège"]),
    ],
)
def test_a_family_is_led_to_what_its_links_open(monkeypatch, rights, doors):
    layout = frame("/famille/", monkeypatch, Capacity.FAMILY, rights=frozenset(rights))

    assert [door.label for door in layout.nav] == doors
