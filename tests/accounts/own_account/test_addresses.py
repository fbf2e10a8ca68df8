"""One's own e-mail address: only its owner, signed in, makes it the address of the account."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache

from apps.accounts.models import AccountMail
from apps.accounts.own_account.tasks import send_account_mails
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


def ask(client, email):
    """Ask for the link to ``email``; return the path in the mail that left."""
    client.post(PAGE, {"email": email})
    send_account_mails()
    [message] = mail.outbox
    assert message.to == [email.lower()]
    return re.search(r"/compte/adresse/\S+", message.body).group()


def test_an_address_counts_once_its_owner_has_opened_the_link(client):
    user = UserFactory()
    sign_in(client, user)

    link = ask(client, "Awa@Example.org")
    user.refresh_from_db()
    assert user.email == ""
    assert "awa@example.org" in client.get(link).content.decode()
    client.post(link)

    user.refresh_from_db()
    assert user.email == "awa@example.org"


def test_a_stranger_at_the_mistyped_address_gets_nothing(client):
    user, stranger = UserFactory(), UserFactory()
    link = ask(sign_in(client, user), "faute@example.org")
    visitor, other = type(client)(), sign_in(type(client)(), stranger)

    assert visitor.post(link).url.startswith("/compte/connexion/")
    assert "ne marche plus" in other.post(link).content.decode()
    user.refresh_from_db()
    stranger.refresh_from_db()
    assert (user.email, stranger.email) == ("", "")


def test_a_link_lasts_three_days(client):
    user = UserFactory()
    link = ask(sign_in(client, user), "awa@example.org")

    with time_machine.travel(NOON + dt.timedelta(days=3, seconds=2), tick=False):
        assert "ne marche plus" in client.post(link).content.decode()


def test_the_address_of_another_account_is_never_taken_and_never_told(client):
    UserFactory(email="prise@example.org")
    user = UserFactory()
    link = ask(sign_in(client, user), "Prise@example.org")

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


def test_nobody_makes_the_portal_write_twenty_five_times_to_a_stranger(client):
    sign_in(client, UserFactory())

    for _time in range(25):
        answer = client.post(PAGE, {"email": "inconnue@example.org"}, follow=True)
    send_account_mails()

    assert len(mail.outbox) == 3
    assert "Assez de messages pour aujourd’hui" in answer.content.decode()


def test_nobody_writes_to_twenty_five_strangers_either(client):
    sign_in(client, UserFactory())

    for number in range(25):
        client.post(PAGE, {"email": f"inconnue{number}@example.org"})
    send_account_mails()

    assert len(mail.outbox) == 6


def test_several_accounts_together_do_not_fill_one_box(client):
    for _account in range(8):
        one = sign_in(type(client)(), UserFactory())
        for _time in range(3):
            one.post(PAGE, {"email": "inconnue@example.org"})
    send_account_mails()

    assert len(mail.outbox) == 10


def test_what_others_asked_for_does_not_shut_the_owner_out(client):
    other = sign_in(type(client)(), UserFactory())
    for _time in range(25):
        other.post(PAGE, {"email": "awa@example.org"})

    sign_in(client, UserFactory()).post(PAGE, {"email": "awa@example.org"})
    send_account_mails()

    assert len(mail.outbox) == 4


def test_the_next_day_one_may_ask_again(client):
    user = UserFactory()
    for day in range(2):
        with time_machine.travel(NOON + dt.timedelta(days=day, seconds=day), tick=False):
            today = sign_in(type(client)(), user)
            for _time in range(4):
                today.post(PAGE, {"email": "awa@example.org"})
            send_account_mails()

    assert len(mail.outbox) == 6


def test_an_address_is_no_longer_kept_once_its_mail_has_left(client):
    ask(sign_in(client, UserFactory()), "awa@example.org")

    assert AccountMail.objects.get().address == ""
