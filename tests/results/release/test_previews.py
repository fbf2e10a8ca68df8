"""What adopting a rule would move, said before it is adopted: what the batch then does."""

import datetime as dt

import pytest

from apps.publication import services as rules
from apps.publication.changes import Moves
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.results.models import MissedHandBack, Recomputation
from apps.results.release.services.recompute import preview
from apps.results.words.services import talk
from tests.factories.results import HoldFactory
from tests.queries import statements
from tests.results.decisions import NOON, adopt
from tests.results.release.test_recompute import AT_ONCE, FRIDAY_17, previewed, term_of
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, build_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rule", [ONCE_A_WEEK, AT_ONCE, WITH_BULLETIN])
def test_a_pupil_apart_from_the_class_is_previewed_apart(db, rule):
    """One is held, one was away, one asks to talk first: the batch moves what was said."""
    world = build_world(classmates=4)
    term_of(world)
    held, away, asks, *_others = world.assessment.results.order_by("pk")
    HoldFactory(result=held, until=FRIDAY_17 + dt.timedelta(days=4))
    tap = world.assessment.hand_backs.get()
    MissedHandBack.objects.create(
        school=world.school, assessment=world.assessment, hand_back=tap, result=away
    )
    talk.ask_to_talk(asks, at=NOON)
    at = NOON + dt.timedelta(minutes=1)

    preview_found = previewed(world, rule, at=at)
    adopt(world.school, rule, at)

    batch = Recomputation.objects.get()
    assert preview_found == Moves(batch.earlier, batch.later, batch.unchanged)
    assert preview_found.earlier + preview_found.later + preview_found.unchanged == 6


SOME_INSTANTS = [
    NOON,
    GUARDIAN_AT - dt.timedelta(minutes=1),
    GUARDIAN_AT,
    FRIDAY_17,
    FRIDAY_17 + dt.timedelta(days=3),
    FRIDAY_17 + dt.timedelta(days=30),
]


@pytest.mark.parametrize("at", SOME_INSTANTS)
@pytest.mark.parametrize("rule", [COPY_FIRST, ONCE_A_WEEK, AT_ONCE])
def test_the_rule_that_is_followed_already_moves_nothing(db, at, rule):
    """So the page that shows it places nothing: ``unchanged`` says whether anything waits."""
    world = build_world(classmates=3, rule=rule)
    HoldFactory(result=world.result, until=FRIDAY_17 + dt.timedelta(days=4))
    MissedHandBack.objects.create(
        school=world.school,
        assessment=world.assessment,
        hand_back=world.assessment.hand_backs.get(),
        result=world.other_result,
    )
    adopt(
        world.school, COPY_FIRST, HANDED_BACK_AT - dt.timedelta(days=2), kind="oral", kind_label="x"
    )
    adopt(world.school, rule, NOON - dt.timedelta(hours=1))
    versions, opening = rules.to_read(world.school, at=at)
    standing = {version.kind: version.as_rule() for version in versions}
    hours = opening.as_hours()

    found = preview(world.school, rules=standing, hours=hours, kind="", at=at)
    preview_found = rules.preview_rule(world.school, rule, rules=standing, hours=hours, at=at)

    assert (found.earlier, found.later) == (preview_found.earlier, preview_found.later) == (0, 0)
    assert bool(found.unchanged) == bool(preview_found.unchanged)


def test_a_preview_of_the_rule_that_is_followed_places_nothing(db):
    world = build_world()
    with statements() as asked:
        preview_found = previewed(world, COPY_FIRST, at=NOON)
    with statements() as other:
        previewed(world, ONCE_A_WEEK, at=NOON)

    assert preview_found.unchanged == 1
    assert len(asked) < len(other)


def test_once_everything_is_read_nothing_waits(db):
    world = build_world()

    preview_found = previewed(world, COPY_FIRST, at=GUARDIAN_AT)

    assert (preview_found.earlier, preview_found.later, preview_found.unchanged) == (0, 0, 0)
