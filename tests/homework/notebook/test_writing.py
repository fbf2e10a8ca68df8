"""Writing, correcting, cancelling: what is kept, and what is refused with which words."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError

from apps.homework.errors import NotebookError, StaleLessonError
from apps.homework.load.queries import load_by_day
from apps.homework.models import DailyCap, Done, Homework, HomeworkVersion, Lesson, LessonVersion
from apps.homework.notebook.queries.days import lessons_ahead, paper_families
from apps.homework.notebook.services.writing import rewrite_lesson
from apps.homework.reading.services import set_done
from apps.schools.models import Closure, Guardian
from tests.factories.schools import (
    EnrolmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianshipFactory,
    RestrictionFactory,
    TeachingFactory,
)
from tests.homework.conftest import THURSDAY, TODAY, TUESDAY, page, work, write
from tests.queries import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def refused(cast, teaching=None, **content):
    with pytest.raises(NotebookError) as refusal, transaction.atomic():
        write(cast, teaching, **content)
    return refusal.value


def test_a_lesson_is_written_whole_or_not_at_all(school_life):
    refused(school_life, works=[work(), work(due_on=TODAY - DAY)])

    assert not Lesson.objects.exists()
    assert not Homework.objects.exists()


def test_writing_the_same_lesson_twice_is_told_and_loses_nothing(school_life):
    write(school_life, text="Fractions")

    with pytest.raises(StaleLessonError):
        write(school_life, text="Décimaux")

    assert LessonVersion.objects.get().source == "Fractions"


def test_a_second_lesson_of_the_day_has_its_own_place(school_life):
    write(school_life)
    write(school_life, rank=2)

    assert Lesson.objects.count() == 2


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (TODAY - DAY, "déjà passé"),
        (TODAY, "après le cours"),
        (dt.date(2026, 11, 21), "Prochain jour de classe : lundi 23 novembre"),
        (dt.date(2026, 12, 22), "Prochain jour de classe : lundi 4 janvier"),
    ],
)
def test_a_day_without_class_is_refused_with_the_next_one(school_life, due_on, words):
    Closure.objects.create(
        school=school_life.school,
        label="Noël",
        starts_on=dt.date(2026, 12, 19),
        ends_on=dt.date(2027, 1, 3),
    )

    refusal = refused(school_life, works=[work(due_on=due_on)])

    assert words in str(refusal)
    assert (refusal.field, refusal.work) == ("due_on", 0)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"text": "", "question": ""}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"day": dt.date(2027, 8, 1)}, "day"),
        ({"works": [work(text="  ")]}, "text"),
        ({"works": [work(text="x" * 5001)]}, "text"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(school_life, content, field):
    assert refused(school_life, **content).field == field


def test_an_archived_notebook_is_written_by_nobody(school_life):
    refusal = refused(school_life, at=dt.datetime(2027, 8, 20, 9, tzinfo=dt.UTC))

    assert "archivé" in str(refusal)


def test_a_screen_asks_for_another_way_when_a_family_has_none(school_life):
    Guardian.objects.filter(user=school_life.mother_of_leo).update(user=None, email="")
    assert paper_families(school_life.teaching, at=TUESDAY) == 1

    refusal = refused(school_life, works=[work(needs_screen=True)])
    assert refusal.field == "offline_way"

    write(school_life, works=[work(needs_screen=True, offline_way="Lire p. 12 du manuel")])
    assert HomeworkVersion.objects.get().offline_way == "Lire p. 12 du manuel"


def test_the_screen_of_a_guardian_cut_from_the_child_is_nobody_s(school_life):
    mother = school_life.mother_of_leo.guardians.get()
    GuardianshipFactory(
        student=mother.guardianships.get().student, guardian__user=None, guardian__email=""
    )
    assert paper_families(school_life.teaching, at=TUESDAY) == 0

    RestrictionFactory(student=mother.guardianships.get().student, guardian=mother)

    assert paper_families(school_life.teaching, at=TUESDAY) == 1


def test_a_screen_asks_nothing_when_every_family_has_one(school_life):
    assert paper_families(school_life.teaching, at=TUESDAY) == 0

    write(school_life, works=[work(needs_screen=True)])


def test_the_load_given_by_colleagues_is_known_before_saving(school_life):
    write(school_life, school_life.french, by=school_life.colleague, works=[work(minutes=40)])
    write(school_life, works=[work(minutes=15, due_on=THURSDAY + DAY)])

    (thursday, friday) = load_by_day(school_life.teaching.division, [THURSDAY, THURSDAY + DAY])

    assert (thursday.minutes, friday.minutes) == (40, 15)


def test_over_the_cap_a_reason_is_asked_and_kept(school_life):
    division = school_life.teaching.division
    DailyCap.objects.create(school=school_life.school, level=division.level, minutes=45)
    write(school_life, school_life.french, by=school_life.colleague, works=[work(minutes=40)])

    refusal = refused(school_life, works=[work(minutes=10)])
    assert refusal.field == "over_cap_reason"
    assert "50 min de travail" in str(refusal).replace("\u00a0", " ")

    write(school_life, works=[work(minutes=10, over_cap_reason="Veille de contrôle")])
    kept = HomeworkVersion.objects.get(minutes=10)
    assert kept.over_cap_reason == "Veille de contrôle"


def cap(cast, minutes=45):
    division = cast.teaching.division
    return DailyCap.objects.create(school=cast.school, level=division.level, minutes=minutes)


def test_two_works_of_one_lesson_for_the_same_day_add_up_against_the_cap(school_life):
    cap(school_life)

    refusal = refused(school_life, works=[work(minutes=30), work(minutes=20)])

    assert (refusal.field, refusal.work) == ("over_cap_reason", 1)
    assert "50 min de travail" in str(refusal).replace("\u00a0", " ")
    write(school_life, works=[work(minutes=30), work(minutes=20, due_on=THURSDAY + DAY)])


def test_a_work_added_by_a_correction_adds_up_to_the_one_that_stands(school_life):
    cap(school_life)
    lesson = write(school_life, works=[work(minutes=40)])
    known = [(lesson.works.get(), work(minutes=40, seen=1))]

    with pytest.raises(NotebookError) as refusal:
        rewrite(school_life, lesson, at=TUESDAY + HOUR, known=known, works=[work(minutes=10)])

    assert (refusal.value.field, refusal.value.work) == ("over_cap_reason", 1)


def test_a_correction_of_words_is_not_asked_why_a_colleague_filled_the_day_since(school_life):
    cap(school_life)
    lesson = write(school_life, works=[work(minutes=30)])
    reason = {"over_cap_reason": "Veille de contrôle"}
    late = work(minutes=30, **reason)
    write(school_life, school_life.french, by=school_life.colleague, works=[late])
    known = [(lesson.works.get(), work("Exercice 5", minutes=30, seen=1))]

    rewrite(school_life, lesson, at=TUESDAY + HOUR, known=known)

    assert HomeworkVersion.objects.filter(source="Exercice 5").exists()


def test_a_work_without_a_time_counts_a_quarter_of_an_hour_against_the_cap(school_life):
    cap(school_life)
    write(school_life, school_life.french, by=school_life.colleague, works=[work(minutes=40)])

    assert refused(school_life, works=[work()]).field == "over_cap_reason"


def test_adapted_work_is_not_measured_against_the_cap_of_the_class(school_life):
    cap(school_life)

    write(school_life, works=[work(minutes=60, students=(school_life.ines,))])


def test_a_group_is_measured_against_the_fullest_class_of_its_pupils(school_life):
    cap(school_life)
    group = GroupFactory(school=school_life.school, year=school_life.teaching.year)
    for student in (school_life.ines, school_life.zoe):
        GroupMembershipFactory(group=group, student=student)
    latin = TeachingFactory(
        school=school_life.school, year=school_life.teaching.year, division=None, group=group
    )
    write(school_life, school_life.elsewhere, works=[work(minutes=40)])

    refusal = refused(school_life, latin, works=[work(minutes=10)])

    assert refusal.field == "over_cap_reason"
    assert "la 4eC aurait 50 min" in str(refusal).replace("\u00a0", " ")


def test_correcting_a_lesson_does_not_count_its_own_work_twice(school_life):
    lesson = write(school_life, works=[work(minutes=30)])

    (others,) = load_by_day(school_life.teaching.division, [THURSDAY], without=lesson)

    assert others.minutes == 0


def test_a_group_weighs_on_the_class_of_its_pupils(school_life):
    group = GroupFactory(school=school_life.school, year=school_life.teaching.year)
    GroupMembershipFactory(group=group, student=school_life.ines)
    latin = TeachingFactory(
        school=school_life.school, year=school_life.teaching.year, division=None, group=group
    )
    write(school_life, latin, works=[work(minutes=20)])

    assert load_by_day(school_life.teaching.division, [THURSDAY])[0].minutes == 20
    assert load_by_day(school_life.elsewhere.division, [THURSDAY])[0].minutes == 0


def rewrite(cast, lesson, *, at, seen=1, known=(), **content):
    return rewrite_lesson(
        lesson, page(**content), seen=seen, known=known, by=cast.teacher.user, at=at
    )


def test_saving_a_page_that_did_not_change_writes_nothing(school_life):
    lesson = write(school_life, text="Fractions", works=[work()])
    known = [(lesson.works.get(), work(seen=1))]

    rewrite(school_life, lesson, text="Fractions", known=known, at=TUESDAY + HOUR)

    assert LessonVersion.objects.count() == 1
    assert HomeworkVersion.objects.count() == 1


def test_a_colleague_who_wrote_in_between_is_never_overwritten(school_life):
    lesson = write(school_life, text="Fractions")
    rewrite(school_life, lesson, text="Décimaux", at=TUESDAY + HOUR)

    with pytest.raises(StaleLessonError):
        rewrite(school_life, lesson, text="Angles", seen=1, at=TUESDAY + 2 * HOUR)


def test_cancelled_work_stays_in_the_book_and_weighs_nothing(school_life):
    lesson = write(school_life, works=[work(minutes=30)])
    known = [(lesson.works.get(), work(minutes=30, is_cancelled=True, seen=1))]

    rewrite(school_life, lesson, text="Fractions : addition.", known=known, at=TUESDAY + HOUR)

    assert load_by_day(school_life.teaching.division, [THURSDAY])[0].minutes == 0
    assert list(HomeworkVersion.objects.values_list("is_cancelled", flat=True).order_by("n")) == [
        False,
        True,
    ]


def test_publishing_a_draft_is_a_new_state_and_the_draft_is_never_shown(school_life):
    lesson = write(school_life, text="Fractions", is_draft=True)

    rewrite(school_life, lesson, text="Fractions", at=TUESDAY + HOUR)

    states = LessonVersion.objects.order_by("n").values_list("visible_at", flat=True)
    assert list(states) == [None, TUESDAY + HOUR]


def test_the_database_keeps_what_was_written(school_life):
    write(school_life, text="Fractions")

    for act in (
        lambda: LessonVersion.objects.update(source="Rien"),
        lambda: LessonVersion.objects.all()._raw_delete("default"),
        lambda: Lesson.objects.all()._raw_delete("default"),
    ):
        with (
            pytest.raises((InternalError, ProgrammingError, IntegrityError)),
            transaction.atomic(),
        ):
            act()


def test_two_taps_on_a_slow_phone_are_one_tick(school_life):
    homework = write(school_life, works=[work()]).works.get()

    set_done(homework, school_life.ines, done=True, at=TUESDAY)
    assert Done.objects.count() == 1

    set_done(homework, school_life.ines, done=False, at=TUESDAY)
    set_done(homework, school_life.ines, done=False, at=TUESDAY)
    assert not Done.objects.exists()


def test_the_next_lessons_are_learnt_from_those_already_written(school_life):
    for week in (3, 2, 1):
        write(school_life, day=TODAY - week * 7 * DAY)

    assert lessons_ahead(school_life.teaching, after=TODAY)[:2] == [
        TODAY + 7 * DAY,
        TODAY + 14 * DAY,
    ]


def test_writing_costs_the_same_for_a_class_of_two_and_of_five(school_life):
    with statements() as before:
        write(school_life, works=[work()])
    for _ in range(3):
        EnrolmentFactory(division=school_life.teaching.division)

    with statements() as after:
        write(school_life, rank=2, works=[work()])

    assert len(after) == len(before), after.listed()
