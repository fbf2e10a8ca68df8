"""Where one asks to be brought next: an address that nobody can read is no address at all."""

import pytest

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

DOORS = ["/compte/connexion/", "/compte/inactif/", "/compte/deconnexion/", "/compte/confirmer/"]
UNREADABLE = [
    "http://[",
    "//[",
    "/\t/[",
    "http://℀.example",
    "//℀.example/",
    "https://[::1",
    "http://[v1.x]]",
    "http://portail:port/",
    "\x00",
]


@pytest.mark.parametrize("address", UNREADABLE)
@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_whatever_it_is_told_of_the_next_page(client, door, address):
    answers = [
        client.get(door, {"next": address}),
        client.post(door, {"next": address}),
        client.get(door, headers={"referer": address.strip("\x00\t") or "["}),
        client.post(door, headers={"hx-current-url": "http://[", "origin": "http://["}),
    ]

    assert all(answer.status_code < 500 for answer in answers)


@pytest.mark.parametrize("address", UNREADABLE)
def test_who_signs_in_with_an_unreadable_next_page_is_on_their_first_page(client, address):
    UserFactory(username="adiallo")

    data = {"login": "adiallo", "password": PASSWORD, "next": address}
    answer = client.post("/compte/connexion/", data)

    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("address", UNREADABLE)
def test_the_comfort_of_reading_comes_back_home_from_an_unreadable_page(client, address):
    assert client.get("/confort/", {"retour": address}).status_code < 500
    assert client.post("/confort/", {"retour": address, "text": "large"}).status_code < 500


def test_nobody_is_brought_to_what_only_a_script_reads(client):
    UserFactory(username="adiallo")

    data = {"login": "adiallo", "password": PASSWORD, "next": "/compte/jeton/"}

    assert client.post("/compte/connexion/", data).url == "/"
