"""One's own e-mail address: only its owner, signed in, makes it the address of the account."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
PAGE = "/compte/adresse/"


@pytest.fixture(autouse=True)
def _noon():
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


def sign_in(client, user):
    client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    return client


def ask(client, email, callbacks):
    """Ask for the link to ``email``; return the path in the mail that left."""
    with callbacks(execute=True):
        client.post(PAGE, {"email": email})
    [message] = mail.outbox
    assert message.to == [email.lower()]
    return re.search(r"/compte/adresse/\S+", message.body).group()


def test_an_address_counts_once_its_owner_has_opened_the_link(
    client, django_capture_on_commit_callbacks
):
    user = UserFactory()
    sign_in(client, user)

    link = ask(client, "Awa@Example.org", django_capture_on_commit_callbacks)
    user.refresh_from_db()
    assert user.email == ""
    assert "awa@example.org" in client.get(link).content.decode()
    client.post(link)

    user.refresh_from_db()
    assert user.email == "awa@example.org"


def test_a_stranger_at_the_mistyped_address_gets_nothing(
    client, django_capture_on_commit_callbacks
):
    user, stranger = UserFactory(), UserFactory()
    link = ask(sign_in(client, user), "faute@example.org", django_capture_on_commit_callbacks)
    visitor, other = type(client)(), sign_in(type(client)(), stranger)

    assert visitor.post(link).url.startswith("/compte/connexion/")
    assert "ne marche plus" in other.post(link).content.decode()
    user.refresh_from_db()
    stranger.refresh_from_db()
    assert (user.email, stranger.email) == ("", "")


def test_a_link_lasts_three_days(client, django_capture_on_commit_callbacks):
    user = UserFactory()
    link = ask(sign_in(client, user), "awa@example.org", django_capture_on_commit_callbacks)

    with time_machine.travel(NOON + dt.timedelta(days=3, seconds=2), tick=False):
        assert "ne marche plus" in client.post(link).content.decode()


def test_the_address_of_another_account_is_never_taken_and_never_told(
    client, django_capture_on_commit_callbacks
):
    UserFactory(email="prise@example.org")
    user = UserFactory()
    link = ask(sign_in(client, user), "Prise@example.org", django_capture_on_commit_callbacks)

    client.post(link)

    user.refresh_from_db()
    assert user.email == ""


def test_a_person_takes_their_address_away(client):
    user = UserFactory(email="awa@example.org")
    sign_in(client, user)

    client.post(PAGE, {"forget": "1"})

    user.refresh_from_db()
    assert user.email == ""


def test_a_remembered_phone_does_not_change_the_address(client):
    user = UserFactory(email="awa@example.org")
    client.force_login(user)

    assert client.post(PAGE, {"forget": "1"}).url.startswith("/compte/confirmer/")
    user.refresh_from_db()
    assert user.email == "awa@example.org"
