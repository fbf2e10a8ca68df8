"""What remains to be done: what is ticked or handed in leaves the sum and comes last."""

import datetime as dt

import pytest
import time_machine

from apps.homework.hand_ins.services import take_back
from apps.homework.models import HomeworkVersion, TimetableSlot
from apps.homework.reading.services import set_done
from tests.factories.schools import since
from tests.homework.conftest import THURSDAY, TUESDAY, work, write
from tests.homework.giving import give
from tests.homework.reading.test_views import in_order, read
from tests.homework.week_sheet.test_week_sheet import printed

pytestmark = pytest.mark.django_db
TOMORROW = dt.date(2026, 11, 18)
HOME = {"family": "home:family_home", "pupil": "home:student_home"}
NOTEBOOK = {"family": "homework:family_notebook", "pupil": "homework:student_notebook"}
SPACES = pytest.mark.parametrize("space", ["family", "pupil"])


@pytest.fixture
def evening(school_life):
    """For tomorrow: 35 minutes on a screen, then 15 without; a file is asked for the first."""
    write(
        school_life,
        works=[
            work("Vidéo", TOMORROW, minutes=35, needs_screen=True, offline_way="p. 34"),
            work("Maquette", TOMORROW, minutes=15, asks_file=True),
        ],
    )
    return school_life


def of(words):
    return HomeworkVersion.objects.get(html__contains=words).homework


def done(cast, words, *, ticked=True):
    version = of(words).versions.latest().get()
    set_done(version.homework, cast.ines, done=ticked, at=TUESDAY)


def who(cast, space):
    return cast.mother if space == "family" else cast.ines


def page_words(client, cast, space, route, **more):
    return read(client, who(cast, space), route[space], **more).replace("\u00a0", " ")


@SPACES
@pytest.mark.parametrize("route", [HOME, NOTEBOOK], ids=["home", "notebook"])
def test_nothing_done_the_whole_is_measured(client, evening, space, route):
    words = page_words(client, evening, space, route)

    assert "environ 50 min, écran nécessaire" in words
    assert "reste" not in words


@SPACES
@pytest.mark.parametrize("route", [HOME, NOTEBOOK], ids=["home", "notebook"])
def test_a_ticked_work_leaves_the_sum_and_comes_last(client, evening, space, route):
    done(evening, "Vidéo")

    words = page_words(client, evening, space, route)

    assert "reste environ 15 min, sans écran" in words
    assert in_order(words, "reste", "Maquette", "Vidéo")


@SPACES
def test_a_work_handed_in_leaves_the_sum_without_being_ticked(client, evening, space):
    given = give(evening, of("Maquette"), evening.ines)

    words = page_words(client, evening, space, HOME)

    assert "reste environ 35 min, écran nécessaire" in words
    assert in_order(words, "Vidéo", "Maquette", "déposé")

    take_back(given, at=TUESDAY)
    assert "environ 50 min, écran nécessaire" in page_words(client, evening, space, HOME)


@SPACES
def test_a_tick_taken_back_is_counted_again(client, evening, space):
    done(evening, "Vidéo")
    done(evening, "Vidéo", ticked=False)

    assert "environ 50 min, écran nécessaire" in page_words(client, evening, space, HOME)


@SPACES
@pytest.mark.parametrize("route", [HOME, NOTEBOOK], ids=["home", "notebook"])
def test_when_all_is_done_no_time_is_asked_for(client, evening, space, route):
    done(evening, "Vidéo")
    give(evening, of("Maquette"), evening.ines)

    words = page_words(client, evening, space, route)

    assert "tout est marqué fait ou déposé" in words
    assert "environ" not in words


def test_what_is_left_out_of_the_first_page_is_what_remains(client, evening):
    write(evening, evening.french, by=evening.colleague, works=[work("Lire", TOMORROW)])
    done(evening, "Vidéo")

    words = page_words(client, evening, "family", HOME)

    assert "autre travail" not in words
    assert in_order(words, "Lire", "Maquette")


def test_what_a_classmate_has_done_changes_nothing(client, evening):
    set_done(of("Vidéo"), evening.leo, done=True, at=TUESDAY)

    assert "environ 50 min, écran nécessaire" in page_words(client, evening, "family", HOME)


def test_a_day_that_is_over_measures_nothing(client, evening):
    day_after = TUESDAY + dt.timedelta(days=2)

    words = page_words(client, evening, "family", NOTEBOOK, at=day_after, semaine="2026-11-18")

    assert "Vidéo" in words
    assert "environ" not in words


FIVE = dt.datetime.combine(TOMORROW, dt.time(16), dt.UTC)  # 17:00 in Paris, on the day it is due


def test_the_evening_of_its_day_a_work_is_no_more_in_what_remains(client, evening):
    before = page_words(client, evening, "family", NOTEBOOK, at=FIVE - dt.timedelta(minutes=1))
    after = page_words(client, evening, "family", NOTEBOOK, at=FIVE)

    assert "environ 50 min" in before
    assert "Vidéo" in after
    assert "environ" not in after
    assert "tout est marqué" not in after


def test_the_timetable_says_when_the_lesson_of_a_work_is_over(client, evening):
    """French is over at ten; the other class says nothing: it remains until the evening."""
    write(
        evening,
        evening.french,
        by=evening.colleague,
        works=[work("Lire", TOMORROW, minutes=20)],
    )
    TimetableSlot.objects.create(
        school=evening.french.school,
        teaching=evening.french,
        weekday=TOMORROW.weekday(),
        starts_at=dt.time(9),
        ends_at=dt.time(10),
        during=since(),
    )
    ten = dt.datetime.combine(TOMORROW, dt.time(9), dt.UTC)

    before = page_words(client, evening, "family", NOTEBOOK, at=ten - dt.timedelta(minutes=1))
    after = page_words(client, evening, "family", NOTEBOOK, at=ten)

    assert "environ 1 h 10, écran nécessaire" in before
    assert "reste environ 50 min, écran nécessaire" in after


def test_the_printed_week_puts_what_remains_first(client, evening):
    write(evening, evening.french, by=evening.colleague, works=[work("Lire", THURSDAY)])
    done(evening, "Vidéo")
    give(evening, of("Maquette"), evening.ines)
    with time_machine.travel(TUESDAY, tick=False):
        client.force_login(evening.mother)
        words = printed(client, evening.mother)

    assert in_order(words, "Vidéo", "Maquette") or in_order(words, "Maquette", "Vidéo")
    assert ("· fait" in words, "· déposé" in words) == (True, True)


def test_the_printed_week_puts_a_ticked_work_last(client, evening):
    done(evening, "Vidéo")
    with time_machine.travel(TUESDAY, tick=False):
        words = printed(client, evening.mother)

    assert in_order(words, "Maquette", "Vidéo")
