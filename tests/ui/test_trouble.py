"""When something is refused or missing, the page stays a page of the portal."""

import re

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.schools import StudentFactory

pytestmark = pytest.mark.django_db


def test_a_parent_who_follows_a_dead_link_reads_a_kind_page(client):
    client.force_login(UserFactory())

    response = client.get("/famille/nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’est pas dans le cahier." in response.content.decode()


@pytest.mark.parametrize("path", ["/famille/", "/eleve/", "/equipe/"])
def test_a_page_that_does_not_exist_for_this_person_still_has_its_frame(client, path):
    client.force_login(UserFactory())

    response = client.get(path)

    assert response.status_code == 404
    assert "Se déconnecter" in response.content.decode()


def test_a_visitor_finds_a_door_in_plain_words(client):
    response = client.get("/compte/connexion/")

    page = response.content.decode()
    assert "Identifiant ou adresse e-mail" in page
    assert "Mot de passe oublié\N{NO-BREAK SPACE}?" in page


def test_a_visitor_who_mistypes_is_told_without_learning_who_exists(client):
    UserFactory(username="adiallo")

    pages = [
        client.post("/compte/connexion/", {"login": login, "password": "faux"}).content.decode()
        for login in ("adiallo", "personne")
    ]

    one, other = (re.sub(r'value="[^"]*"', "", page) for page in pages)
    assert one == other
    assert 'role="alert"' in one


def test_a_stale_page_is_refused_kindly():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/compte/connexion/", {"login": "adiallo", "password": "faux"})

    assert response.status_code == 403
    assert "restée ouverte trop longtemps" in response.content.decode()


@pytest.mark.parametrize("path", ["/eleve/nulle-part/", "/confort/", "/eleve/"])
def test_a_pupil_is_never_said_vous(client, path):
    pupil = StudentFactory(user=UserFactory())
    client.force_login(pupil.user)

    page = client.get(path).content.decode()

    words = re.sub(r"<[^>]+>", " ", page)
    assert re.findall(r"(?i)\b(?:vous|votre|vos)\b|\b(?!assez|nez)\w{3,}ez\b", words) == []
