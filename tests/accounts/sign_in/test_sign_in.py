"""Signing in: a whole school behind one address, guesses on one account, remembered devices."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from apps.accounts.own_account.services import accounts
from coeduc import proofs
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user.username, "password": password, **more})


def test_two_hundred_people_sign_in_behind_one_address(client):
    answers = [sign_in(type(client)(), UserFactory()).status_code for _person in range(200)]

    assert answers == [302] * 200


def test_the_ninth_guess_on_an_account_is_refused_even_with_the_password(client):
    user = UserFactory()
    for guess in range(8):
        assert sign_in(client, user, f"raté {guess}").status_code == 200

    assert sign_in(client, user).status_code == 200
    assert "_auth_user_id" not in client.session


def test_guesses_from_many_addresses_count_together(client):
    user = UserFactory()
    for guess in range(8):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{guess}"
        sign_in(client, user, f"raté {guess}")

    client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    sign_in(client, user)

    assert "_auth_user_id" not in client.session


def test_guesses_on_one_account_do_not_lock_the_neighbour_out(client):
    user, neighbour = UserFactory(), UserFactory()
    for guess in range(9):
        sign_in(client, user, f"raté {guess}")

    assert sign_in(client, neighbour).status_code == 302


def test_signing_in_many_times_never_counts_as_a_guess(client):
    user = UserFactory()

    answers = [sign_in(type(client)(), user).status_code for _device in range(20)]

    assert answers == [302] * 20


def test_an_account_locked_by_guesses_opens_again_five_minutes_later(client):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False):
        for guess in range(9):
            sign_in(client, user, f"raté {guess}")
    with time_machine.travel(NOON + dt.timedelta(minutes=5, seconds=1), tick=False):
        assert sign_in(client, user).status_code == 302


def test_a_remembered_phone_still_reads_after_89_days_and_no_longer_after_90(client):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False):
        sign_in(client, user, remember="on")
    with time_machine.travel(NOON + dt.timedelta(days=89), tick=False):
        assert client.get("/").status_code == 200
    with time_machine.travel(NOON + dt.timedelta(days=90, seconds=1), tick=False):
        assert client.get("/").url.startswith(LOGIN)


def test_a_device_that_is_not_remembered_forgets_when_it_is_closed(client):
    sign_in(client, UserFactory())

    assert client.session.get_expire_at_browser_close()


def test_a_phone_whose_password_was_changed_elsewhere_is_asked_to_sign_in_again(client):
    user = UserFactory()
    sign_in(client, user, remember="on")

    accounts.choose_password(user, "une autre phrase secrète")

    assert client.get("/").url.startswith(LOGIN)


def test_a_fresh_sign_in_is_a_proof_for_a_quarter_of_an_hour(client, rf):
    user = UserFactory()

    def proved(at):
        with time_machine.travel(at, tick=False):
            request = rf.get("/")
            request.user, request.session = user, client.session
            return proofs.has_fresh_proof(request)

    with time_machine.travel(NOON, tick=False):
        sign_in(client, user, remember="on")

    assert proved(NOON + dt.timedelta(minutes=14, seconds=59))
    assert not proved(NOON + dt.timedelta(minutes=15))


def test_the_password_given_again_brings_back_to_the_page(client):
    user = UserFactory()
    client.force_login(user)
    page = f"{reverse('account_reauthenticate')}?next=/compte/bienvenue/"

    assert "Le mot de passe, encore" in client.get(page).content.decode()
    wrong = client.post(page, {"password": "raté", "next": "/compte/bienvenue/"})
    right = client.post(page, {"password": PASSWORD, "next": "/compte/bienvenue/"})

    assert wrong.status_code == 200
    assert right.url == "/compte/bienvenue/"


def test_an_identifier_is_short_without_accents_and_free():
    UserFactory(username="elegoff")
    UserFactory(username="elegoff2")

    assert accounts.proposed_username("Éloïse", "Le Goff") == "elegoff3"
    assert accounts.proposed_username("Œdipe", "N’Diaye-Cœur") == "ondiayecoeur"
    assert accounts.proposed_username("", "") == "compte"
