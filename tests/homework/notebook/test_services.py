"""A week of lessons, and what is done with a lesson already written."""

import datetime as dt

import pytest

from apps.homework.errors import StaleLessonError
from apps.homework.models import Homework, HomeworkVersion, LessonVersion, TimetableSlot
from apps.homework.notebook.queries.lessons import lessons_to_reuse
from apps.homework.notebook.queries.week import lessons_expected
from apps.homework.notebook.services.reuse import cancel_work, copy_lesson, publish_lesson
from apps.homework.notebook.services.writing import rewrite_lesson
from tests.factories.schools import DivisionFactory, TeachingFactory, since
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
MONDAY = dt.date(2026, 11, 16)
FRIDAY = dt.date(2026, 11, 20)
NIGHT = dt.datetime(2026, 11, 17, 20, 30, tzinfo=dt.UTC)


def slot(teaching, weekday, hour=8):
    return TimetableSlot.objects.create(
        school=teaching.school,
        teaching=teaching,
        weekday=weekday,
        starts_at=dt.time(hour),
        ends_at=dt.time(hour, 55),
        during=since(),
    )


def expected(teachings, first=MONDAY, today=TODAY):
    return lessons_expected(teachings, first=first, last=first + 6 * DAY, today=today)


def test_a_week_expects_the_lessons_of_the_timetable(school_life):
    slot(school_life.teaching, 1)
    slot(school_life.teaching, 3)
    slot(school_life.teaching, 3, hour=9)

    assert expected([school_life.teaching]) == {school_life.teaching.pk: [TODAY, THURSDAY]}


def test_without_a_timetable_a_week_expects_the_weekdays_usually_written(school_life):
    for weeks in (1, 2, 3):
        write(school_life, day=TODAY - weeks * WEEK)

    assert expected([school_life.teaching]) == {school_life.teaching.pk: [TODAY]}
    ahead = expected([school_life.teaching], first=MONDAY + 2 * WEEK)
    assert ahead == {school_life.teaching.pk: [TODAY + 2 * WEEK]}


def test_a_new_class_expects_nothing_yet(school_life):
    assert expected([school_life.teaching]) == {school_life.teaching.pk: []}


@pytest.mark.parametrize("classes", [1, 3])
def test_a_week_costs_the_same_for_one_class_and_three(school_life, classes):
    teachings = [school_life.teaching]
    for n in range(1, classes):
        division = DivisionFactory(
            school=school_life.school, year=school_life.teaching.year, code=f"5e{n}"
        )
        teachings.append(
            TeachingFactory(
                school=school_life.school,
                year=school_life.teaching.year,
                subject=school_life.teaching.subject,
                division=division,
            )
        )

    with statements() as asked:
        expected(teachings)

    assert len(asked) == 3, asked.listed()


def test_a_draft_is_published_with_its_works(school_life):
    lesson = write(school_life, works=[work()], is_draft=True)

    publish_lesson(lesson, by=school_life.teacher.user, at=TUESDAY)

    assert LessonVersion.objects.latest().get().visible_at == TUESDAY
    assert HomeworkVersion.objects.latest().get().visible_at == TUESDAY


def test_publishing_twice_writes_nothing_more(school_life):
    lesson = write(school_life, works=[work()])

    publish_lesson(lesson, by=school_life.teacher.user, at=TUESDAY + DAY)

    assert LessonVersion.objects.count() == HomeworkVersion.objects.count() == 1


def test_a_cancelled_work_is_kept_and_the_rest_of_its_lesson_does_not_move(school_life):
    lesson = write(school_life, works=[work(), work("Lire le chapitre 3")], is_draft=True)
    first = Homework.objects.order_by("pk").first()

    cancel_work(first, seen=1, by=school_life.teacher.user, at=TUESDAY, reason="Trop long.")

    last = HomeworkVersion.objects.filter(homework=first).latest().get()
    assert (last.n, last.is_cancelled, last.reason) == (2, True, "Trop long.")
    assert last.visible_at is None, "a draft stays a draft"
    assert LessonVersion.objects.filter(lesson=lesson).count() == 1
    assert HomeworkVersion.objects.exclude(homework=first).count() == 1


def test_a_work_changed_by_a_colleague_is_not_cancelled_unseen(school_life):
    lesson = write(school_life, works=[work()])
    homework = Homework.objects.get()
    rewrite_lesson(
        lesson,
        page(),
        seen=1,
        known=[(homework, work("Exercice 5 plutôt", seen=1))],
        by=school_life.teacher.user,
        at=TUESDAY,
    )

    with pytest.raises(StaleLessonError):
        cancel_work(homework, seen=1, by=school_life.teacher.user, at=TUESDAY)


def test_a_copy_gives_the_work_for_the_next_lesson_of_the_other_class(school_life):
    slot(school_life.teaching, 3)
    slot(school_life.elsewhere, 4)
    lesson = write(school_life, question="Pourquoi ?", works=[work(minutes=15)])

    copy = copy_lesson(
        lesson, school_life.elsewhere, day=TODAY, by=school_life.teacher.user, at=TUESDAY
    )

    assert copy.teaching == school_life.elsewhere
    assert LessonVersion.objects.get(lesson=copy).question == "Pourquoi ?"
    given = HomeworkVersion.objects.get(homework__lesson=copy)
    assert (given.due_on, given.minutes) == (FRIDAY, 15)


def test_a_copy_leaves_adapted_and_cancelled_works_behind(school_life):
    lesson = write(
        school_life, works=[work(), work("Fiche de Léo", students=(school_life.leo,)), work("Lire")]
    )
    cancelled = Homework.objects.order_by("pk").last()
    cancel_work(cancelled, seen=1, by=school_life.teacher.user, at=TUESDAY)

    copy = copy_lesson(
        lesson, school_life.elsewhere, day=TODAY, by=school_life.teacher.user, at=NIGHT
    )

    works = HomeworkVersion.objects.filter(homework__lesson=copy)
    assert [state.source for state in works] == ["Exercice 4 page 12"]


def test_a_teacher_finds_their_own_lessons_of_the_subject_by_words(school_life):
    written = write(school_life, text="Fractions : addition.", works=[work("Exercice 12")])
    write(school_life, school_life.french, by=school_life.colleague, text="Fractions du récit")
    write(school_life, day=TODAY - DAY, text="Volumes", by=school_life.teacher)

    def found(words, person=school_life.teacher):
        rows = lessons_to_reuse(school_life.elsewhere, by=person.user, words=words)
        return list(rows)

    assert found("fractions") == [written]
    assert found("addition exercice") == [written]
    assert found("tangente") == []
    assert found("fractions", school_life.lead) == []
    assert len(found("")) == 2
