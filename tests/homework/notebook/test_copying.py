"""A lesson given to a parallel class in one gesture, on its next lesson, and taken back."""

import datetime as dt
import re

import pytest
import time_machine

from apps.homework.errors import NotebookError
from apps.homework.models import HomeworkVersion, Lesson, LessonVersion
from apps.homework.notebook.rules import UNDO
from apps.homework.notebook.services.reuse import back_to_draft, copy_at_once
from tests.factories.schools import TeachingStaffFactory
from tests.homework.conftest import TODAY, TUESDAY, work, write
from tests.homework.pages import DAY, of, slot, words
from tests.homework.reading.test_views import read

pytestmark = pytest.mark.django_db
WEDNESDAY, FRIDAY = TODAY + DAY, TODAY + 3 * DAY
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def parallel(school_life):
    """4eC, on Wednesday and Friday, of the same teacher."""
    TeachingStaffFactory(teaching=school_life.elsewhere, staff=school_life.teacher)
    slot(school_life.elsewhere, 2)
    slot(school_life.elsewhere, 4)
    return school_life.elsewhere


def offered(response):
    """The days offered, by a button each."""
    page = response.content.decode()
    return re.findall(r'name="day" value="([^"]+)"', page)


def copied(client, lesson, teaching, day=WEDNESDAY):
    data = {"teaching": str(teaching.public_id), "day": day.isoformat()}
    return client.post(of("lesson_copy_at_once", lesson), data, follow=True)


def test_a_lesson_just_published_goes_to_the_parallel_class_in_one_tap(
    today, teacher, school_life, parallel
):
    lesson = write(school_life, works=[work()])
    page = teacher.get(of("lesson_detail", lesson))
    assert "Copier en 4eC pour mercredi 18 novembre" in words(page)

    said = words(copied(teacher, lesson, parallel))

    copy = Lesson.objects.get(teaching=parallel)
    assert copy.day == WEDNESDAY
    assert HomeworkVersion.objects.get(homework__lesson=copy).due_on == FRIDAY
    assert "Copié en 4eC pour mercredi 18 novembre. Les familles le liront" in said
    assert "Annuler la copie" in said


def test_the_class_that_has_it_is_not_offered_again(today, teacher, school_life, parallel):
    lesson = write(school_life)
    assert offered(teacher.get(of("lesson_detail", lesson))) == [WEDNESDAY.isoformat()]

    copied(teacher, lesson, parallel)

    assert offered(teacher.get(of("lesson_detail", lesson))) == []


def test_the_day_is_the_next_on_which_nothing_is_written(today, teacher, school_life, parallel):
    write(school_life, parallel, day=WEDNESDAY, text="Autre chose")
    lesson = write(school_life)

    assert offered(teacher.get(of("lesson_detail", lesson))) == [FRIDAY.isoformat()]


def test_without_a_timetable_the_day_is_that_of_the_last_lessons(today, teacher, school_life):
    elsewhere = school_life.elsewhere
    TeachingStaffFactory(teaching=elsewhere, staff=school_life.teacher)
    for week in (1, 2, 3):
        write(school_life, elsewhere, day=FRIDAY - 7 * week * DAY, text=f"Séance {week}")
    lesson = write(school_life)

    assert offered(teacher.get(of("lesson_detail", lesson))) == [FRIDAY.isoformat()]


def test_nothing_is_offered_where_it_leads_nowhere(today, teacher, school_life):
    lesson = write(school_life)

    page = teacher.get(of("lesson_detail", lesson))

    assert offered(page) == []
    assert "Copier" not in words(page)


def test_a_draft_is_copied_by_its_page_alone(today, teacher, school_life, parallel):
    lesson = write(school_life, is_draft=True)

    page = teacher.get(of("lesson_detail", lesson))

    assert offered(page) == []
    assert "Copier vers une autre classe" in words(page)


def test_an_old_lesson_is_given_again_from_today_on(today, teacher, school_life, parallel):
    old = write(school_life, day=TODAY - 21 * DAY, at=TUESDAY - 21 * DAY)

    (day,) = offered(teacher.get(of("lesson_detail", old)))

    assert dt.date.fromisoformat(day) >= TODAY - 6 * DAY


def test_families_of_the_other_class_read_it_once_it_can_no_longer_be_taken_back(
    client, school_life, parallel
):
    lesson = write(school_life, text="Les aires")
    copy_at_once(lesson, parallel, day=TODAY, by=school_life.teacher.user, at=TUESDAY)

    assert "Les aires" not in read(client, school_life.mother_of_zoe, at=TUESDAY + UNDO - MINUTE)
    assert "Les aires" in read(client, school_life.mother_of_zoe, at=TUESDAY + UNDO + MINUTE)


def test_a_copy_taken_back_is_a_draft_that_no_family_has_read(
    today, teacher, school_life, parallel
):
    lesson = write(school_life, text="Les aires")
    copied(teacher, lesson, parallel)
    copy = Lesson.objects.get(teaching=parallel)

    said = words(teacher.post(of("lesson_back_to_draft", copy), follow=True))

    assert "C’est un brouillon : les familles n’en lisent rien." in said
    states = LessonVersion.objects.filter(lesson=copy)
    assert [state.visible_at for state in states.order_by("n")] == [None, None]
    later = read(teacher, school_life.mother_of_zoe, at=TUESDAY + 2 * UNDO)
    assert "Les aires" not in later


def test_what_families_read_is_not_taken_back(school_life, parallel):
    lesson = write(school_life)

    with pytest.raises(NotebookError, match="le lisent déjà"):
        back_to_draft(lesson, by=school_life.teacher.user, at=TUESDAY + MINUTE)

    assert LessonVersion.objects.get(lesson=lesson).visible_at == TUESDAY


def test_a_copy_is_read_no_sooner_than_the_lesson_it_was_made_from(school_life, parallel):
    later = TUESDAY + 2 * DAY
    lesson = write(school_life, show_from=later)

    copy = copy_at_once(lesson, parallel, day=WEDNESDAY, by=school_life.teacher.user, at=TUESDAY)

    assert LessonVersion.objects.get(lesson=copy).visible_at >= later


@pytest.mark.parametrize("day", ["", "demain", "2026-02-30"])
def test_a_day_that_is_none_is_no_address(today, teacher, school_life, parallel, day):
    lesson = write(school_life)

    response = teacher.post(
        of("lesson_copy_at_once", lesson), {"teaching": str(parallel.public_id), "day": day}
    )

    assert response.status_code == 404
    assert not Lesson.objects.filter(teaching=parallel).exists()


def test_a_class_of_a_colleague_is_unknown(today, teacher, school_life):
    lesson = write(school_life)

    response = copied(teacher, lesson, school_life.elsewhere)

    assert response.status_code == 404
    assert not Lesson.objects.filter(teaching=school_life.elsewhere).exists()


def test_a_day_taken_in_between_is_chosen_on_the_page(today, teacher, school_life, parallel):
    lesson = write(school_life)
    write(school_life, parallel, day=WEDNESDAY, text="Entre-temps")

    response = copied(teacher, lesson, parallel)

    assert response.redirect_chain[-1][0] == of("lesson_copy", lesson)
    assert Lesson.objects.filter(teaching=parallel).count() == 1


def test_undo_is_said_no_more_once_families_read_it(client, school_life, parallel):
    lesson = write(school_life)
    copy = copy_at_once(lesson, parallel, day=WEDNESDAY, by=school_life.teacher.user, at=TUESDAY)
    client.force_login(school_life.teacher.user)

    with time_machine.travel(TUESDAY + 2 * UNDO, tick=False):
        said = words(client.get(f"{of('lesson_detail', lesson)}?copie={copy.public_id}"))

    assert "les familles le lisent" in said
    assert "Annuler la copie" not in said
