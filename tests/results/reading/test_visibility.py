"""Who reads what was achieved, and when: the table of actors."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.results.models import Assessment, ClassFigures, Result, ResultVersion
from apps.schools.enums import Scope
from apps.schools.models import Guardianship
from coeduc.access import Capacity, Reader
from tests.factories.schools import GuardianshipFactory
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
FAMILY, STUDENT, STAFF = Capacity.FAMILY, Capacity.STUDENT, Capacity.STAFF
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def world():
    return build_world()


def values(world, name, capacity, at=LONG_AFTER):
    versions = ResultVersion.objects.visible_to(world.reader(name, capacity, at), at=at)
    return sorted(str(version.value) for version in versions)


MINE, THEIRS = "13.37", "17.29"


@pytest.mark.parametrize(
    ("name", "capacity", "expected"),
    [
        ("stranger", FAMILY, []),
        ("stranger", STUDENT, []),
        ("stranger", STAFF, []),
        ("pupil", STUDENT, [MINE]),
        ("pupil", FAMILY, []),
        ("pupil", STAFF, []),
        ("classmate", STUDENT, [THEIRS]),
        ("guardian", FAMILY, [MINE]),
        ("guardian", STUDENT, []),
        ("guardian", STAFF, []),
        ("other_guardian", FAMILY, [MINE]),
        ("guardian_surveillance", FAMILY, []),
        ("guardian_care", FAMILY, []),
        ("guardian_contact", FAMILY, []),
        ("guardian_former", FAMILY, [MINE]),
        ("guardian_left_before", FAMILY, []),
        ("guardian_blocked", FAMILY, []),
        ("guardian_of_classmate", FAMILY, [THEIRS]),
        ("teacher", STAFF, [MINE, THEIRS]),
        ("teacher", FAMILY, []),
        ("lead_teacher", STAFF, [MINE, THEIRS]),
        ("former_teacher", STAFF, []),
        ("teacher_of_another_class", STAFF, []),
        ("teacher_and_parent", STAFF, [MINE, THEIRS]),
        ("teacher_and_parent", FAMILY, [THEIRS]),
        ("cpe", STAFF, [MINE, THEIRS]),
        ("principal", STAFF, [MINE, THEIRS]),
        ("school_life", STAFF, []),
        ("principal_elsewhere", STAFF, []),
    ],
)
def test_who_reads_a_released_result(world, name, capacity, expected):
    assert values(world, name, capacity) == expected


@pytest.mark.parametrize(
    ("name", "capacity", "instant"),
    [
        ("pupil", STUDENT, STUDENT_AT),
        ("guardian", FAMILY, GUARDIAN_AT),
        ("guardian_former", FAMILY, GUARDIAN_AT),
    ],
)
def test_a_result_is_read_from_its_instant_on_and_not_a_second_before(
    world, name, capacity, instant
):
    before = values(world, name, capacity, at=instant - SECOND)
    after = values(world, name, capacity, at=instant)

    assert (before, after) == ([], [MINE])


def test_the_teacher_who_is_a_parent_waits_like_the_others_in_the_family_space(world):
    staff = values(world, "teacher_and_parent", STAFF, at=STUDENT_AT)
    family = values(world, "teacher_and_parent", FAMILY, at=STUDENT_AT)

    assert (staff, family) == ([MINE, THEIRS], [])


@pytest.mark.parametrize(
    ("name", "capacity", "expected"),
    [
        ("guardian", FAMILY, 1),
        ("guardian_surveillance", FAMILY, 0),
        ("guardian_care", FAMILY, 0),
        ("guardian_contact", FAMILY, 0),
        ("guardian_blocked", FAMILY, 0),
        ("guardian_left_before", FAMILY, 0),
        ("guardian_former", FAMILY, 1),
        ("pupil", STUDENT, 1),
        ("teacher", STAFF, 2),
        ("stranger", FAMILY, 0),
    ],
)
def test_who_knows_that_the_assessment_took_place(world, name, capacity, expected):
    reader = world.reader(name, capacity)

    rows = Result.objects.visible_to(reader, at=LONG_AFTER)
    assessments = Assessment.objects.visible_to(reader, at=LONG_AFTER)

    assert (rows.count(), assessments.count()) == (expected, min(expected, 1))


def test_a_guardian_knows_of_an_assessment_from_its_day_on(world):
    day = dt.datetime(2026, 11, 12, tzinfo=dt.UTC)
    reader = world.reader("guardian", FAMILY)

    eve = Result.objects.visible_to(reader, at=day - dt.timedelta(hours=2))
    morning = Result.objects.visible_to(reader, at=day)

    assert (eve.count(), morning.count()) == (0, 1)


def test_class_figures_of_two_marks_are_shown_to_nobody(world):
    reader = world.reader("teacher", STAFF)

    assert ClassFigures.objects.count() == 1
    assert ClassFigures.objects.visible_to(reader, at=LONG_AFTER).count() == 0


@pytest.mark.parametrize("scope", [Scope.SURVEILLANCE, Scope.CARE, Scope.CONTACT])
@pytest.mark.parametrize("memo", [None, {}])
def test_authority_that_was_lost_is_lost_at_once(world, scope, memo):
    """What the former link let read goes too, as soon as the school says less of the same adult."""
    user, lost = world.people["guardian"], LONG_AFTER - 2 * SECOND
    full = Guardianship.objects.get(guardian__user=user, student=world.student)
    begun = full.during.lower
    Guardianship.objects.filter(pk=full.pk).update(during=DateTimeTZRange(begun, lost))
    GuardianshipFactory(
        student=world.student,
        guardian=full.guardian,
        scope=scope,
        during=DateTimeTZRange(lost, None),
    )
    reader = Reader(user, FAMILY, LONG_AFTER, memo=memo)

    assert not ResultVersion.objects.visible_to(reader, at=LONG_AFTER).exists()
