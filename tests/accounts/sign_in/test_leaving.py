"""What the browser is told of who signs out and of who is signed in, for the drafts it keeps."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SAVING = {"Co-Saving": "1"}


@pytest.fixture
def user():
    return UserFactory()


def test_the_browser_learns_whose_drafts_to_erase_at_sign_out(client, user):
    client.force_login(user)

    response = client.post("/compte/deconnexion/")

    assert response.cookies["parti"].value == str(user.public_id)
    assert not response.cookies["parti"]["httponly"]


def test_asking_whether_one_wants_to_leave_erases_nothing(client, user):
    client.force_login(user)

    assert "parti" not in client.get("/compte/deconnexion/").cookies


def test_the_page_that_follows_sign_out_erases(client):
    assert "js/signed_out.js" in client.get("/compte/connexion/").content.decode()


def test_a_page_left_open_learns_who_is_signed_in_now_and_a_token_that_works(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    fresh = client.get("/compte/jeton/").json()

    assert fresh["account"] == str(user.public_id)
    answer = client.post("/compte/deconnexion/", {"csrfmiddlewaretoken": fresh["token"]})
    assert answer.status_code == 302


def test_a_script_that_saves_learns_that_the_session_is_over(client):
    answer = client.post("/equipe/evaluations/nouvelle/", headers=SAVING)

    assert answer.status_code == 200
    assert answer.json()["signIn"] is True


def test_a_script_that_saves_is_not_told_saved_where_the_password_is_asked_again(client, user):
    client.force_login(user)

    answer = client.post("/compte/adresse/", {"email": "a@lieu.example"}, headers=SAVING)

    assert answer.json()["to"].startswith(reverse("account_reauthenticate"))
    assert answer.json()["signIn"] is True
