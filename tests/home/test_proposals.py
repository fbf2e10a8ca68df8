"""«Ma 4eB»: who was proposed a help, who answered, and who must not read it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.enums import WithdrawnFrom
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds.services import withdraw
from apps.results.words.services import help
from apps.results.words.services.words import answer_help
from tests.factories.results import TUESDAY, enter
from tests.factories.schools import GuardianFactory, GuardianshipFactory, LeadTeacherFactory
from tests.factories.support import HelpDeviceFactory
from tests.queries import statements
from tests.world import GUARDIAN_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = build_world(handed_back=False)
    world.device = HelpDeviceFactory(school=world.school)
    enter(
        world.assessment,
        {world.student: "4.75"},
        by=world.people["teacher"],
        at=TUESDAY - dt.timedelta(days=1),
    )
    hand_backs_services.hand_back(
        world.assessment,
        by=world.people["teacher"],
        at=TUESDAY,
        help_for_all=help.Help(device=world.device),
    )
    return world


def read(client, world, who="lead_teacher", at=LONG_AFTER):
    client.force_login(world.people[who])
    url = reverse("home:lead_class", args=[world.teaching.division.public_id])
    with time_machine.travel(at, tick=False):
        return client.get(url).content.decode()


def answer(world, who, said):
    answer_help(
        world.result,
        world.people[who].guardians.get(),
        device=world.device,
        answer=said,
        at=LONG_AFTER - dt.timedelta(hours=1),
    )


def test_the_lead_teacher_reads_who_has_not_answered_and_no_mark(client, world):
    page = read(client, world)

    assert "1 proposition sans réponse" in page
    assert "Devoirs faits, mardi et jeudi" in page
    assert "4,75" not in page


def test_nothing_is_told_before_the_family_may_read_it(client, world):
    page = read(client, world, at=GUARDIAN_AT - dt.timedelta(minutes=1))

    assert "Devoirs faits, mardi" not in page


def test_each_guardian_answers_for_themself(client, world):
    answer(world, "guardian", "yes")
    answer(world, "other_guardian", "talk")
    page = read(client, world)

    assert "D’accord" in page
    assert "J’aimerais en parler" in page
    assert "sans réponse" not in page


def test_a_lead_teacher_who_is_a_parent_never_reads_what_the_other_parent_answered(client, world):
    answer(world, "other_guardian", "not_possible")
    lead = world.people["teacher"].staff_links.get()
    LeadTeacherFactory(division=world.teaching.division, staff=lead)
    parent = GuardianFactory(school=world.school, user=world.people["teacher"])
    GuardianshipFactory(student=world.student, guardian=parent)

    assert "pas possible" not in read(client, world, "teacher")
    assert "pas possible" in read(client, world)


def test_the_page_costs_the_same_with_one_proposal_and_with_two(client, world):
    read(client, world)
    with statements() as one:
        read(client, world)
    answer(world, "guardian", "yes")
    answer(world, "other_guardian", "yes")
    with statements() as two:
        read(client, world)

    assert len(one) == len(two), two.listed()


def test_the_lead_teacher_is_not_told_of_a_help_whose_result_was_withdrawn(client, world):
    withdraw(
        world.result,
        audience=WithdrawnFrom.BOTH,
        reason_for_family="Deux copies avaient été échangées.",
        by=world.people["principal"],
        at=LONG_AFTER - dt.timedelta(hours=1),
    )

    assert "Devoirs faits, mardi et jeudi" not in read(client, world)
