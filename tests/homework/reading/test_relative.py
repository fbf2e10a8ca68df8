"""A relative reads what is written for the whole class, and nothing of the pupil's own."""

import datetime as dt

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.homework.models import Attachment, Done, HandIn, Homework
from apps.homework.reading.services import set_done
from coeduc.access import Capacity
from tests.access.conftest import TOKEN
from tests.factories.schools import (
    GroupFactory,
    GroupMembershipFactory,
    NotebookAccessFactory,
    RestrictionFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.homework.conftest import TUESDAY, reader, work, write
from tests.homework.giving import give, joined, kept

pytestmark = pytest.mark.django_db
EVENING = TUESDAY + dt.timedelta(hours=8)


@pytest.fixture
def access(school_life):
    mother = school_life.mother.guardians.get()
    return NotebookAccessFactory(student=school_life.ines, given_by=mother)


def home_of(access, at=EVENING):
    client = Client()
    client.force_login(access.user)
    with time_machine.travel(at, tick=False):
        return client.get("/proche/")


def test_tonights_work_and_the_question_are_on_the_first_page(school_life, access):
    write(
        school_life,
        text="Fractions : addition.",
        question="Que vaut la moitié d’un tiers ?",
        works=[work("Exercice 4", dt.date(2026, 11, 18)), work("Exercice 9")],
    )

    page = home_of(access).content.decode()

    assert "Exercice 4" in page
    assert "Exercice 9" in page
    assert "la moitié d’un tiers" in page
    assert "Fractions" in page


def test_work_given_to_some_pupils_is_not_read(school_life, access):
    write(school_life, works=[work("Pour tous"), work("Pour Inès", students=(school_life.ines,))])

    page = home_of(access).content.decode()

    assert "Pour tous" in page
    assert "Pour Inès" not in page


def test_what_is_given_to_a_whole_group_of_the_pupil_is_read(school_life, access):
    group = GroupFactory(school=school_life.school, year=school_life.teaching.year)
    latin = TeachingFactory(school=school_life.school, year=group.year, division=None, group=group)
    TeachingStaffFactory(teaching=latin, staff=school_life.teacher)
    GroupMembershipFactory(group=group, student=school_life.ines)
    write(school_life, latin, works=[work("Rosa, rosam")])

    assert "Rosa, rosam" in home_of(access).content.decode()


def test_neither_tick_nor_file_is_read(school_life, access):
    lesson = write(
        school_life,
        works=[work("Exposé", asks_file=True)],
        files=joined(kept(school_life, "cours.pdf")),
    )
    homework = Homework.objects.get(lesson=lesson)
    set_done(homework, school_life.ines, done=True, at=TUESDAY)
    give(school_life, homework, school_life.ines, "devoir.pdf")

    page = home_of(access).content.decode()

    assert "Exposé" in page
    assert "cours.pdf" not in page
    assert "devoir.pdf" not in page
    assert "fait" not in page.split("Exposé")[1].split("</li>")[0]


def test_drafts_and_what_appears_tomorrow_wait(school_life, access):
    write(school_life, works=[work("Brouillon")], is_draft=True)
    write(
        school_life,
        works=[work("Demain seulement")],
        show_from=EVENING + dt.timedelta(days=1),
        rank=2,
    )

    page = home_of(access).content.decode()

    assert "Brouillon" not in page
    assert "Demain seulement" not in page


def test_the_notebook_of_another_class_is_not_read(school_life, access):
    write(school_life, school_life.elsewhere, works=[work("De la 4eC")])

    assert "4eC" not in home_of(access).content.decode()


def test_once_ended_nothing_is_read(school_life, access):
    write(school_life, works=[work("Exercice 4")])
    access.ended_at, access.end = TUESDAY, "GIVER"
    access.save()

    page = home_of(access)

    assert page.status_code == 200
    assert "Exercice 4" not in page.content.decode()


def test_of_all_tables_a_relative_opens_those_of_the_notebook_alone(school_life, access):
    lesson = write(
        school_life,
        works=[work("Exposé", asks_file=True), work("À part", students=(school_life.ines,))],
        files=joined(kept(school_life)),
    )
    homework = Homework.objects.filter(lesson=lesson).earliest("pk")
    set_done(homework, school_life.ines, done=True, at=TUESDAY)
    give(school_life, homework, school_life.ines)
    as_relative = reader(access, Capacity.TRUSTED, EVENING)
    doors = [model for model in apps.get_models() if hasattr(model.objects, "visible_to")]

    opened = {
        model for model in doors if model.objects.visible_to(as_relative, at=EVENING).exists()
    }

    assert {Attachment, Done, HandIn} <= set(doors)
    assert {model.__name__ for model in opened} == {
        "Lesson",
        "LessonVersion",
        "Homework",
        "HomeworkVersion",
        "NotebookAccess",
    }
    assert Homework.objects.visible_to(as_relative, at=EVENING).count() == 1


def test_two_children_ask_as_many_questions_as_one(school_life, access):
    write(school_life, works=[work()])
    home_of(access)
    with CaptureQueriesContext(connection) as one:
        home_of(access)
    mother = school_life.mother_of_leo.guardians.get()
    NotebookAccessFactory(student=school_life.leo, given_by=mother, user=access.user)
    with CaptureQueriesContext(connection) as two:
        home_of(access)

    assert len(two) == len(one)


def ticked(cast, homework):
    set_done(homework, cast.ines, done=True, at=TUESDAY)


def handed_in(cast, homework):
    give(cast, homework, cast.ines)


def adapted(cast, homework):
    write(cast, text="", works=[work("Pour Inès", students=(cast.ines,))], rank=2)


def joined_a_file(cast, homework):
    stored = kept(cast)
    Attachment.objects.create(
        school=cast.school,
        lesson=homework.lesson,
        stored=stored,
        visible_at=TUESDAY,
        added_at=TUESDAY,
        by=cast.teacher.user,
    )


def father_cut(cast, homework):
    RestrictionFactory(student=cast.ines, guardian=cast.father.guardians.get(), school=cast.school)


def somebody_else_let_in(cast, homework):
    NotebookAccessFactory(student=cast.ines, given_by=cast.father.guardians.get(), name="Rosa")


@pytest.mark.parametrize(
    "act", [ticked, handed_in, adapted, joined_a_file, father_cut, somebody_else_let_in]
)
def test_nothing_of_the_pupils_own_nor_of_their_adults_changes_a_byte(school_life, access, act):
    write(school_life, works=[work("Exposé", asks_file=True)])
    homework = Homework.objects.get()
    before = home_of(access)

    act(school_life, homework)

    after = home_of(access)
    plain = [TOKEN.sub(r"\1", page.content.decode()) for page in (before, after)]
    assert plain[0] == plain[1]


def test_a_test_announced_to_the_class_is_said_apart(school_life, access):
    write(school_life, works=[work("Les fractions", is_test=True)])
    write(
        school_life,
        rank=2,
        works=[work("Pour Inès", is_test=True, students=(school_life.ines,))],
    )

    page = home_of(access).content.decode()

    assert "Contrôle jeudi 19 novembre" in page
    assert "Les fractions" in page
    assert "Pour Inès" not in page
