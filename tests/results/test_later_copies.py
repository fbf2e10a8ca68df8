"""Copies handed back later to pupils who were away: their own clock, their own undo."""

import datetime as dt

import pytest

from apps.results.models import MissedHandBack, Result
from tests.factories.results import TUESDAY, HandBackFactory
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
