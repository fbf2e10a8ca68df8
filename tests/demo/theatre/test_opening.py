"""The demonstration begun on any day: the first page of each of its people has something on it."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from apps.accounts.models import User
from apps.demo.theatre.load import evening_played
from apps.notices.models import Notice
from apps.results.models import ResultVersion
from coeduc import clock

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
SMALL = 24
WHOLE = pytest.mark.whole
BEGUN = {
    "summer": (dt.datetime(2026, 8, 15, 8, tzinfo=dt.UTC), "lundi 15 juin 2026"),
    "sunday": (dt.datetime(2026, 11, 29, 8, tzinfo=dt.UTC), "jeudi 26 novembre 2026"),
    "christmas": (dt.datetime(2026, 12, 27, 8, tzinfo=dt.UTC), "jeudi 17 décembre 2026"),
    "february": (dt.datetime(2027, 2, 20, 8, tzinfo=dt.UTC), "jeudi 4 février 2027"),
    "july": (dt.datetime(2027, 7, 10, 8, tzinfo=dt.UTC), "mardi 15 juin 2027"),
}
FIRST_PAGES = {
    "aissata.diallo": ("Bonsoir Madame Diallo.", "À lui demander ce soir", "Pour demain"),
    "ines.diallo": ("Pour demain", "à lire"),
    "claire.roux": ("Copies rendues ?", "4eB"),
    "benedicte.navarre": ("La règle du collège", "Des élèves demandent"),
}


@pytest.mark.parametrize(
    "begun",
    ["summer", *(pytest.param(name, marks=WHOLE) for name in BEGUN if name != "summer")],
)
def test_it_opens_on_a_school_evening_that_has_something_for_each(settings, capsys, begun):
    settings.DEMO_CLOCK = True
    cache.clear()
    at, evening = BEGUN[begun]
    with time_machine.travel(at, tick=False):
        call_command("load_demo", pupils=SMALL)
        text = capsys.readouterr().out
        opened = clock.now()
        pages = {name: first_page(name) for name in FIRST_PAGES}
        cache.clear()
        call_command("load_demo", pupils=SMALL)
        again = clock.now()
        bells = opened + dt.timedelta(minutes=40)
        Notice.objects.update(sent_at=bells)
        cache.clear()
        call_command("load_demo", pupils=SMALL)
        later = clock.now()
    cache.clear()

    assert f"{evening}, 18 h 40" in text.replace("\N{NO-BREAK SPACE}", " ")
    for name, words in FIRST_PAGES.items():
        assert f"joue le {evening}, 18 h 40" in pages[name]
        for word in words:
            assert word in pages[name], (name, word)
    assert opened <= at
    # Stopped and started again: the same evening, nothing that was played lying ahead.
    assert again == opened
    assert later == (bells if Notice.objects.exists() else opened)
    assert not ResultVersion.objects.filter(entered_at__gt=opened).exists()


def first_page(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.get("/", follow=True).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_no_evening_is_played_where_no_school_is_loaded():
    assert evening_played(dt.datetime(2026, 11, 29, tzinfo=dt.UTC)) is None
