"""Copies handed back later to pupils who were away: their own clock, their own undo."""

import datetime as dt
from functools import partial

import pytest

from apps.results.errors import ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import ClassFigures, HandBack, MissedHandBack, Result, ResultVersion
from tests.at_once import at_once
from tests.factories.results import TUESDAY, HandBackFactory, enter
from tests.world import build_world

pytestmark = pytest.mark.django_db

LATER = TUESDAY + dt.timedelta(days=2)


def row_of(world, student):
    return Result.objects.with_hand_back().get(assessment=world.assessment, student=student)


def miss(world, student):
    tap = world.assessment.hand_backs.get(result=None)
    result = Result.objects.get(assessment=world.assessment, student=student)
    MissedHandBack.objects.create(
        school=world.school, assessment=world.assessment, hand_back=tap, result=result
    )
    return result


def test_a_pupil_who_was_there_has_the_hand_back_of_the_class():
    world = build_world()
    miss(world, world.other_student)

    row = row_of(world, world.student)

    assert row.handed_back_at == row.recorded_at == TUESDAY
    assert not row.missed_hand_back


def test_a_pupil_who_was_away_has_no_hand_back_though_the_class_has():
    world = build_world()
    miss(world, world.other_student)

    row = row_of(world, world.other_student)

    assert row.handed_back_at is row.recorded_at is None
    assert row.missed_hand_back


def test_a_pupil_who_was_away_has_their_own_hand_back_once_it_is_given():
    world = build_world()
    result = miss(world, world.other_student)
    HandBackFactory(assessment=world.assessment, result=result, at=LATER)

    assert row_of(world, world.other_student).handed_back_at == LATER


def test_a_pupil_away_from_a_tap_that_was_undone_waits_like_everybody():
    world = build_world()
    miss(world, world.other_student)
    world.assessment.hand_backs.filter(result=None).update(undone_at=TUESDAY)

    row = row_of(world, world.other_student)

    assert row.handed_back_at is None
    assert not row.missed_hand_back


# The services ------------------------------------------------------------------------------------

MINUTE = dt.timedelta(minutes=1)
STUDENT_AT = TUESDAY + 10 * MINUTE


def open_world(**options):
    """Marked, not handed back."""
    return build_world(handed_back=False, **options)


def tap(world, *away, at=TUESDAY, **said):
    later = [world.assessment.results.get(student=student).pk for student in away]
    return hand_backs_services.hand_back(
        world.assessment, by=teacher(world), at=at, later=later, **said
    )


def teacher(world):
    return world.people["teacher"]


def instants(world, student):
    version = ResultVersion.objects.latest().get(
        result__assessment=world.assessment, student=student
    )
    return version.student_release_at, version.guardian_release_at


def give(world, student=None, at=LATER):
    result = student and world.assessment.results.get(student=student)
    return hand_backs_services.hand_back_later(
        world.assessment, by=teacher(world), at=at, result=result
    )


def test_a_pupil_who_was_away_gets_no_instant_from_the_tap_of_the_class():
    world = open_world()
    tap(world, world.other_student)

    assert instants(world, world.student)[0] == STUDENT_AT
    assert instants(world, world.other_student) == (None, None)


def test_a_late_copy_starts_the_clock_of_its_pupil_alone():
    world = open_world(classmates=1)
    away = world.assessment.results.exclude(student__in=[world.student, world.other_student]).get()
    tap(world, world.other_student, away.student)
    before = instants(world, world.student)
    give(world, world.other_student)

    assert instants(world, world.other_student)[0] == LATER + 10 * MINUTE
    assert instants(world, away.student) == (None, None)
    assert instants(world, world.student) == before


def test_all_the_late_copies_are_given_in_one_gesture():
    world = open_world()
    tap(world, world.student, world.other_student)

    assert len(give(world)) == 2
    assert instants(world, world.student)[0] == LATER + 10 * MINUTE


def test_giving_a_late_copy_twice_makes_one_fact():
    world = open_world()
    tap(world, world.other_student)
    give(world, world.other_student)

    assert give(world, world.other_student, at=LATER + MINUTE) == []
    assert world.assessment.hand_backs.filter(result__isnull=False).count() == 1


def test_a_pupil_who_was_there_receives_no_second_copy():
    world = open_world()
    tap(world, world.other_student)

    with pytest.raises(ResultError, match="avec la classe"):
        give(world, world.student)


def test_a_late_copy_is_taken_back_within_ten_minutes():
    world = open_world()
    tap(world, world.other_student)
    give(world, world.other_student)
    result = world.assessment.results.get(student=world.other_student)
    hand_backs_services.undo_hand_back(
        world.assessment, by=teacher(world), at=LATER + 9 * MINUTE, result=result
    )

    assert instants(world, world.other_student) == (None, None)
    assert instants(world, world.student)[0] == STUDENT_AT


def test_a_late_copy_is_not_taken_back_once_its_pupil_may_have_read_it():
    world = open_world()
    tap(world, world.other_student)
    give(world, world.other_student)
    result = world.assessment.results.get(student=world.other_student)

    with pytest.raises(ResultError, match="trop tard"):
        hand_backs_services.undo_hand_back(
            world.assessment, by=teacher(world), at=LATER + 10 * MINUTE, result=result
        )


def test_undoing_the_tap_of_the_class_forgets_who_was_away():
    world = open_world()
    tap(world, world.other_student)
    hand_backs_services.undo_hand_back(world.assessment, by=teacher(world), at=TUESDAY + MINUTE)
    tap(world, at=TUESDAY + 2 * MINUTE)

    assert instants(world, world.other_student)[0] == TUESDAY + 12 * MINUTE


def test_undoing_the_tap_of_the_class_takes_back_the_late_copies_given_since():
    world = open_world()
    tap(world, world.other_student)
    give(world, world.other_student, at=TUESDAY + MINUTE)
    hand_backs_services.undo_hand_back(world.assessment, by=teacher(world), at=TUESDAY + 2 * MINUTE)

    assert instants(world, world.other_student) == (None, None)
    assert not HandBack.objects.filter(undone_at=None).exists()


def test_the_second_of_two_taps_changes_nothing_to_who_was_away():
    world = open_world()
    first = tap(world, world.other_student)
    second = tap(world, world.student, at=TUESDAY + MINUTE)

    assert first == second
    assert instants(world, world.student)[0] == STUDENT_AT


def test_a_copy_given_later_moves_no_figure_of_the_class():
    world = open_world(classmates=4)
    tap(world, world.other_student)
    figures = ClassFigures.objects.get(assessment=world.assessment)
    known = (figures.count, figures.average, figures.lowest, figures.highest)
    give(world, world.other_student)

    figures = ClassFigures.objects.get(assessment=world.assessment)
    assert known[0] == 6
    assert (figures.count, figures.average, figures.lowest, figures.highest) == known


def test_a_mark_entered_after_a_late_copy_follows_that_copy():
    world = open_world()
    tap(world, world.other_student)
    give(world, world.other_student)
    enter(
        world.assessment,
        {world.other_student: "9"},
        by=teacher(world),
        at=LATER + 5 * MINUTE,
    )

    assert instants(world, world.other_student)[0] == LATER + 15 * MINUTE


@pytest.mark.django_db(transaction=True)
def test_two_teachers_tapping_at_once_make_one_fact():
    world = open_world()

    def press(name):
        result = world.assessment.results.get(student=world.other_student)
        hand_backs_services.hand_back(
            world.assessment, by=world.people[name], at=TUESDAY, later=[result.pk]
        )

    at_once(partial(press, "teacher"), partial(press, "teacher_and_parent"))

    assert HandBack.objects.filter(undone_at=None).count() == 1
    assert MissedHandBack.objects.count() == 1
