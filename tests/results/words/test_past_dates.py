"""A date that has passed stays the date it was, whatever is decided afterwards."""

import datetime as dt
from dataclasses import replace

import pytest

from apps.publication import services as rules
from apps.publication.enums import DecisionBody
from apps.publication.opening import ANY_MINUTE, OpeningHours
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK
from apps.results.words.services.talk import ask_to_talk
from tests.factories.results import enter
from tests.results.pages import ask, read
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
SATURDAY = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
AT_ONCE = replace(COPY_FIRST, guardian_delay=dt.timedelta(), guardian_opening=ANY_MINUTE)
PAGES = ("assessment_detail", "assessment_hand_back")


def adopt(world, rule, at):
    rules.adopt_rule(
        world.school,
        rule,
        by=None,
        at=at,
        body=DecisionBody.BOARD,
        decided_on=at.date(),
        reason="Décidé ensemble.",
    )


def close_mornings(world, at):
    rules.set_opening(
        world.school,
        OpeningHours(world.school.time_zone, quiet_from=dt.time(18), quiet_until=dt.time(12)),
        by=None,
        at=at,
        body=DecisionBody.HEAD,
        decided_on=at.date(),
        reason="Le matin est à l’école.",
    )


def path(client, world, at, name="assessment_detail"):
    """What the teacher reads of the way of these results."""
    words = read(
        client, world.people["teacher"], name, at, public_id=world.assessment.public_id
    ).replace("\u00a0", " ")
    start = words.index("Copies rendues mardi") if "Copies rendues mardi" in words else 0
    return words[start:]


DECISIONS = {
    "once a week": lambda world: adopt(world, ONCE_A_WEEK, SATURDAY),
    "at once": lambda world: adopt(world, AT_ONCE, SATURDAY),
    "mornings closed": lambda world: close_mornings(world, SATURDAY),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_the_team_reads_the_dates_at_which_it_was_read(client, decide, name):
    world = build_world()
    later = SATURDAY + 10 * DAY
    before = path(client, world, later, name)

    decide(world)

    assert "mercredi 18 novembre à 17 h" in before
    assert path(client, world, later, name) == before


def test_what_waits_has_the_date_of_the_new_rule_and_what_passed_its_own(client):
    world = build_world()
    noon = HANDED_BACK_AT + 3 * HOUR

    adopt(world, ONCE_A_WEEK, noon)

    words = path(client, world, noon + HOUR)
    assert "à 9 h 10" in words
    assert "vendredi à 17 h" in words
    assert "mercredi" not in words


def test_a_shorter_rule_gives_no_date_before_it_was_adopted(client):
    world = build_world()
    wednesday = HANDED_BACK_AT + DAY

    adopt(world, AT_ONCE, wednesday)

    words = path(client, world, wednesday + HOUR)
    assert STUDENT_AT < wednesday < GUARDIAN_AT
    assert words.count("9 h 10") == 1


def test_what_is_entered_late_is_dated_by_what_appeared(client):
    world = build_world(marked=False)
    enter(world.assessment, {world.student: "9"}, by=world.people["teacher"], at=SATURDAY)

    words = path(client, world, SATURDAY + 10 * DAY)

    assert "mercredi 18 novembre à 17 h" in words


def test_a_new_rule_does_not_tell_the_team_who_asked_for_a_talk(client):
    world = build_world()
    ask_to_talk(world.result, at=STUDENT_AT + HOUR)
    adopt(world, replace(COPY_FIRST, guardian_opening=ANY_MINUTE), STUDENT_AT + 2 * HOUR)
    at = STUDENT_AT + 3 * HOUR

    lines = ask(
        client,
        world.people["teacher"],
        "assessment_detail",
        at,
        public_id=world.assessment.public_id,
    ).context["lines"]

    found = [line.when for line in lines]
    assert "Parents" in found[0]
    assert len(set(found)) == 1
