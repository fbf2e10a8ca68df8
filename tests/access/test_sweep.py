"""Every address, every person: one answer each, and each mark exactly where it must be."""

import datetime as dt

import pytest
import time_machine

from tests.access.actors import EVERYBODY, PUPILS, SIGNED_IN
from tests.access.cases import INES, LEO, WRONG_METHOD, Case
from tests.access.conftest import ask, signed_in
from tests.access.routes import routes
from tests.access.sampling import METHODS, answered_alike, sample
from tests.access.table import READING, TABLE
from tests.world import GUARDIAN_AT, STUDENT_AT

SECOND = dt.timedelta(seconds=1)
SAMPLE = sample(TABLE)


def test_every_route_is_swept():
    assert {route.name for route in routes()} == {case.route for case in TABLE.values()}


def test_every_argument_of_a_route_is_given(world):
    given = {case.route: set(case.arguments(world)) for case in TABLE.values()}

    assert given == {route.name: set(route.arguments) for route in routes()}


def test_the_whole_cast_is_asked(world):
    assert set(EVERYBODY) == {"anonymous", *world.people}


def test_the_part_that_is_always_asked_holds_every_answer_of_every_address_and_everybody():
    asked = {(actor, *one) for actor, those in SAMPLE.items() for one in those}
    missing = [
        (name, method, answer)
        for name, case in TABLE.items()
        for method in METHODS
        for answer, people in answered_alike(case, method)
        if answer != WRONG_METHOD and not any((actor, name, method) in asked for actor in people)
    ]
    routes_refusing = {
        (case.route, method)
        for case in TABLE.values()
        for method in METHODS
        if WRONG_METHOD in {case.expected(method, actor) for actor in SIGNED_IN}
    }
    refused = {
        (TABLE[name].route, method)
        for actor, name, method in asked
        if actor in SIGNED_IN and TABLE[name].expected(method, actor) == WRONG_METHOD
    }

    assert missing == []
    assert refused == routes_refusing
    assert all(SAMPLE.values())


def answers_and_expected(world, actor, asked):
    with signed_in(world, actor) as client:
        answers = {one: ask(client, world, TABLE[one[0]], one[1]) for one in asked}
    return answers, {(name, how): TABLE[name].expected(how, actor) for name, how in asked}


@pytest.mark.parametrize("actor", EVERYBODY)
def test_each_address_answers_a_person_of_each_capacity(world, in_november, actor):
    answers, expected = answers_and_expected(world, actor, SAMPLE[actor])

    assert answers == expected


@pytest.mark.whole
@pytest.mark.parametrize("actor", EVERYBODY)
def test_each_address_answers_each_person_exactly(world, in_november, actor):
    rest = {(name, method) for name in TABLE for method in METHODS} - set(SAMPLE[actor])
    answers, expected = answers_and_expected(world, actor, sorted(rest))

    assert answers == expected


def marks_read(world, actor, at):
    """The marks in all the pages of families and pupils, at one instant."""
    with time_machine.travel(at, tick=False), signed_in(world, actor) as client:
        answers = [ask(client, world, case, "GET") for case in READING.values()]
        homes = [
            ask(client, world, Case(f"home:{home}", get={}), "GET")
            for home in ("start", "family_home", "student_home", "staff_home")
        ]
    return frozenset().union(*(answer.shows for answer in [*answers, *homes]))


THEIRS = {
    "pupil": INES,
    "classmate": LEO,
    "guardian": INES,
    "other_guardian": INES,
    "guardian_former": INES,
    "guardian_of_classmate": LEO,
    "teacher_and_parent": LEO,
}


READERS = [*THEIRS, "guardian_surveillance", "guardian_left_before"]


@pytest.mark.parametrize("actor", READERS)
def test_nobody_reads_a_mark_as_family_or_pupil_a_second_before_the_pupils_instant(world, actor):
    assert marks_read(world, actor, STUDENT_AT - SECOND) == frozenset()


@pytest.mark.parametrize("actor", READERS)
def test_only_the_two_pupils_read_between_their_instant_and_their_parents(world, actor):
    expected = {THEIRS[actor]} if actor in PUPILS else set()

    assert marks_read(world, actor, STUDENT_AT) == expected
    assert marks_read(world, actor, GUARDIAN_AT - SECOND) == expected


@pytest.mark.parametrize("actor", READERS)
def test_families_read_from_their_instant_on_and_each_only_their_child(world, actor):
    expected = {THEIRS[actor]} if actor in THEIRS else set()

    assert marks_read(world, actor, GUARDIAN_AT) == expected
