"""Valkey killed, or frozen: people sign in, and read, all the same."""

import os
import signal

import pytest
from django.core.cache import cache
from django.test import override_settings

from coeduc.cache import PatientRedisCache
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


@pytest.fixture
def valkey(portal):
    """The cache of the portal on a Valkey of this test, that it may kill."""
    settings = {
        "default": {
            "BACKEND": "coeduc.cache.PatientRedisCache",
            "LOCATION": f"unix://{portal.socket}",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
    PatientRedisCache.away_until = 0.0
    with override_settings(CACHES=settings):
        cache.set("known", "yes")
        assert cache.get("known") == "yes"
        yield portal.processes[0]
    PatientRedisCache.away_until = 0.0


def killed(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def frozen(process):
    os.killpg(process.pid, signal.SIGSTOP)


FROZEN = pytest.param(frozen, marks=pytest.mark.whole)


@pytest.mark.parametrize("away", [killed, FROZEN])
def test_people_sign_in_and_guesses_are_still_counted(client, valkey, away):
    user = UserFactory()
    away(valkey)

    for number in range(8):
        client.post("/compte/connexion/", {"login": user.username, "password": f"raté {number}"})
    paused = client.post("/compte/connexion/", {"login": user.username, "password": PASSWORD})
    other = type(client)()
    neighbour = other.post(
        "/compte/connexion/", {"login": UserFactory().username, "password": PASSWORD}
    )

    assert "Trop d’essais" in paused.content.decode()
    assert neighbour.status_code == 302
    assert other.get("/").status_code == 200


@pytest.mark.whole
@pytest.mark.parametrize("away", [killed, frozen])
def test_the_cache_reads_as_empty_and_is_not_asked_again_at_once(valkey, away):
    away(valkey)

    assert cache.get("known", "default") == "default"
    assert PatientRedisCache.away_until > 0
    assert cache.add("guard", 1) is True
    assert cache.get_many(["known"]) == {}
