"""PostgreSQL stopped: 503, when to come back, and nothing else asked of the database."""

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from coeduc import middleware
from coeduc.database_away import is_away


def stopped(*_arguments, **_more):
    raise OperationalError("the server is away") from psycopg.OperationalError("connection refused")


@pytest.mark.parametrize("path", ["/", "/compte/connexion/", "/equipe/lettres/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_says_when_to_come_back(monkeypatch, path, method):
    monkeypatch.setattr(middleware.transaction, "atomic", stopped)
    client = Client(raise_request_exception=False)

    answer = getattr(client, method)(path)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "courte pause" in answer.content.decode()


def test_a_statement_that_was_cut_is_no_database_away():
    error = OperationalError("cut")
    error.__cause__ = psycopg.errors.QueryCanceled("cut")

    assert not is_away(error)
    assert not is_away(ValueError())
