"""The demonstration's bar: forward only, for development only."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from apps.demo.presenters import moves_from
from coeduc import clock
from coeduc.settings import base
from tests.factories.accounts import UserFactory

SUNDAY = dt.datetime(2026, 11, 22, 13, tzinfo=dt.UTC)  # 14:00 in Paris
TUESDAY = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def real_time():
    yield
    cache.clear()


def test_the_moves_of_a_sunday():
    moves = {move.key: move.instant for move in moves_from(SUNDAY)}

    assert moves == {
        "minutes": SUNDAY + dt.timedelta(minutes=10),
        "morning": dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC),
        "evening": dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC),
        "lesson": TUESDAY,
    }


def test_on_a_tuesday_the_next_lesson_is_a_week_later():
    moves = {move.key: move.instant for move in moves_from(TUESDAY)}

    assert moves["lesson"] == TUESDAY + dt.timedelta(days=7)


def test_a_portal_that_serves_families_has_no_such_bar():
    assert (base.DEVELOPMENT_PAGES, base.DEMO_CLOCK) == (False, False)


def test_the_clock_never_moves_without_the_demonstration():
    cache.set(clock.KEY, 3600)

    with time_machine.travel(SUNDAY, tick=False):
        clock.move_to(TUESDAY)

        assert clock.now() == SUNDAY


def test_a_visitor_moves_the_clock_of_the_demonstration_forward(settings):
    settings.DEMO_CLOCK = True

    with time_machine.travel(SUNDAY, tick=False):
        clock.move_to(TUESDAY)
        forward = clock.now()
        clock.move_to(SUNDAY)
        backward = clock.now()
        clock.reset()

        assert (forward, backward, clock.now()) == (TUESDAY, TUESDAY, SUNDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["demo:move_clock", "demo:change_person"])
def test_without_the_demonstration_its_acts_do_not_exist(client, route):
    UserFactory(username="claire.roux")

    response = client.post(reverse(route), {"person": "claire.roux", "move": "lesson"})

    assert (response.status_code, "_auth_user_id" in client.session) == (404, False)


@pytest.mark.django_db
def test_a_visitor_sits_in_the_chair_of_the_cast_and_of_nobody_else(client, settings):
    settings.DEMO_CLOCK = True
    cast, other = UserFactory(username="claire.roux"), UserFactory()

    refused = client.post(reverse("demo:change_person"), {"person": other.username})
    client.post(reverse("demo:change_person"), {"person": cast.username})

    assert (refused.status_code, client.session["_auth_user_id"]) == (404, str(cast.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "back"), [("/famille/", "/famille/"), ("https://example.org/", "/"), ("//x.org", "/")]
)
def test_moving_the_clock_comes_back_to_a_page_of_ours(client, settings, page, back):
    settings.DEMO_CLOCK = True

    response = client.post(reverse("demo:move_clock"), {"move": "lesson", "page": page})

    assert response.url == back


def test_the_bar_says_which_evening_is_played_and_the_real_day(client, settings, db):
    settings.DEMO_CLOCK = True
    with time_machine.travel(TUESDAY, tick=False):
        clock.open_at(SUNDAY - dt.timedelta(days=365))
        page = client.get("/compte/connexion/").content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert "joue le samedi 22 novembre 2025, 14 h" in page
    assert "Le vrai jour est le mardi 24 novembre 2026" in page
    assert "Revenir à l’heure vraie" in page
    assert "Revenir au soir joué" not in page


def test_back_at_the_real_hour_the_bar_leads_to_the_evening_again(client, settings, db):
    settings.DEMO_CLOCK = True
    with time_machine.travel(TUESDAY, tick=False):
        clock.open_at(SUNDAY)
        client.post(reverse("demo:move_clock"), {"move": "reset"})
        page = client.get("/compte/connexion/").content.decode()
        real = clock.now()

    assert real == TUESDAY
    assert "Revenir au soir joué" in page
    assert "Le vrai jour" not in page


def test_the_clock_does_not_open_elsewhere_without_the_demonstration():
    with time_machine.travel(SUNDAY, tick=False):
        clock.open_at(TUESDAY)

        assert clock.now() == SUNDAY


@pytest.mark.parametrize("past", [dt.timedelta(0), dt.timedelta(hours=3)])
def test_where_the_story_has_gone_past_its_evening_the_button_says_so(
    client, settings, db, monkeypatch, past
):
    """And leads neither there nor ahead of the real hour."""
    settings.DEMO_CLOCK = True
    monkeypatch.setattr("apps.demo.views.evening_played", lambda at: at + past)
    with time_machine.travel(TUESDAY, tick=False):
        move = {"move": "opening", "page": "/compte/connexion/"}
        page = client.post(reverse("demo:move_clock"), move, follow=True).content.decode()
        now = clock.now()

    assert now == TUESDAY
    assert "L’histoire a dépassé ce soir-là" in page
