"""What no family ever read is taken back whole: nothing of it is left, and its place is free."""

import datetime as dt

import pytest
from django.urls import reverse

from apps.homework.errors import NotebookError
from apps.homework.models import Homework, Lesson, LessonVersion
from apps.homework.notebook.rules import UNDO
from apps.homework.notebook.services.reuse import back_to_draft, copy_at_once, discard
from tests.homework.conftest import TODAY, TUESDAY, work, write
from tests.homework.notebook.test_copying import WEDNESDAY, copied, offered, parallel  # noqa: F401
from tests.homework.pages import DAY, of, words
from tests.homework.reading.test_views import read

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def undo(client, lesson, copy):
    data = {"source": str(lesson.public_id)}
    return client.post(of("lesson_discard", copy), data, follow=True)


@pytest.fixture
def lesson(school_life):
    return write(school_life, text="Les aires", works=[work()])


@pytest.fixture
def copy(today, teacher, lesson, parallel):  # noqa: F811
    copied(teacher, lesson, parallel)
    return Lesson.objects.get(teaching=parallel)


def test_the_copy_that_is_undone_leaves_nothing_and_is_offered_again(teacher, lesson, copy):
    said = undo(teacher, lesson, copy)

    assert "La copie est annulée : il n’en reste rien." in words(said)
    assert offered(said) == [WEDNESDAY.isoformat()]
    assert teacher.get(of("lesson_detail", copy)).status_code == 404


def test_the_week_and_the_first_page_say_no_draft_of_it(teacher, lesson, copy):
    undo(teacher, lesson, copy)

    week = words(teacher.get(reverse("homework:notebook_week")))

    assert "Brouillon" not in week
    assert "Brouillon" not in words(teacher.get(reverse("home:staff_home")))


def test_the_same_copy_is_made_again_the_same_day(teacher, lesson, copy, parallel):  # noqa: F811
    undo(teacher, lesson, copy)

    said = words(copied(teacher, lesson, parallel))

    assert "Copié en 4eC pour mercredi 18 novembre" in said
    assert Lesson.objects.filter(teaching=parallel, day=WEDNESDAY).count() == 1


def test_families_read_nothing_of_it_once_its_time_would_have_come(
    teacher, school_life, lesson, copy
):
    undo(teacher, lesson, copy)

    assert "Les aires" not in read(teacher, school_life.mother_of_zoe, at=TUESDAY + 2 * UNDO)


def test_the_address_that_named_the_copy_still_opens_the_lesson(teacher, lesson, copy):
    undo(teacher, lesson, copy)

    page = teacher.get(f"{of('lesson_detail', lesson)}?copie={copy.public_id}")

    assert page.status_code == 200
    assert "Annuler la copie" not in words(page)


def test_the_work_of_what_was_discarded_has_no_page(teacher, lesson, copy):
    homework = Homework.objects.get(lesson=copy)
    undo(teacher, lesson, copy)

    assert teacher.get(of("work_cancel", homework)).status_code == 404


def test_a_draft_nobody_read_is_discarded_from_its_page(today, teacher, school_life):
    draft = write(school_life, text="À reprendre", is_draft=True)
    assert "Effacer ce brouillon" in words(teacher.get(of("lesson_detail", draft)))

    said = words(teacher.post(of("lesson_discard", draft), follow=True))

    assert "Le brouillon est effacé : aucune famille ne l’a lu." in said
    assert "À reprendre" not in said
    assert LessonVersion.objects.count() == 1, "the row stays, unseen"


def test_a_copy_put_back_to_a_draft_is_discarded_too(school_life, lesson, parallel):  # noqa: F811
    by = school_life.teacher.user
    copy = copy_at_once(lesson, parallel, day=WEDNESDAY, by=by, at=TUESDAY)
    back_to_draft(copy, by=by, at=TUESDAY + MINUTE)

    discard(copy, at=TUESDAY + 2 * MINUTE)

    assert not Lesson.objects.filter(teaching=parallel).exists()


def test_what_families_could_read_is_never_discarded(today, teacher, lesson):
    with pytest.raises(NotebookError, match="le lisent déjà"):
        discard(lesson, at=TUESDAY + MINUTE)

    page = words(teacher.get(of("lesson_detail", lesson)))
    assert "Effacer ce brouillon" not in page
    said = words(teacher.post(of("lesson_discard", lesson), follow=True))
    assert "le lisent déjà" in said
    assert "Les aires" in said


def test_nobody_starts_again_from_what_was_discarded(today, teacher, school_life):
    draft = write(school_life, text="À reprendre", is_draft=True)
    discard(draft, at=TUESDAY)
    url = reverse("homework:lesson_reuse", args=[school_life.teaching.public_id, TODAY + DAY])

    assert "À reprendre" not in words(teacher.get(url))
