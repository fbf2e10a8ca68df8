"""What the browser is told of who signs out and of who is signed in, for the drafts it keeps."""

import pytest
import time_machine
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Session
from apps.accounts.own_account.services.mails import link_tokens
from apps.invitations.enums import Purpose
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.invitations import NOVEMBER, give
from tests.factories.schools import GuardianFactory, GuardianshipFactory, StudentFactory, since
from tests.invitations.doors import BORN, CHOOSE_PAGE, RESET_PAGE, enter, prove

pytestmark = pytest.mark.django_db
SAVING = {"Co-Saving": "1"}
NEW = "le chat dort sur la table"


def sign_in(client, user):
    return client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})


@pytest.fixture
def user():
    return UserFactory()


def test_the_browser_learns_whose_drafts_to_erase_at_sign_out(client, user):
    client.force_login(user)

    response = client.post("/compte/deconnexion/")

    assert response.cookies["parti"].value == str(user.public_id)
    assert not response.cookies["parti"]["httponly"]


@pytest.mark.parametrize("secure", [True, False])
def test_the_browser_is_told_of_it_under_the_same_lock_as_its_session(
    client, user, settings, secure
):
    settings.SESSION_COOKIE_SECURE = secure
    client.force_login(user)

    words = client.post("/compte/deconnexion/").cookies["parti"]

    assert bool(words["secure"]) is secure
    assert words["samesite"] == "Lax"
    assert words["max-age"] == 7 * 24 * 3600


def test_a_new_password_by_a_mailed_link_tells_who_was_signed_in_there(client, user):
    holder = UserFactory(email="awa@example.org")
    client.force_login(user)
    key = link_tokens.make_token(holder)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(holder), key])

    answer = client.post(link, {"password1": NEW, "password2": NEW})

    assert answer.cookies["parti"].value == str(user.public_id)


@time_machine.travel(NOVEMBER, tick=False)
def test_a_slip_of_the_office_tells_who_was_signed_in_there(client, user):
    mother = GuardianFactory(user=UserFactory())
    _row, code = give(mother, purpose=Purpose.RESET)
    child = StudentFactory(school=mother.school, birth_date=BORN)
    GuardianshipFactory(student=child, guardian=mother, during=since())
    client.force_login(user)
    enter(client, code, RESET_PAGE)
    prove(client)

    answer = client.post(CHOOSE_PAGE, {"password1": NEW, "password2": NEW})

    assert answer.status_code == 302
    assert answer.cookies["parti"].value == str(user.public_id)


def test_after_the_end_of_a_session_the_drafts_wait_for_their_owner(client, user):
    """Whoever signs in next is given none of them (journeys/test_drafts.py)."""
    sign_in(client, user)
    Session.objects.all().delete()

    assert "parti" not in sign_in(client, UserFactory()).cookies


def test_coming_back_after_the_end_of_one_s_session_erases_nothing(client, user):
    sign_in(client, user)
    Session.objects.all().delete()
    client.get("/")

    assert "parti" not in sign_in(client, user).cookies
    assert "parti" not in client.cookies


def test_two_who_left_before_a_page_could_erase_are_both_told(client, user):
    other = UserFactory()
    for one in (user, other):
        client.force_login(one)
        answer = client.post("/compte/deconnexion/")

    assert answer.cookies["parti"].value == f"{other.public_id}.{user.public_id}"


def test_what_somebody_wrote_in_the_cookie_is_not_told_again(client, user):
    client.cookies["parti"] = "<script>.x"
    client.force_login(user)

    answer = client.post("/compte/deconnexion/")

    assert answer.cookies["parti"].value == str(user.public_id)


def test_whatever_page_follows_somebody_who_left_erases(client, user):
    page = "/compte/mot-de-passe/oublie/"
    client.force_login(user)
    assert "js/signed_out.js" not in client.get(page).content.decode()
    client.post("/compte/deconnexion/")

    assert "js/signed_out.js" in client.get(page).content.decode()


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
