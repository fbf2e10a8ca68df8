"""A test announced by a teacher: apart from ordinary work, with its day and what to revise."""

import datetime as dt

import pytest

from apps.homework.load.queries import load_by_day
from apps.homework.reading.services import set_done
from tests.homework.conftest import THURSDAY, TUESDAY, work, write
from tests.homework.reading.test_views import FAMILY, PUPIL, TOMORROW, in_order, read

pytestmark = pytest.mark.django_db
HOMES = {FAMILY: "home:family_home", PUPIL: "home:student_home"}
SPACES = pytest.mark.parametrize("route", [FAMILY, PUPIL], ids=["family", "pupil"])


def person(cast, route):
    return cast.mother if route == FAMILY else cast.ines


def announce(cast, text="Les fractions, leçon 3", due_on=THURSDAY, **more):
    return write(cast, works=[work(text, due_on, is_test=True, **more)])


@SPACES
def test_it_is_said_apart_with_its_day_and_what_to_revise(client, school_life, route):
    write(
        school_life,
        school_life.french,
        by=school_life.colleague,
        works=[work("Lire le chapitre 2", THURSDAY)],
    )
    announce(school_life)

    words = read(client, person(school_life, route), route)

    assert in_order(
        words,
        "Contrôles annoncés, à réviser",
        "Contrôle jeudi 19 novembre · Mathématiques",
        "Les fractions, leçon 3",
        "Jour par jour",
        "Lire le chapitre 2",
    )
    assert "Français · environ 15 min" in words, "its time is none of the ordinary work's"


@SPACES
def test_a_first_page_says_the_day_and_the_subject(client, school_life, route):
    announce(school_life)

    words = read(client, person(school_life, route), HOMES[route])

    assert "Contrôle jeudi 19 novembre · Mathématiques" in words


@SPACES
def test_the_eve_of_a_test_is_no_evening_without_anything_to_do(client, school_life, route):
    lesson = announce(school_life, due_on=TOMORROW)
    notebook = read(client, person(school_life, route), route)
    home = read(client, person(school_life, route), HOMES[route])
    set_done(lesson.works.get(), school_life.ines, done=True, at=TUESDAY)
    after = read(client, person(school_life, route), route)

    assert "Rien d’autre à faire pour demain que réviser le contrôle." in notebook
    assert "Rien d’autre à faire que réviser le contrôle." in home
    assert "Contrôle demain" in notebook
    assert "Rien à faire pour demain." not in notebook
    assert "Rien à faire pour demain." in after


def test_a_pupil_says_that_it_is_revised_and_their_mother_reads_it(client, school_life):
    lesson = announce(school_life)
    assert "J’ai révisé" in read(client, school_life.ines, PUPIL)

    set_done(lesson.works.get(), school_life.ines, done=True, at=TUESDAY)

    assert "C’est révisé" in read(client, school_life.ines, PUPIL)
    said = f"{school_life.ines.first_name} a coché « révisé »"
    assert said in read(client, school_life.mother)
    assert said not in read(client, school_life.mother_of_leo)


@SPACES
def test_once_its_lesson_is_over_it_is_announced_no_more(client, school_life, route):
    announce(school_life, due_on=TOMORROW)
    evening = dt.datetime(2026, 11, 18, 17, tzinfo=dt.UTC)

    words = read(client, person(school_life, route), route, at=evening)

    assert "Contrôles annoncés" not in words


def test_the_week_of_the_test_says_it_in_its_day(client, school_life):
    announce(school_life)

    words = read(client, school_life.mother, semaine="2026-11-16")

    assert in_order(words, "Jeudi 19 novembre", "contrôle de mathématiques", "À réviser :")


def test_a_draft_a_cancelled_and_a_classmate_s_test_are_announced_to_nobody(client, school_life):
    write(
        school_life,
        is_draft=True,
        works=[work("Brouillon", is_test=True)],
    )
    write(
        school_life,
        rank=2,
        works=[work("Pour Léo", is_test=True, students=(school_life.leo,))],
    )

    words = read(client, school_life.mother)

    assert "Contrôle" not in words
    assert "Contrôle" in read(client, school_life.mother_of_leo)


def test_a_load_counts_tests_apart_and_the_time_said_to_revise(school_life):
    announce(school_life)
    write(
        school_life,
        school_life.french,
        by=school_life.colleague,
        works=[work("Les accords", THURSDAY, is_test=True, minutes=20), work("Lire", THURSDAY)],
    )

    (load,) = load_by_day(school_life.teaching.division, [THURSDAY])

    assert (load.tests, load.works, load.minutes, load.unstated) == (2, 1, 35, 1)


def test_no_word_of_a_mark_or_of_stress_comes_with_it(client, school_life):
    announce(school_life)
    plain = {
        read(client, person(school_life, route), route).casefold() for route in (FAMILY, PUPIL)
    }

    for word in ("note", "noté", "sur 20", "attention", "important", "urgent", "dernier délai"):
        assert not any(word in words for words in plain), word
