"""What is typed every time is on the page; the rest is under a fold that says what is set."""

import re

import pytest

from apps.homework.models import HomeworkVersion
from apps.homework.notebook.presenters.lesson_context import fold_sentence
from tests.homework.conftest import work, write
from tests.homework.giving import kept
from tests.homework.pages import of, one, typed, words, write_url

pytestmark = pytest.mark.django_db

NOTHING = "Durée, écran, fichiers, élèves choisis, question"
PLAIN = {
    "minutes": None,
    "needs_screen": False,
    "needs_printer": False,
    "asks_file": False,
    "files": 0,
    "pupils": 0,
    "asks": False,
}


def folds(response):
    """Of each work: whether its fold is open, and what it says."""
    page = response.content.decode()
    found = re.findall(
        r'<details\s+class="work__fold"([^>]*)>\s*<summary>(.*?)</summary>', page, re.S
    )
    return [
        (re.search(r"\sopen\b", attributes) is not None, said.strip().replace("\xa0", " "))
        for attributes, said in found
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, NOTHING),
        ({"minutes": 30, "files": 1}, "30 min · sans écran · 1 fichier"),
        ({"needs_screen": True}, "écran nécessaire"),
        ({"minutes": 90, "files": 2}, "1 h 30 · sans écran · 2 fichiers"),
        (
            {"needs_printer": True, "asks_file": True, "pupils": 2, "asks": True},
            "sans écran · imprimante nécessaire · fichier demandé · pour 2 élèves · une question",
        ),
    ],
)
def test_a_fold_says_what_is_set_under_it(given, said):
    assert fold_sentence(**PLAIN | given).replace("\xa0", " ") == said


def test_a_blank_page_has_one_fold_closed(today, teacher, school_life):
    assert folds(teacher.get(write_url(school_life.teaching))) == [(False, NOTHING)]


def test_what_was_written_is_said_by_the_fold_when_it_is_corrected(today, teacher, school_life):
    lesson = write(school_life, question="Combien ?", works=[work(minutes=30)])

    assert folds(teacher.get(of("lesson_edit", lesson))) == [
        (False, "30 min · sans écran · une question")
    ]


def test_what_is_typed_is_said_when_the_page_comes_back(today, teacher, school_life):
    file = kept(school_life)
    data = typed(
        text="",
        works=[one(text="", duration="15", known=str(file.public_id), kept=str(file.public_id))],
    )

    found = folds(teacher.post(write_url(school_life.teaching), data))

    assert found == [(False, "15 min · sans écran · 1 fichier")]


WRONG = {
    "a screen, and families have none": {"needs_screen": "on"},
    "minutes that are none": {"duration": "autre", "minutes": "beaucoup"},
    "a pupil of another class": {"students": "00000000-0000-4000-8000-000000000000"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_fold_with_an_error_opens_by_itself(today, teacher, school_life, wrong):
    guardians = school_life.ines.guardianships.all()
    for link in guardians:
        link.guardian.user = None
        link.guardian.email = ""
        link.guardian.save()

    response = teacher.post(write_url(school_life.teaching), typed(works=[one(**wrong)]))

    assert [is_open for is_open, _said in folds(response)] == [True]
    assert not HomeworkVersion.objects.exists()


def test_a_question_that_is_too_long_opens_the_fold_of_the_first_work(today, teacher, school_life):
    data = typed(question="Pourquoi ? " * 30, works=[one(), one("Exercice 5")])

    response = teacher.post(write_url(school_life.teaching), data)

    assert [is_open for is_open, _said in folds(response)] == [True, False]


def test_an_error_above_the_fold_leaves_it_closed(today, teacher, school_life):
    no_day = {**one(), "due": "autre"}

    response = teacher.post(write_url(school_life.teaching), typed(works=[no_day]))

    assert "Dites pour quel jour." in words(response)
    assert [is_open for is_open, _said in folds(response)] == [False]


def test_a_test_is_announced_by_one_tick(today, teacher, school_life):
    teacher.post(write_url(school_life.teaching), typed(works=[one("Les fractions", is_test="on")]))

    version = HomeworkVersion.objects.get()
    assert (version.is_test, version.source) == (True, "Les fractions")
    assert "contrôle annoncé, à réviser" in words(
        teacher.get(of("lesson_detail", version.homework.lesson))
    )


def test_a_test_says_what_to_revise(today, teacher, school_life):
    response = teacher.post(write_url(school_life.teaching), typed(works=[one("", is_test="on")]))

    assert "Dites ce qu’il faut réviser." in words(response)
    assert not HomeworkVersion.objects.exists()
