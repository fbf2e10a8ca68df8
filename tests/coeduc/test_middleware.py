"""One request: one instant, one transaction; reading never writes, a failed act leaves nothing."""

import datetime as dt

import pytest
import time_machine
from django.db import InternalError

from apps.schools.models import School
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.coeduc.urls_probe")]
NOON = dt.datetime(2026, 11, 18, 11, tzinfo=dt.UTC)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_writes_while_reading_is_stopped_by_the_database(client, method):
    with pytest.raises(InternalError, match="read-only transaction"):
        getattr(client, method)("/ecrit/")

    assert School.objects.count() == 0


def test_the_same_page_writes_when_it_is_an_act(client):
    response = client.post("/ecrit/")

    assert response.status_code == 200
    assert School.objects.count() == 1


def test_an_act_that_fails_after_a_write_leaves_nothing(client):
    client.raise_request_exception = False

    response = client.post("/echoue/")

    assert response.status_code == 500
    assert School.objects.count() == 0


def test_a_request_has_one_instant_for_its_page_and_for_its_reader(client):
    with time_machine.travel(NOON, tick=True):
        instant, instant_of_reader = client.get("/instant/").content.decode().split()

    assert instant == instant_of_reader


def test_no_cache_keeps_a_page_that_somebody_signed_in_has_read(client):
    client.force_login(UserFactory())

    response = client.get("/")

    assert response.headers["Cache-Control"] == "private, no-store"


PART = {"HX-Request": "true"}


@pytest.mark.urls("coeduc.urls")
def test_a_part_asked_for_after_the_session_is_over_loads_the_whole_page_again(client):
    part = client.get("/equipe/lettres/", headers=PART)
    whole = client.get("/equipe/lettres/")

    assert (part.status_code, part.headers["HX-Refresh"], part.content) == (200, "true", b"")
    assert whole.url == "/compte/connexion/?next=/equipe/lettres/"


@pytest.mark.urls("coeduc.urls")
def test_a_part_that_leads_elsewhere_than_to_sign_in_still_does(client):
    client.force_login(UserFactory())

    answer = client.get("/compte/activer/compte/", headers=PART)

    assert answer.status_code == 302
    assert "HX-Refresh" not in answer.headers
