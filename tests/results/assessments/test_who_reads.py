"""«Qui peut le lire ?»: what the team reads is what the pages of families show at that instant."""

import datetime as dt

import pytest

from apps.results.models import ResultVersion
from coeduc.access import Capacity
from tests.factories.results import enter
from tests.results.pages import ask
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
# Thursday at 22:00 in Paris: pupils read the correction on Friday at 7:00, parents on Monday.
EVENING = dt.datetime(2026, 11, 19, 21, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)


def correct(world, at, mark="9"):
    enter(
        world.assessment,
        {world.student: mark},
        by=world.people["teacher"],
        at=at,
        reason="Relue ensemble.",
    )


def page_read(client, world, at):
    response = ask(
        client,
        world.people["teacher"],
        "assessment_detail",
        at,
        public_id=world.assessment.public_id,
    )
    lines = response.context["lines"]
    return next(one.seen_by for one in lines if one.result_id == world.result.public_id)


def shown(world, name, capacity, at):
    reader = world.reader(name, capacity, at)
    row = ResultVersion.objects.visible_to(reader, at=at).filter(result=world.result).first()
    return row and row.n


def both(world, at):
    return (
        shown(world, "pupil", Capacity.STUDENT, at),
        shown(world, "guardian", Capacity.FAMILY, at),
    )


def test_a_correction_that_waits_leaves_the_former_state_to_whoever_reads_it(client):
    world = build_world()
    correct(world, EVENING)

    at = EVENING + MINUTE
    assert both(world, at) == (1, 1)
    assert page_read(client, world, at) == "Élève et parents : l’état d’avant"


def test_a_correction_that_the_pupil_reads_first(client):
    world = build_world()
    correct(world, EVENING)

    at = MORNING + MINUTE
    assert both(world, at) == (2, 1)
    assert page_read(client, world, at) == "Élève ; les parents, l’état d’avant"


def test_corrected_between_the_pupil_and_the_parents(client):
    world = build_world()
    at = STUDENT_AT + DAY  # Wednesday 9:10, the parents read at 17:00
    correct(world, at - HOUR * 3)

    state = both(world, at - 3 * HOUR + MINUTE)

    assert state == (1, None)
    assert page_read(client, world, at - 3 * HOUR + MINUTE) == "Élève : l’état d’avant"


def test_corrected_before_anybody_could_read_it_nobody_reads_it(client):
    world = build_world()
    correct(world, HANDED_BACK_AT + MINUTE)

    assert both(world, HANDED_BACK_AT + 2 * MINUTE) == (None, None)
    assert page_read(client, world, HANDED_BACK_AT + 2 * MINUTE) == "Personne encore"


def test_a_state_that_stays_alone_is_read_as_before(client):
    world = build_world()

    assert both(world, GUARDIAN_AT) == (1, 1)
    assert page_read(client, world, GUARDIAN_AT) == "Élève et parents"
