"""The tap on a phone, in class: who was away, the help that was missing, and the undo."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import HandBack, MissedHandBack, ResultVersion
from tests.factories.results import TUESDAY, enter
from tests.factories.support import HelpDeviceFactory
from tests.queries import statements
from tests.world import HANDED_BACK_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return build_world(handed_back=False)


@pytest.fixture
def teacher(client, world):
    client.force_login(world.people["teacher"])
    return client


def at(instant):
    return time_machine.travel(instant, tick=False)


def url(name, world):
    return reverse(f"results:{name}", kwargs={"public_id": world.assessment.public_id})


def read(client, world, when=TUESDAY):
    with at(when):
        return client.get(url("assessment_hand_back", world)).content.decode()


def tap(client, world, when=TUESDAY, **data):
    with at(when):
        return client.post(url("assessment_hand_back", world), {"when": "now"} | data, follow=True)


def mark(world, **marks):
    rows = {getattr(world, name): typed for name, typed in marks.items()}
    enter(world.assessment, rows, by=world.people["teacher"], at=TUESDAY - DAY)


def last(world, student):
    return ResultVersion.objects.latest().get(result__assessment=world.assessment, student=student)


def test_before_the_tap_the_teacher_reads_what_will_follow(teacher, world):
    assert "dans 10" in read(teacher, world)


def test_the_pupil_marked_absent_is_already_ticked_for_later(teacher, world):
    mark(world, other_student="abs")
    page = read(teacher, world)

    assert "Léo\xa0: plus tard" in page
    assert page.count("checked") == 2  # Léo, and « à l’instant »


def test_a_pupil_ticked_for_later_waits_for_their_own_copy(teacher, world):
    tap(teacher, world, later=[str(world.other_result.public_id)])

    assert last(world, world.other_student).student_release_at is None
    assert last(world, world.student).student_release_at == TUESDAY + 10 * MINUTE


def test_a_pupil_of_another_class_is_refused_with_a_sentence(teacher, world):
    response = tap(teacher, world, later=["3f6fcd6e-9b3f-4b67-9a0a-7a0c3f6fcd6e"])

    assert "pas dans cette évaluation" in response.content.decode()
    assert not HandBack.objects.exists()


def test_after_the_tap_one_gesture_gives_the_late_copy_and_one_takes_it_back(teacher, world):
    tap(teacher, world, later=[str(world.other_result.public_id)])
    assert "Rendue à Léo" in read(teacher, world, TUESDAY + DAY)
    named = {"result": str(world.other_result.public_id)}
    with at(TUESDAY + DAY):
        teacher.post(url("hand_back_later", world), named)
    assert last(world, world.other_student).student_release_at == TUESDAY + DAY + 10 * MINUTE

    assert "encore 5" in read(teacher, world, TUESDAY + DAY + 5 * MINUTE)
    with at(TUESDAY + DAY + 5 * MINUTE):
        teacher.post(url("hand_back_undo", world), named)
    assert last(world, world.other_student).student_release_at is None
    assert last(world, world.student).student_release_at == TUESDAY + 10 * MINUTE


def test_the_tap_page_names_who_needs_help_and_tells_no_mark(teacher, world):
    mark(world, other_student="4.75")
    page = read(teacher, world)

    assert "Pour aider Léo" in page
    assert "4,75" not in page
    assert "13,37" not in page


def test_the_usual_help_of_the_school_is_chosen_for_them_already(teacher, world):
    mark(world, other_student="4.75")
    device = HelpDeviceFactory(school=world.school)
    HelpDeviceFactory(name="Ailleurs")

    page = read(teacher, world)

    assert f'<option value="{device.public_id}" selected>' in page
    assert "Ailleurs" not in page


def test_the_tap_without_an_answer_for_the_weak_results_says_what_is_missing(teacher, world):
    mark(world, other_student="4.75")
    response = tap(teacher, world, help_for_all="")

    assert "Choisissez une aide" in response.content.decode()
    assert not HandBack.objects.exists()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("none", (True, "")), ("line", (False, "On refait l’exercice 2."))],
)
def test_one_answer_is_written_for_the_weak_results(teacher, world, answer, expected):
    mark(world, other_student="4.75")
    tap(teacher, world, help_for_all=answer, help_line="On refait l’exercice 2.")

    version = last(world, world.other_student)
    assert (version.no_help, version.progress) == expected


def test_a_sentence_that_was_chosen_must_be_written(teacher, world):
    mark(world, other_student="4.75")
    response = tap(teacher, world, help_for_all="line")

    assert "Écrivez la phrase" in response.content.decode()


def test_the_review_day_is_kept_with_the_assessment(teacher, world):
    tap(teacher, world, review_on="2026-11-24")

    world.assessment.refresh_from_db()
    assert world.assessment.review_on == dt.date(2026, 11, 24)


def test_a_colleague_who_taps_second_changes_nothing(client, world):
    client.force_login(world.people["teacher"])
    tap(client, world, later=[str(world.other_result.public_id)])
    client.force_login(world.people["teacher_and_parent"])
    tap(client, world, when=TUESDAY + MINUTE)

    assert HandBack.objects.count() == MissedHandBack.objects.count() == 1


@pytest.mark.parametrize("done", [False, True])
def test_the_tap_page_costs_the_same_with_two_pupils_and_with_five(client, done):
    costs = []
    for classmates in (0, 3):
        world = build_world(handed_back=False, classmates=classmates)
        if done:
            rows = world.assessment.results.all()
            hand_backs_services.hand_back(
                world.assessment,
                by=world.people["teacher"],
                at=HANDED_BACK_AT,
                later=[row.pk for row in rows],
            )
        client.force_login(world.people["teacher"])
        with statements() as asked:
            read(client, world)
        costs.append(len(asked))

    assert costs[0] == costs[1]
