"""Whoever reads with effort sets the page once, without an account or a script."""

import re

import pytest

from coeduc import comfort
from tests.factories.accounts import UserFactory
from tests.factories.schools import StaffFactory
from tests.typography import loose

ADDRESS = "/confort/"
USUAL = {"text": "normal", "theme": "auto"}
EVERYTHING = {
    "text": "larger",
    "theme": "dark",
    "spacing": "on",
    "paper": "on",
    "motion": "on",
}


def html_tag(response):
    tag = re.search(r"<html[^>]*>", response.content.decode()).group()
    return " ".join(tag.removesuffix(">").split()) + ">"


@pytest.mark.django_db
def test_a_visitor_who_asks_for_everything_gets_it_on_every_page(client):
    client.post(ADDRESS, EVERYTHING)

    assert html_tag(client.get("/compte/connexion/")) == (
        '<html lang="fr" data-text="larger" data-theme="dark" data-spacing="wide"'
        ' data-paper="plain" data-motion="still">'
    )


@pytest.mark.django_db
def test_whoever_chose_nothing_has_the_same_page_as_everybody(client):
    assert html_tag(client.get("/compte/connexion/")) == '<html lang="fr">'


@pytest.mark.django_db
def test_going_back_to_the_usual_is_kept_as_a_choice_and_writes_nothing(client):
    client.post(ADDRESS, EVERYTHING)

    response = client.post(ADDRESS, USUAL)

    assert response.cookies[comfort.COOKIE].value == comfort.AS_USUAL
    assert html_tag(client.get("/compte/connexion/")) == '<html lang="fr">'


@pytest.mark.django_db
def test_the_form_shows_what_was_chosen_on_this_device(client):
    client.post(ADDRESS, {"text": "large", "theme": "auto", "paper": "on"})

    page = client.get(ADDRESS).content.decode()

    checked = re.findall(r'<input[^>]*id="id_(\w+)"[^>]*\bchecked', page)
    assert checked == ["text_1", "theme_0", "paper"]


@pytest.mark.django_db
def test_the_choice_is_kept_away_from_scripts_and_lasts_a_year(client):
    cookie = client.post(ADDRESS, EVERYTHING).cookies[comfort.COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 31536000)


@pytest.mark.parametrize(
    ("cookie", "read"),
    [
        ("", {}),
        ("theme-dark.text-large", {"text": "large", "theme": "dark"}),
        ("text-huge.theme-dark", {"theme": "dark"}),
        ('text-"><script>', {}),
        ("text.theme.-.--", {}),
        ("text-normal.theme-auto", {}),
    ],
)
def test_only_words_that_we_wrote_are_read_from_a_cookie(cookie, read):
    assert comfort.read_choices(cookie) == read


def test_what_is_written_is_read_again():
    choices = {"text": "large", "theme": "light", "motion": "still"}

    assert comfort.read_choices(comfort.written(choices)) == choices


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/famille/?trimestre=1", "/famille/?trimestre=1"),
        ("https://ailleurs.example/famille/", "/"),
        ("http://testserver//ailleurs.example/", "/"),
        ("http://testserver/confort/", "/"),
        ("", "/"),
    ],
)
def test_a_reader_goes_back_to_the_page_they_left_and_nowhere_else(client, referer, back):
    page = client.get(ADDRESS, HTTP_REFERER=referer).content.decode()

    assert re.search(r'class="heading__back"\s+href="([^"]*)"', page).group(1) == back


@pytest.mark.django_db
def test_the_page_left_is_still_known_after_saving(client):
    page = client.get(ADDRESS, HTTP_REFERER="http://testserver/famille/").content.decode()
    action = re.search(r'action="(/confort/[^"]*)"', page).group(1)

    saved = client.post(action, USUAL, HTTP_REFERER=f"http://testserver{ADDRESS}")

    assert action == saved["Location"] == f"{ADDRESS}?retour=%2Ffamille%2F"


@pytest.mark.django_db
def test_the_team_turns_the_single_key_off_and_on_again(client):
    client.force_login(StaffFactory().user)
    assert 'aria-keyshortcuts="/"' in client.get("/equipe/").content.decode()
    assert loose(client.get(ADDRESS).content.decode()) == []

    client.post(ADDRESS, {**USUAL, "keys": "on"})
    page = client.get("/equipe/")
    assert (html_tag(page), "aria-keyshortcuts" in page.content.decode()) == (
        '<html lang="fr" data-keys="none">',
        False,
    )

    client.post(ADDRESS, USUAL)
    assert 'aria-keyshortcuts="/"' in client.get("/equipe/").content.decode()


@pytest.mark.django_db
def test_who_has_no_page_that_answers_to_a_key_is_not_asked(client):
    client.cookies[comfort.COOKIE] = "keys-none"

    assert loose(client.get(ADDRESS).content.decode()) == []
    assert 'name="keys"' not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"text": "large", "theme": "auto"})
    assert comfort.read_choices(client.cookies[comfort.COOKIE].value) == {
        "text": "large",
        "keys": "none",
    }


@pytest.mark.django_db
def test_every_page_leads_to_it(client):
    client.force_login(UserFactory())

    for path in ("/", "/famille/nulle-part/", "/compte/mot-de-passe/"):
        assert f'href="{ADDRESS}"' in client.get(path).content.decode()


@pytest.mark.django_db
def test_a_choice_that_makes_no_sense_is_told(client):
    response = client.post(ADDRESS, {"text": "huge", "theme": "auto"})

    assert 'role="alert"' in response.content.decode()
    assert comfort.COOKIE not in response.cookies
