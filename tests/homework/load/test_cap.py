"""The minutes a day that a school agrees on: chosen by the heads, beside what classes had."""

import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from apps.homework.load.services import usual_loads
from apps.homework.models import DailyCap
from apps.schools.enums import Role
from apps.schools.settings import queries as settings_queries
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, work, write
from tests.homework.reading.test_views import read
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def head(school_life):
    return StaffFactory(
        school=school_life.school, role=Role.PRINCIPAL, user__last_name="Navarre"
    ).user


@pytest.fixture
def ask(client, school_life, head):
    """Asks for the page, or posts ``minutes`` by level, as the head."""
    address = reverse("homework:settings_cap", args=[school_life.school.public_id])
    client.force_login(head)

    def answer(**minutes):
        data = {f"level_{level}": typed for level, typed in minutes.items()}
        with time_machine.travel(TUESDAY, tick=False):
            return client.post(address, data) if minutes else client.get(address)

    return answer


def caps(cast):
    return dict(DailyCap.objects.filter(school=cast.school).values_list("level", "minutes"))


def test_the_head_sets_one_number_a_level_and_leaves_the_others_open(ask, school_life):
    ask(**{"6e": "30", "4e": "45"})
    assert caps(school_life) == {"6e": 30, "4e": 45}

    ask(**{"6e": "", "4e": "50"})
    assert caps(school_life) == {"4e": 50}


def test_who_reads_the_numbers_is_said_only_where_there_is_one(ask):
    assert "les familles de ces classes" in words_in(ask(**{"6e": "30"}))
    assert "personne n’en lit plus" in words_in(ask(**{"6e": ""}))


def words_in(response):
    return " ".join(str(one) for one in get_messages(response.wsgi_request))


@pytest.mark.parametrize("typed", ["3", "241", "-10", "0", "quarante", "1e3", "45,5"])
def test_a_number_that_makes_no_sense_is_said_beside_it_and_kept(ask, school_life, typed):
    response = ask(**{"6e": typed, "4e": "45"})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"level_6e"}
    assert f'value="{typed}"' in response.content.decode()
    assert caps(school_life) == {}


def test_another_school_keeps_its_own(ask, school_life):
    elsewhere = SchoolFactory()
    DailyCap.objects.create(school=elsewhere, level="4e", minutes=90)

    ask(**{"4e": "45"})

    assert DailyCap.objects.get(school=elsewhere).minutes == 90


def test_what_families_read_follows_at_once(ask, client, school_life):
    level = school_life.teaching.division.level
    ask(**{level: "45"})

    words = read(client, school_life.mother)

    assert "Le collège vise au plus 45 min de travail par jour." in words


def test_the_head_reads_what_the_classes_of_a_level_had_lately(ask, school_life):
    level = school_life.teaching.division.level
    before = TUESDAY - 10 * DAY
    day = before.date() + 3 * DAY
    write(school_life, at=before, day=before.date(), works=[work(due_on=day, minutes=50)])
    write(school_life, works=[work(due_on=THURSDAY, minutes=200)])  # still to come
    write(
        school_life,
        school_life.elsewhere,
        at=before,
        day=before.date(),
        works=[work(due_on=day, minutes=20), work(due_on=day, minutes=5)],
    )

    loads = usual_loads(school_life.school, today=TODAY)

    assert {name: (one.ordinary, one.fullest) for name, one in loads.items()} == {level: (38, 50)}
    assert "50 min le plus chargé" in ask().content.decode().replace("\u00a0", " ")


def test_drafts_cancelled_and_adapted_works_are_not_what_classes_had(school_life):
    before = TUESDAY - 10 * DAY
    day = before.date() + 3 * DAY
    given = {"at": before, "day": before.date()}
    write(school_life, works=[work(due_on=day, minutes=50)], is_draft=True, **given)
    adapted = work(due_on=day, minutes=50, students=(school_life.ines,))
    write(school_life, works=[adapted], rank=2, **given)

    assert usual_loads(school_life.school, today=TODAY) == {}


@pytest.mark.parametrize("classes", [1, 3])
def test_the_page_costs_the_same_for_three_days_of_work(ask, school_life, classes):
    before = TUESDAY - 10 * DAY
    for rank in range(1, classes + 1):
        due = before.date() + (rank + 2) * DAY
        write(school_life, at=before, day=before.date(), rank=rank, works=[work(due_on=due)])

    with statements() as asked:
        ask()

    assert len(asked) == 7, asked.listed()


def test_the_history_of_the_settings_tells_who_agreed_on_what(ask, school_life):
    ask(**{"4e": "45"})
    ask(**{"4e": "50"})
    ask(**{"4e": ""})

    found = [
        (entry.who, change.before.replace("\u00a0", " "), change.after.replace("\u00a0", " "))
        for entry in settings_queries.entries(school_life.school)
        for change in entry.changes
        if change.label == "Travail par jour"
    ]

    assert [(before, after) for __, before, after in reversed(found)] == [
        ("", "en 4e, 45 min au plus"),
        ("en 4e, 45 min au plus", "en 4e, 50 min au plus"),
        ("en 4e, 50 min au plus", ""),
    ]
    assert all("Navarre" in who for who, *__ in found)
