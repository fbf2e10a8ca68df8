"""When something is refused or missing, the page stays a page of the portal."""

import re

import pytest
from django.test import Client
from lxml import html

from tests.factories.accounts import UserFactory
from tests.factories.schools import StudentFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
# Who is there, and whose parent: what the door itself reads before it says no.
READ_BY_EVERY_REQUEST = (
    r'SET TRANSACTION|FROM "(django_session|accounts_user|schools_guardianship)"'
)


def test_a_parent_who_follows_a_dead_link_reads_a_kind_page(client):
    client.force_login(UserFactory())

    response = client.get("/famille/nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’est pas dans le cahier." in response.content.decode()


@pytest.mark.parametrize("path", ["/famille/", "/eleve/", "/equipe/", "/nulle-part/"])
def test_a_page_that_does_not_exist_for_this_person_leads_home(client, path):
    client.force_login(UserFactory())

    response = client.get(path)

    assert response.status_code == 404
    page = html.fromstring(response.content)
    assert [link.text_content().strip() for link in page.xpath("//main//a[@href='/']")] == [
        "Aller à l’accueil"
    ]
    assert page.xpath("//header//a[@href='/']")


@pytest.mark.parametrize("path", ["/famille/", "/nulle-part/"])
def test_a_page_not_found_asks_nothing_more_of_the_database(client, path):
    """Whoever guesses addresses draws no menu: it would cost as much as a page."""
    StudentFactory()  # a school, whose name and phone a full frame would read
    client.force_login(UserFactory())

    with statements() as asked:
        response = client.get(path)

    assert response.status_code == 404
    own = [sql for sql in asked if not re.search(READ_BY_EVERY_REQUEST, sql)]
    assert own == [], asked.listed()


@pytest.mark.parametrize("path", ["/famille/", "/nulle-part/"])
def test_a_page_not_found_is_read_as_its_reader_likes(client, path):
    client.force_login(UserFactory())
    client.cookies["confort"] = "theme-dark.text-larger"

    page = html.fromstring(client.get(path).content)

    assert (page.get("data-theme"), page.get("data-text")) == ("dark", "larger")


def test_a_page_not_found_is_the_same_whoever_opens_it(client):
    pages = [client.get("/nulle-part/").content]
    for user in (UserFactory(), StudentFactory(user=UserFactory()).user):
        client.force_login(user)
        pages += [client.get(path).content for path in ("/nulle-part/", "/equipe/")]

    assert len(set(pages)) == 1


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
