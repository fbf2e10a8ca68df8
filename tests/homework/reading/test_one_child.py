"""One child at a time on a family's notebook, each work said once, and the way between children."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.factories.schools import (
    EnrolmentFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
)
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, work, write
from tests.homework.reading.test_views import FAMILY, PUPIL, TOMORROW, in_order, read

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOME = "home:family_home"


@pytest.fixture
def sisters(school_life):
    """Inès of 4eB, and Lina, older, of 4eC."""
    lina = StudentFactory(
        school=school_life.school, first_name="Lina", birth_date=dt.date(2009, 1, 1)
    )
    EnrolmentFactory(division=school_life.elsewhere.division, student=lina)
    GuardianshipFactory(student=lina, guardian=school_life.mother.guardians.get())
    write(school_life, works=[work("Travail d’Inès", TOMORROW)])
    write(
        school_life,
        school_life.elsewhere,
        by=school_life.colleague,
        works=[work("Travail de Lina", TOMORROW)],
    )
    school_life.lina = lina
    return school_life


def test_a_mother_reads_one_child_then_the_other(client, sisters):
    ines = read(client, sisters.mother, enfant=sisters.ines.public_id)
    lina = read(client, sisters.mother, enfant=sisters.lina.public_id)

    assert ("Travail d’Inès" in ines, "Travail de Lina" in ines) == (True, False)
    assert ("Travail d’Inès" in lina, "Travail de Lina" in lina) == (False, True)


def test_the_child_read_last_is_the_one_she_comes_back_to(client, sisters):
    assert "Travail de Lina" in read(client, sisters.mother), "the eldest, at first"

    read(client, sisters.mother, enfant=sisters.ines.public_id)

    assert "Travail d’Inès" in read(client, sisters.mother)


def test_what_a_browser_remembers_of_another_account_chooses_nothing(client, sisters):
    read(client, sisters.mother, enfant=sisters.lina.public_id)

    words = read(client, sisters.mother_of_leo)

    assert "Travail de Lina" not in words
    assert "Travail d’Inès" in words, "Léo is of the same class"


@pytest.mark.parametrize("who", ["zoe", "nobody", "no key"])
def test_a_child_who_is_not_theirs_is_unknown(client, sisters, who):
    asked = {"nobody": "00000000-0000-4000-8000-000000000000", "no key": "inès"}
    client.force_login(sisters.mother)

    with time_machine.travel(TUESDAY, tick=False):
        response = client.get(reverse(FAMILY), {"enfant": asked.get(who) or sisters.zoe.public_id})

    assert response.status_code == 404


def test_a_notebook_that_is_closed_is_said_and_the_other_opens_first(client, sisters):
    link = sisters.mother.guardians.get().guardianships.get(student=sisters.lina)
    link.scope = "SURVEILLANCE"
    link.save(update_fields=["scope"])

    assert "Travail d’Inès" in read(client, sisters.mother)
    closed = read(client, sisters.mother, enfant=sisters.lina.public_id)

    assert "Le cahier de textes n’est pas sur votre page." in closed
    assert "Travail" not in closed


def test_a_cut_link_is_unknown_from_the_next_page_on(client, sisters):
    RestrictionFactory(student=sisters.lina, guardian=sisters.mother.guardians.get())
    client.force_login(sisters.mother)

    with time_machine.travel(TUESDAY, tick=False):
        response = client.get(reverse(FAMILY), {"enfant": sisters.lina.public_id})

    assert "Travail de Lina" not in response.content.decode()


def test_the_first_page_leads_to_each_child_in_one_tap(client, sisters):
    client.force_login(sisters.mother)
    with time_machine.travel(TUESDAY, tick=False):
        page = client.get(reverse(HOME)).content.decode()

    for child in (sisters.ines, sisters.lina):
        assert f'href="{reverse(FAMILY)}?enfant={child.public_id}"' in page


def test_a_family_of_one_child_has_nothing_to_choose(client, school_life):
    write(school_life, works=[work("Exercice 4", TOMORROW)])
    client.force_login(school_life.mother)

    with time_machine.travel(TUESDAY, tick=False):
        page = client.get(reverse(FAMILY)).content.decode()

    assert "enfant=" in page
    assert 'aria-label="Enfants"' not in page


FAR = TODAY + 14 * DAY


@pytest.mark.parametrize("route", [FAMILY, PUPIL], ids=["family", "pupil"])
def test_each_work_is_said_once_tonight_then_day_by_day_then_later(client, school_life, route):
    write(
        school_life,
        works=[
            work("Pour tout de suite", TOMORROW),
            work("Exposé", THURSDAY),
            work("Maquette", FAR),
        ],
    )
    person = school_life.mother if route == FAMILY else school_life.ines

    words = read(client, person, route)

    assert in_order(
        words,
        "Pour demain",
        "Pour tout de suite",
        "Jour par jour",
        "Jeudi 19 novembre",
        "Exposé",
        "Plus tard",
        "Mardi 1er décembre",
        "Maquette",
    )
    # A pupil's button names its work once more, for who does not see.
    said = 1 if route == FAMILY else 2
    for text in ("Pour tout de suite", "Exposé", "Maquette"):
        assert words.count(text) == said, text


@pytest.mark.parametrize("route", [FAMILY, PUPIL], ids=["family", "pupil"])
def test_in_the_morning_the_work_of_the_day_comes_first_among_the_days(client, school_life, route):
    write(school_life, works=[work("Exercice 4", TOMORROW), work("Exposé", THURSDAY)])
    person = school_life.mother if route == FAMILY else school_life.ines
    morning = dt.datetime(2026, 11, 18, 6, 30, tzinfo=dt.UTC)

    words = read(client, person, route, at=morning)

    assert in_order(words, "Aujourd’hui, mercredi 18 novembre", "Exercice 4")


def test_a_pupil_who_ticks_a_later_day_finds_its_fold_open(client, school_life):
    lesson = write(school_life, works=[work("Exposé", THURSDAY)])
    client.force_login(school_life.ines.user)
    address = reverse("homework:student_work_done", args=[lesson.works.get().public_id])

    with time_machine.travel(TUESDAY, tick=False):
        page = client.post(address, {"done": "1"}, follow=True).content.decode()

    fold = page[page.index('<details class="day"') :]
    assert " open" in fold[: fold.index(">")]


def test_the_week_printed_from_a_child_s_page_is_of_that_child(client, sisters):
    client.force_login(sisters.mother)
    with time_machine.travel(TUESDAY, tick=False):
        page = client.get(reverse(FAMILY), {"enfant": sisters.ines.public_id})
        stranger = client.get(reverse("homework:family_week"), {"enfant": sisters.zoe.public_id})

    week = f"{reverse('homework:family_week')}?semaine=2026-11-16&amp;enfant="
    assert f"{week}{sisters.ines.public_id}" in page.content.decode()
    assert stranger.status_code == 404
