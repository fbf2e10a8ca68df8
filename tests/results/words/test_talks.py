"""«J’aimerais en parler»: it is on the first page of the adult whose name the guardian reads."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.models import TalkOver
from apps.results.words.presenters.talks import keepers_sentence
from apps.results.words.services import words
from apps.schools.enums import Role
from apps.schools.models import LeadTeacher, Staff
from apps.support.enums import Answer
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    LeadTeacherFactory,
    RestrictionFactory,
    StaffFactory,
    StudentFactory,
)
from tests.factories.support import HelpDeviceFactory
from tests.results.pages import ask, read, words_of
from tests.world import GUARDIAN_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = GUARDIAN_AT + DAY
ASKS = "aimerait parler d’une aide proposée à Inès : Devoirs faits"


@pytest.fixture
def world():
    built = build_world()
    built.assessment.device = HelpDeviceFactory(school=built.school)
    built.assessment.save()
    return built


def say(world, said=Answer.TALK, *, who="guardian", at=GUARDIAN_AT):
    guardian = world.people[who].guardians.get()
    device = world.assessment.device
    return words.answer_help(world.result, guardian, device=device, answer=said, at=at)


def first_page(client, world, who, at=LATER):
    user = world.people.get(who) if isinstance(who, str) else who
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        return words_of(client.get(reverse("home:staff_home"))).replace("\u00a0", " ")


def on_the_result(client, world, who="guardian", at=LATER):
    text = read(
        client, world.people[who], "family_result_detail", at, public_id=world.result.public_id
    )
    return text.replace("\u00a0", " ")


def settle(client, world, who="lead_teacher", *, over="1", at=LATER):
    guardian = world.people["guardian"].guardians.get()
    return ask(
        client,
        world.people[who],
        "talk_over",
        at,
        method="post",
        data={"over": over},
        public_id=world.result.public_id,
        guardian_id=guardian.public_id,
    )


def without_lead(world):
    LeadTeacher.objects.all().delete()


def test_the_lead_teacher_named_to_the_guardian_has_it_on_the_first_page(client, world):
    say(world)

    assert "sur la première page de Mme Nguyen (professeure principale)" in on_the_result(
        client, world
    )
    assert ASKS in first_page(client, world, "lead_teacher")


@pytest.mark.parametrize(
    ("civilities", "expected"),
    [
        (["M"], "professeur principal"),
        ([""], "professeur principal"),
        (["MME"], "professeure principale"),
        (["MME", "MME"], "professeures principales"),
        (["MME", "M"], "professeurs principaux"),
    ],
)
def test_the_title_agrees_with_who_bears_it(civilities, expected):
    keepers = [StaffFactory.build(civility=one, school=None) for one in civilities]
    for keeper in keepers:
        keeper.rank = 0

    assert keepers_sentence(keepers).endswith(f"({expected}).")


def test_a_keeper_without_civility_is_named_as_people_say_it():
    keeper = StaffFactory.build(civility="", first_name="Alix", last_name="NGUYEN", school=None)
    keeper.rank = 2

    assert keepers_sentence([keeper]).startswith("Votre demande est sur la première page d’Alix ")


@pytest.mark.parametrize("who", ["teacher", "cpe", "principal", "school_life"])
def test_nobody_else_is_asked_while_there_is_a_lead_teacher(client, world, who):
    say(world)

    assert "aimerait parler" not in first_page(client, world, who)


def test_without_a_lead_teacher_the_cpe_has_it(client, world):
    without_lead(world)
    say(world)
    cpe = Staff.objects.get(user=world.people["cpe"])

    assert f"sur la première page de {cpe.polite_name} (vie scolaire)" in on_the_result(
        client, world
    )
    assert ASKS in first_page(client, world, "cpe")
    assert "aimerait parler" not in first_page(client, world, "principal")


def test_a_lead_teacher_without_an_account_is_not_named(client, world):
    LeadTeacher.objects.all().delete()
    absent = StaffFactory(school=world.school, user=None)
    LeadTeacherFactory(division=world.teaching.division, staff=absent)
    say(world)

    assert "(vie scolaire)" in on_the_result(client, world)
    assert ASKS in first_page(client, world, "cpe")


def test_a_lead_teacher_who_is_the_other_parent_never_has_it(client, world):
    lead = Staff.objects.get(user=world.people["lead_teacher"])
    father = GuardianFactory(school=world.school, user=lead.user)
    GuardianshipFactory(student=world.student, guardian=father)
    say(world)

    assert "(vie scolaire)" in on_the_result(client, world)
    assert "aimerait parler" not in first_page(client, world, "lead_teacher")


def test_when_the_lead_teacher_leaves_it_passes_to_the_cpe(client, world):
    say(world)
    Staff.objects.filter(user=world.people["lead_teacher"]).update(
        during=(LATER - 300 * DAY, LATER)
    )

    after = LATER + DAY

    assert "(vie scolaire)" in on_the_result(client, world, at=after)
    assert ASKS in first_page(client, world, "cpe", at=after)


def test_without_anybody_the_sentence_says_so(client, world):
    without_lead(world)
    Staff.objects.filter(posts__role__in=(Role.CPE, Role.PRINCIPAL)).update(user=None)
    say(world)

    assert "Personne au collège ne la reçoit encore ici" in on_the_result(client, world)


def test_no_hour_is_promised(client, world):
    say(world)

    text = on_the_result(client, world)

    assert "rappel" not in text
    assert "sous 48" not in text


@pytest.mark.parametrize("said", [Answer.YES, Answer.NOT_POSSIBLE])
def test_another_answer_asks_nobody(client, world, said):
    say(world, said)

    assert "première page" not in on_the_result(client, world)
    assert "aimerait parler" not in first_page(client, world, "lead_teacher")


def test_a_change_of_mind_takes_it_off_the_first_page(client, world):
    say(world)
    say(world, Answer.YES, at=GUARDIAN_AT + dt.timedelta(hours=1))

    assert "aimerait parler" not in first_page(client, world, "lead_teacher")


def test_the_other_guardian_reads_nothing_of_it(client, world):
    before = on_the_result(client, world, "other_guardian")
    say(world)

    assert on_the_result(client, world, "other_guardian") == before


def test_weeks_after_it_is_still_there_until_somebody_talked(client, world):
    say(world)

    assert ASKS in first_page(client, world, "lead_teacher", at=GUARDIAN_AT + 40 * DAY)


def test_once_talked_about_the_guardian_reads_who_and_when(client, world):
    say(world)
    world.people["lead_teacher"].first_name = "Alix"
    world.people["lead_teacher"].save()

    response = settle(client, world)

    assert response.status_code == 302
    text = on_the_result(client, world, at=LATER + 30 * DAY)
    assert "a noté, le jeudi 19 novembre, que vous en avez parlé." in text
    assert "première page" not in text
    assert "aimerait parler" not in first_page(client, world, "lead_teacher")


def test_what_was_noted_too_soon_is_put_back(client, world):
    say(world)
    settle(client, world)

    settle(client, world, over="0")

    assert not TalkOver.objects.exists()
    assert ASKS in first_page(client, world, "lead_teacher")


def test_asking_again_after_having_talked_is_a_new_question(client, world):
    say(world)
    settle(client, world)
    say(world, Answer.YES, at=LATER + DAY)
    say(world, at=LATER + 2 * DAY)

    assert ASKS in first_page(client, world, "lead_teacher", at=LATER + 3 * DAY)


@pytest.mark.parametrize("who", ["teacher", "cpe", "principal"])
def test_only_who_has_it_says_that_it_is_done(client, world, who):
    say(world)

    response = settle(client, world, who)

    assert (response.status_code, TalkOver.objects.count()) == (403, 0)


def test_the_page_gives_the_number_to_call_and_the_gesture(client, world):
    guardian = world.people["guardian"].guardians.get()
    guardian.mobile = "+33639980001"
    guardian.save()
    say(world)

    text = read(client, world.people["lead_teacher"], "talk_list", LATER)

    assert "06 39 98 00 01" in text.replace("\u00a0", " ")
    assert "Nous en avons parlé" in text


def test_the_number_of_an_adult_of_ones_own_child_is_left_to_a_colleague(client, world):
    """The other child of this family is one of whom the teacher was the father."""
    guardian = world.people["guardian"].guardians.get()
    guardian.mobile = "+33639980001"
    guardian.save()
    half = StudentFactory(school=guardian.school)
    lead = world.people["lead_teacher"]
    father = GuardianFactory(school=guardian.school, user=getattr(lead, "user", lead))
    for adult in (guardian, father):
        GuardianshipFactory(student=half, guardian=adult)
    say(world)

    text = read(client, lead, "talk_list", LATER)

    assert "39 98 00 01" not in text.replace("\u00a0", " ")
    assert "Nous en avons parlé" in text


def test_nobody_is_sent_to_call_a_guardian_who_was_cut_off(client, world):
    say(world)
    guardian = world.people["guardian"].guardians.get()
    RestrictionFactory(student=world.student, guardian=guardian, school=world.school)

    assert "aimerait parler" not in first_page(client, world, "lead_teacher", at=LONG_AFTER)
