"""What is told to who waits is the instant its row carries, whatever was decided in between."""

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.publication import services as rules
from apps.publication.enums import DecisionBody, Trigger
from apps.publication.opening import Opening, OpeningHours
from apps.publication.release.services import has_passed, settled
from apps.publication.rules import COPY_FIRST
from apps.publication.standing import Followed, Held, planned_through
from apps.results.holds import services as holds_services
from apps.results.release.services.instants import Placer, ReleaseFacts
from apps.results.release.services.recompute import PendingResult
from tests.publication import strategies
from tests.world import HANDED_BACK_AT, build_world

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# The pupils read at noon, every day; their parents the next day at five.
AT_NOON = replace(COPY_FIRST, student_opening=Opening.daily(dt.time(12)))
NOON = HANDED_BACK_AT.replace(hour=11)  # Tuesday 12:00 in Paris
AFTERNOON = NOON + 3 * HOUR
AFTER_HANDBACK = st.just(Trigger.AFTER_HANDBACK)


def page_read(client, world, at, who="guardian"):
    space = {"guardian": "family", "pupil": "student"}[who]
    address = reverse(f"results:{space}_result_detail", args=[world.result.public_id])
    with time_machine.travel(at, tick=False):
        client.force_login(world.people[who])
        body = client.get(address).content.decode().replace("\u00a0", " ")
    return re.search(r"visible\s+à\s+partir\s+du ([^,.<]+)", body).group(1)


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


def another_rule(world):
    adopt(world, replace(AT_NOON, guardian_delay=2 * DAY), AFTERNOON)


def other_hours(world):
    rules.set_opening(
        world.school,
        OpeningHours(world.school.time_zone, quiet_from=dt.time(19)),
        by=None,
        at=AFTERNOON,
        body=DecisionBody.BOARD,
        decided_on=AFTERNOON.date(),
        reason="Décidé ensemble.",
    )


def a_hold_that_ends(world):
    cpe = world.people["cpe"]
    until = NOON + DAY + 2 * HOUR  # Wednesday 14:00, before the parents' hour
    holds_services.hold(world.result, until=until, reason="En parler.", by=cpe, at=AFTERNOON)


def a_hold_that_is_lifted(world):
    cpe = world.people["cpe"]
    held = holds_services.hold(
        world.result, until=AFTERNOON + 9 * DAY, reason="En parler.", by=cpe, at=AFTERNOON
    )
    holds_services.lift(held, by=cpe, at=NOON + DAY + 2 * HOUR)


BETWEEN = {
    another_rule: "jeudi 19 novembre à 17 h",
    other_hours: "mercredi 18 novembre à 17 h",
    a_hold_that_ends: "mercredi 18 novembre à 17 h",
    a_hold_that_is_lifted: "mercredi 18 novembre à 17 h",
}


@pytest.mark.django_db
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("decide", BETWEEN)
def test_what_pupils_could_read_at_their_hour_does_not_put_the_parents_off(client, decide, marked):
    world = build_world(rule=AT_NOON, marked=marked)

    decide(world)

    assert page_read(client, world, NOON + DAY + 3 * HOUR) == BETWEEN[decide]
    if marked:
        (version,) = world.result.versions.all()
        at = version.guardian_release_at.astimezone(world.school.time_zone)
        assert f"{at:%d} novembre à {at:%H} h" in BETWEEN[decide]
        assert version.student_release_at == NOON


@pytest.mark.django_db
def test_the_page_of_the_teacher_plans_the_parents_from_what_the_pupils_read(client):
    world = build_world(rule=AT_NOON)
    another_rule(world)

    with time_machine.travel(AFTERNOON + HOUR, tick=False):
        client.force_login(world.people["teacher"])
        url = reverse("results:assessment_detail", args=[world.assessment.public_id])
        body = client.get(url).content.decode().replace("\u00a0", " ")

    assert "jeudi à 17 h" in body
    assert "vendredi à 17 h" not in body


# --- Whatever the rules, the hours, the holds and the moments ----------------------------------


@st.composite
def histories(draw):
    """A class that has its copies, then rules, hours and holds, one after the other."""
    hours, rule = draw(strategies.hours_and_rule(AFTER_HANDBACK))
    facts = draw(strategies.facts(held=st.none()))
    start = facts.recorded_at
    moments = draw(
        st.lists(st.integers(1, 20 * 24 * 60), min_size=1, max_size=4, unique=True).map(sorted)
    )
    followed, holds = [Followed(None, rule, hours)], []
    for minutes in moments:
        moment = start + dt.timedelta(minutes=minutes)
        if draw(st.booleans()):
            other_hours, other = draw(strategies.hours_and_rule(AFTER_HANDBACK))
            followed.append(
                Followed(moment, other, replace(other_hours, time_zone=hours.time_zone))
            )
        elif not holds:
            until = moment + dt.timedelta(minutes=draw(st.integers(1, 10 * 24 * 60)))
            holds.append(Held(moment, until))
    return facts, followed, holds, start


@given(histories())
def test_the_instants_told_are_those_of_the_row(history):
    facts, followed, holds, start = history
    # Entered in time: a later mark follows the rule from its own moment, which nobody is told.
    facts = replace(facts, marked_at=facts.handed_back_at, guardian_floor=None)
    moments = sorted({one.since for one in followed if one.since} | {one.since for one in holds})

    row = placed(
        PendingResult(1, 1, 1, "test", facts.marked_at, None, None, 1, 1), history, facts, start
    )
    for moment in moments:
        if row.guardian_at is None or not has_passed(row.guardian_at, moment):
            row = placed(row, history, facts, moment)
    found = planned_through(facts, followed, holds, at=max([start, *moments]))

    assert (found.student_at, found.guardian_at) == (row.student_at, row.guardian_at)


def placed(row, history, facts, at):
    """As the services place it at ``at``."""
    __, followed, holds, __ = history
    ends = [hold.until for hold in holds if hold.since <= at]
    frame = [one for one in followed if one.since is None or one.since <= at][-1]
    known = ReleaseFacts(
        collective=SimpleNamespace(at=facts.handed_back_at, recorded_at=facts.recorded_at),
        own={},
        missed=frozenset(),
        held_until={1: ends[0]} if ends else {},
        paused_until={},
        bulletin_at=facts.bulletin_at,
    )
    release = Placer(frame.rule, frame.hours, at=at).place(row, known)
    return settled(row, release, at=at)
