"""Sentences of the pages of results, read again once their fact or their day has changed."""

import datetime as dt

import pytest
import time_machine

from apps.publication.rules import Rule
from apps.results.holds import services as holds_services
from apps.results.words.services import words
from apps.schools.models import SchoolContact
from apps.support.enums import Answer
from tests.factories.support import HelpDeviceFactory
from tests.home.test_views import home
from tests.results.pages import ask, read
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def world():
    built = build_world()
    SchoolContact.objects.create(
        school=built.school, position=1, label="Infirmière", name="Mme Soin", phone="01 99 00 11 22"
    )
    return built


def result(client, world, who="guardian", at=LONG_AFTER):
    name = "student_result_detail" if who == "pupil" else "family_result_detail"
    text = read(client, world.people[who], name, at, public_id=world.result.public_id)
    return text.replace("\u00a0", " ")


# Whom the numbers are of


@pytest.mark.parametrize("at", [STUDENT_AT, LONG_AFTER], ids=["waiting", "released"])
def test_under_the_teacher_s_name_no_other_person_is_listed(client, world, at):
    text = result(client, world, at=at)

    after = text.split("Parler à Mme Roux", 1)[1]
    assert "Infirmière" not in after
    assert "01 99 00 11 22" not in after
    assert "Mme Roux n’a pas de numéro ici" in after
    assert "Vie scolaire" in after


def test_a_pupil_reads_how_to_see_the_teacher(client, world):
    text = result(client, world, "pupil")

    assert "Tu vois Mme Roux en classe." in text
    assert "Infirmière" not in text


def test_the_nurse_is_still_among_the_people_to_call_of_the_first_page(client, world):
    assert "Infirmière" in home(client, world, "guardian", "family_home", LONG_AFTER)


# Holds


def hold(client, world, *, until, at=STUDENT_AT):
    response = ask(
        client,
        world.people["cpe"],
        "result_hold",
        at,
        method="post",
        data={"until": until.isoformat(), "reason": "Appeler la famille."},
        public_id=world.result.public_id,
    )
    assert response.status_code == 302
    return care_page(client, world, at=at)


def care_page(client, world, at):
    text = read(
        client, world.people["cpe"], "result_decisions", at, public_id=world.result.public_id
    )
    return text.replace("\u00a0", " ")


def test_after_a_hold_the_cpe_reads_what_the_family_reads_word_for_word(client, world):
    text = hold(client, world, until=dt.date(2026, 11, 24))

    sentence = "Le collège souhaite vous en parler avant le 24 novembre."
    assert f"Aucun message n’est parti. Sur leur page, les parents lisent : « {sentence} »" in text
    assert sentence in result(client, world, at=STUDENT_AT + SECOND)


def test_a_hold_lifted_promises_nothing_while_the_copy_is_not_handed_back(client):
    world = build_world(handed_back=False)
    held = holds_services.hold(
        world.result,
        until=LONG_AFTER,
        reason="Appeler.",
        by=world.people["cpe"],
        at=HANDED_BACK_AT,
    )
    user = world.people["cpe"]
    ask(client, user, "hold_lift", STUDENT_AT, method="post", public_id=held.public_id)

    assert "plus rien ne le retient, il suit la règle" in care_page(client, world, at=STUDENT_AT)
    assert "n’a pas encore été rendue" in result(client, world, at=STUDENT_AT)


@pytest.mark.parametrize(
    ("at", "pupil", "parents"),
    [
        (
            STUDENT_AT - SECOND,
            "L’élève pourra le lire à partir du",
            "Les parents pourront le lire à partir du",
        ),
        (STUDENT_AT, "L’élève peut le lire", "Les parents pourront le lire à partir du"),
        (GUARDIAN_AT, "L’élève peut le lire", "Les parents peuvent le lire"),
    ],
)
def test_the_verb_agrees_with_who_reads(client, world, at, pupil, parents):
    text = care_page(client, world, at)

    assert pupil in text
    assert parents in text


def test_what_was_withdrawn_can_be_read_no_more(client, world):
    at = GUARDIAN_AT + SECOND
    holds_services.withdraw(world.result, "both", "Erreur.", by=world.people["principal"], at=at)

    text = care_page(client, world, at=at + SECOND)

    assert "L’élève ne peut plus le lire" in text
    assert "Les parents ne peuvent plus le lire" in text


# Help


@pytest.fixture
def helped(world):
    world.assessment.device = HelpDeviceFactory(school=world.school)
    world.assessment.review_on = dt.date(2026, 12, 8)
    world.assessment.save()
    return world


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (7, "On regarde ensemble le mardi 8 décembre."),
        (8, "On regarde ensemble le mardi 8 décembre."),
        (9, "Un point était prévu le mardi 8 décembre."),
    ],
)
def test_the_day_to_look_at_it_together_is_past_once_it_has_passed(client, helped, day, said):
    at = dt.datetime(2026, 12, day, 11, tzinfo=dt.UTC)

    assert said in result(client, helped, at=at)


def test_a_help_that_is_given_no_more_is_neither_offered_nor_asked_about(client, helped):
    before = result(client, helped)
    helped.assessment.device.closed_on = LONG_AFTER.date()
    helped.assessment.device.save()

    after = result(client, helped)

    assert ("D’accord" in before, "D’accord" in after) == (True, False)
    assert "Le collège ne propose plus cette aide." in after
    assert "mardi et jeudi" not in after.lower()


def test_an_answer_given_before_the_help_ended_changes_nothing_for_the_school(helped):
    guardian = helped.people["guardian"].guardians.get()
    device = helped.assessment.device
    given = words.answer_help(
        helped.result, guardian, device=device, answer=Answer.YES, at=GUARDIAN_AT
    )

    assert given.device == device


# Who reads first


@pytest.mark.parametrize(
    ("delay", "first"), [(dt.timedelta(hours=24), True), (dt.timedelta(), False)]
)
def test_that_a_pupil_reads_first_is_said_only_under_a_rule_that_guards_it(client, delay, first):
    world = build_world(rule=Rule(guardian_delay=delay))

    family = read(client, world.people["guardian"], "family_results", LONG_AFTER)
    pupil = read(client, world.people["pupil"], "student_results", LONG_AFTER)

    assert ("Votre enfant les voit avant vous." in family) is first
    assert ("Tu les vois avant tes parents." in pupil) is first


def test_the_first_page_of_a_teacher_is_up_to_date_only_when_nothing_waits(client, world):
    user = world.people["teacher"]
    with time_machine.travel(LONG_AFTER, tick=False):
        client.force_login(user)
        text = client.get("/equipe/").content.decode()

    assert "Tout est à jour." in text
