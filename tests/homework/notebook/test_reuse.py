"""Write less, agree on the load, and ask little of the database."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.homework.models import (
    HomeworkVersion,
    Lesson,
    LessonVersion,
)
from apps.homework.notebook.services.reuse import publish_lesson
from apps.homework.notebook.services.writing import write_lesson
from tests.factories.schools import DivisionFactory, TeachingFactory, TeachingStaffFactory
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.homework.pages import DAY, of, slot, words, write_url
from tests.queries import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def parallel(school_life):
    TeachingStaffFactory(teaching=school_life.elsewhere, staff=school_life.teacher)
    slot(school_life.elsewhere, 2)
    slot(school_life.elsewhere, 4)
    return school_life.elsewhere


WEDNESDAY, FRIDAY = TODAY + DAY, TODAY + 3 * DAY


def test_a_lesson_is_copied_to_the_next_free_lesson_of_a_parallel_class(
    today, teacher, school_life, parallel
):
    lesson = write(school_life, works=[work()])
    url = of("lesson_copy", lesson)

    assert f'value="{WEDNESDAY}"' in words(teacher.get(url))
    teacher.post(
        url, {"class-0-chosen": "on", "class-0-day": WEDNESDAY.isoformat(), "act": "publish"}
    )

    copy = Lesson.objects.get(teaching=parallel)
    assert copy.day == WEDNESDAY
    assert HomeworkVersion.objects.get(homework__lesson=copy).due_on == FRIDAY


def test_a_copy_over_a_lesson_already_there_is_refused_beside_its_class(
    today, teacher, school_life, parallel
):
    lesson = write(school_life)
    write(school_life, parallel, day=WEDNESDAY, text="Déjà là")
    url = of("lesson_copy", lesson)

    assert f'value="{FRIDAY}"' in words(teacher.get(url)), "the next free lesson is proposed"
    text = words(
        teacher.post(url, {"class-0-chosen": "on", "class-0-day": "2026-11-18", "act": "draft"})
    )

    assert "Rien n’a été copié." in text
    assert Lesson.objects.filter(teaching=parallel).count() == 1


def test_copying_to_no_class_says_so(today, teacher, school_life, parallel):
    lesson = write(school_life)

    assert "Cochez au moins une classe." in words(teacher.post(of("lesson_copy", lesson), {}))


def test_a_lesson_of_before_is_where_a_new_one_starts(today, teacher, school_life):
    old = write_lesson(
        school_life.teaching,
        page("Les aires", works=[work("Exercice 7", due_on=TODAY - 20 * DAY)]),
        day=TODAY - 30 * DAY,
        by=school_life.teacher.user,
        at=TUESDAY - 30 * DAY,
    )
    slot(school_life.teaching, 3)
    reuse = reverse("homework:lesson_reuse", args=[school_life.teaching.public_id, TODAY])

    assert f"?reprendre={old.public_id}" in words(teacher.get(f"{reuse}?q=aires"))
    assert "Aucune séance ne dit ces mots." in words(teacher.get(f"{reuse}?q=zadig"))
    started = words(teacher.get(f"{write_url(school_life.teaching)}?reprendre={old.public_id}"))
    assert "Les aires" in started
    assert "Exercice 7" in started
    assert f'value="{THURSDAY}" id="id_work-0-due_0" checked' in started.replace(
        'checked id="id_work-0-due_0"', 'id="id_work-0-due_0" checked'
    )


def test_nobody_starts_from_a_lesson_of_somebody_else(today, teacher, school_life):
    theirs = write(school_life, school_life.french, by=school_life.colleague)
    url = write_url(school_life.teaching)

    assert teacher.get(f"{url}?reprendre={theirs.public_id}").status_code == 404
    assert teacher.get(f"{url}?reprendre=tout").status_code == 404


# --- The load of a class ------------------------------------------------------------------------


def test_the_lead_teacher_reads_the_load_by_day_by_week_and_nobody_s_name(
    today, client, school_life
):
    write(school_life, works=[work("Exercice 44", minutes=30)])
    write(
        school_life,
        school_life.french,
        by=school_life.colleague,
        works=[work("Lire Zadig", minutes=40)],
    )
    client.force_login(school_life.lead.user)

    text = words(client.get(of("class_load", school_life.teaching.division)))

    assert "1 h 10" in text
    assert "Exercice 44" in text
    assert "Lire Zadig" in text
    for person in (school_life.teacher, school_life.colleague):
        assert person.last_name not in text


def test_on_a_sunday_the_lead_teacher_opens_the_week_to_prepare(client, school_life):
    client.force_login(school_life.lead.user)
    address = of("class_load", school_life.teaching.division)

    with time_machine.travel(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), tick=False):
        text = words(client.get(address))
        before = words(client.get(f"{address}?du=2026-11-16"))

    assert "Semaine du lundi 23 novembre" in text
    assert "La semaine qui vient" in before


def test_the_load_of_a_class_is_not_for_every_colleague(today, teacher, school_life):
    assert teacher.get(of("class_load", school_life.teaching.division)).status_code == 403
    assert teacher.get(of("class_load", school_life.elsewhere.division)).status_code == 404


def test_publishing_again_changes_nothing(today, teacher, school_life):
    lesson = write(school_life)

    teacher.post(of("lesson_publish", lesson))
    publish_lesson(lesson, by=school_life.teacher.user, at=TUESDAY)

    assert LessonVersion.objects.count() == 1


# --- What each page asks of the database ---------------------------------------------------------


def grow(cast):
    """Three classes, three lessons of today, three works each."""
    for n in (2, 3):
        division = DivisionFactory(school=cast.school, year=cast.teaching.year, code=f"4e{n}")
        more = TeachingFactory(
            school=cast.school,
            year=cast.teaching.year,
            subject=cast.teaching.subject,
            division=division,
        )
        TeachingStaffFactory(teaching=more, staff=cast.teacher)
        write(cast, more, works=[work(f"Exercice {k}") for k in range(3)])
    for n in (2, 3):
        write(cast, rank=n, works=[work(f"Exercice {k}") for k in range(3)])


COSTS = {
    "notebook_week": 13,
    "lesson_write": 14,
    # Six of them for the parallel classes, whatever their number.
    "lesson_detail": 17,
    "lesson_edit": 21,
    "lesson_reuse": 7,
}


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("many", [False, True], ids=["one", "three"])
def test_a_page_asks_the_same_of_the_database_for_one_lesson_and_three(
    today, teacher, school_life, name, many
):
    TeachingStaffFactory(teaching=school_life.elsewhere, staff=school_life.teacher)
    lesson = write(school_life, works=[work()])
    if many:
        grow(school_life)
    url = {
        "notebook_week": reverse("homework:notebook_week"),
        "lesson_write": write_url(school_life.teaching, THURSDAY),
        "lesson_detail": of("lesson_detail", lesson),
        "lesson_edit": of("lesson_edit", lesson),
        "lesson_reuse": reverse(
            "homework:lesson_reuse", args=[school_life.teaching.public_id, THURSDAY]
        ),
    }[name]

    with statements() as asked:
        assert teacher.get(url).status_code == 200

    assert len(asked) == COSTS[name], asked.listed()
