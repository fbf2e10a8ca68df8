"""What a load balancer asks: two words, nothing of anybody, and the truth when the base is away."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from coeduc import health
from tests.factories.accounts import UserFactory


def stopped(*_arguments, **_more):
    raise OperationalError("the server is away") from psycopg.OperationalError("connection refused")


@pytest.fixture
def as_in_production(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = True
    settings.ALLOWED_HOSTS = ["portail.example.org"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_process_that_answers_says_so_and_asks_no_database(method):
    """Not marked ``django_db``: a statement would fail this test."""
    answer = getattr(Client(), method)("/sante/")

    assert answer.status_code == 200
    assert answer.content in (b"ok\n", b"")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sante/", "/sante/pret/"])
def test_a_probe_gives_the_address_of_the_machine_in_plain_http(as_in_production, path):
    answer = Client().get(path, headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sante/", "/sante/pret/"])
def test_a_probe_opens_no_session_and_is_told_nothing_of_the_portal(path):
    user = UserFactory()
    client = Client()
    client.force_login(user)

    answer = client.get(path)

    assert answer.cookies == {}
    assert answer.content == b"ok\n"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert user.username not in str(answer.headers)


def test_a_process_whose_base_is_away_lives_and_takes_no_visitor(monkeypatch):
    monkeypatch.setattr(connection, "ensure_connection", stopped)

    assert Client().get("/sante/").status_code == 200
    answer = Client().get("/sante/pret/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.django_db
def test_a_connection_that_died_is_taken_again_before_saying_that_the_base_is_away(monkeypatch):
    said = iter([False, True])
    closed = []
    monkeypatch.setattr(connection, "ensure_connection", lambda: None)
    monkeypatch.setattr(connection, "is_usable", lambda: next(said))
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))

    assert health._database_answers()
    assert closed == [True]


@pytest.mark.parametrize("path", ["/sante/", "/sante/pret/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_a_probe_only_asks(path, method):
    assert getattr(Client(), method)(path).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sante", "/sante/autre/", "/sante/pret/x/"])
def test_nothing_else_is_answered_there(path):
    assert Client().get(path).status_code in (301, 302, 404)
