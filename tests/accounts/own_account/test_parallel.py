"""What is counted and what works once, asked for by many at the same instant."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection, transaction
from django.test import Client

from apps.accounts.models import AccountMail, Attempt
from apps.accounts.own_account.services import accounts, mails
from coeduc.locks import one_at_a_time
from tests.at_once import at_once, numbered
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)
TEN = 10


def test_ten_who_ask_at_once_for_one_address_write_five_rows():
    def ask(_number):
        mails.ask_for_password("awa@example.org", network="here", at=NOON)

    at_once(*numbered(ask, TEN))

    assert AccountMail.objects.count() == 5


def test_who_asks_second_for_one_address_waits_for_the_first():
    """Ten threads may miss each other; two connections held apart may not."""
    counted, asked = threading.Event(), threading.Event()

    def second():
        counted.wait(20)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                one_at_a_time("AWA@example.org")
        except Exception as refused:
            return type(refused.__cause__).__name__
        finally:
            asked.set()
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        with transaction.atomic():
            mails.ask_for_password("awa@example.org", network="here", at=NOON)
            counted.set()
            asked.wait(20)

    assert waiting.result() == "LockNotAvailable"


def test_thirty_guesses_at_once_on_one_account_are_eight(monkeypatch, settings):
    """A hash takes its time, as it does for families: none is counted before the others begin."""
    settings.PASSWORD_HASHERS = [f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 20_000)
    UserFactory(username="adiallo")

    def guess(number):
        Client().post("/compte/connexion/", {"login": "adiallo", "password": f"raté {number}"})

    at_once(*numbered(guess, 30))

    assert Attempt.objects.count() == 8


def test_one_link_used_by_six_at_once_gives_one_password():
    awa = UserFactory(username="adiallo", email="awa@example.org")
    key = mails.link_tokens.make_token(awa)

    def choose(number):
        try:
            accounts.choose_password(awa.__class__.objects.get(), f"phrase {number}", link=key)
        except accounts.UsedLinkError:
            return False
        return True

    assert at_once(*numbered(choose, 6)).count(True) == 1


def test_a_link_used_in_the_meantime_says_so(client, monkeypatch):
    """The page has read the link good; another tab has used it when this one comes to write."""
    awa = UserFactory(username="adiallo", email="awa@example.org")
    key = mails.link_tokens.make_token(awa)
    page = f"/compte/mot-de-passe/nouveau/{mails.user_pk_to_url_str(awa)}/{key}/"
    accounts.choose_password(awa, PASSWORD + " bis")
    monkeypatch.setattr(mails, "holder_of", lambda *_link: awa)

    answer = client.post(page, {"password1": "le chat dort", "password2": "le chat dort"})

    awa.refresh_from_db()
    assert answer.status_code == 200
    assert "password1" not in answer.content.decode()
    assert awa.check_password(PASSWORD + " bis")
