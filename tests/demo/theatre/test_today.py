"""The demonstration begun on the day of this machine, whichever it is, as `make start` does.

`.ci/run` plays this file again on days of other years.
"""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.theatre.cast import demo_accounts
from apps.schools.models import School
from apps.schools.settings import queries as settings_queries

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
SMALL = 12


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker):
    """Loaded once, in a transaction that is rolled back when the module is over: what it said."""
    said = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", pupils=SMALL, stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


def test_a_second_start_asks_one_question_and_prints_the_accounts_again(
    begun, capsys, django_assert_num_queries
):
    loading = begun.split("Mot de passe")[0]
    assert "Comptes ouverts" in loading
    assert "diallo" not in loading.lower()
    with django_assert_num_queries(1):
        call_command("load_demo", pupils=SMALL)
    said = capsys.readouterr().out
    assert "aissata.diallo" in said
    assert "Comptes ouverts" not in said
    assert School.objects.filter(uai=stories.UAI).count() == 1


@pytest.mark.usefixtures("begun")
def test_a_demonstration_begun_today_opens_the_first_page_of_everybody_it_names():
    for visit in demo_accounts():
        client = Client()
        client.force_login(User.objects.get(username=visit.username))

        page = client.get("/", follow=True)

        assert page.status_code == 200, visit


@pytest.mark.usefixtures("begun")
def test_the_history_of_a_demonstration_is_told_on_the_portals_clock_alone():
    school = School.objects.get(uai=stories.UAI)
    now = timezone.now()  # noqa: TID251

    entries = settings_queries.entries(school)

    assert entries
    assert all(entry.said and entry.at <= now for entry in entries), entries
