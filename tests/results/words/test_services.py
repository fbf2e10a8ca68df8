"""The word of a pupil, the request to the CPE, the answer of a guardian: what may still change."""

import datetime as dt

import pytest
from django.db import transaction

from apps.results.models import HelpAnswer, PupilWord, TalkRequest
from apps.results.words.services import talk, words
from apps.support.enums import Answer
from coeduc.access import Capacity
from tests.factories.results import enter
from tests.factories.support import HelpDeviceFactory
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
LAST_MINUTE = GUARDIAN_AT - MINUTE
MINE = "J’ai compris les additions."


@pytest.fixture
def world():
    return build_world()


def words_read(world, who, capacity, at):
    reader = world.reader(who, capacity, at)
    return [word.text for word in PupilWord.objects.visible_to(reader, at=at)]


def test_a_pupil_writes_a_word_and_writes_it_again_until_the_parents_instant(world):
    words.write_word(world.result, "Je ne sais pas.", at=STUDENT_AT)
    words.write_word(world.result, MINE, at=LAST_MINUTE)

    assert PupilWord.objects.get().text == MINE


def test_a_pupil_removes_a_word_and_nothing_is_kept_of_it(world):
    words.write_word(world.result, MINE, at=STUDENT_AT)
    words.remove_word(world.result, at=LAST_MINUTE)

    assert not PupilWord.objects.exists()


@pytest.mark.parametrize("at", [GUARDIAN_AT, LONG_AFTER])
def test_a_word_is_fixed_from_the_parents_instant_on(world, at):
    words.write_word(world.result, MINE, at=LAST_MINUTE)

    for act in (
        lambda: words.write_word(world.result, "Autre chose.", at=at),
        lambda: words.remove_word(world.result, at=at),
    ):
        with pytest.raises(words.TooLateError, match="ne peut plus changer"), transaction.atomic():
            act()

    assert PupilWord.objects.get().text == MINE


def test_a_correction_does_not_open_again_a_word_that_parents_have_read(world):
    words.write_word(world.result, MINE, at=LAST_MINUTE)
    enter(
        world.assessment,
        {world.student: "15"},
        by=world.people["teacher"],
        at=GUARDIAN_AT + MINUTE,
        reason="Erreur de total.",
    )

    with pytest.raises(words.TooLateError):
        words.write_word(world.result, "Autre chose.", at=GUARDIAN_AT + 2 * MINUTE)


def test_parents_read_the_word_with_the_result_and_not_a_minute_before(world):
    words.write_word(world.result, MINE, at=STUDENT_AT)

    for who in ("guardian", "other_guardian"):
        assert words_read(world, who, Capacity.FAMILY, LAST_MINUTE) == []
        assert words_read(world, who, Capacity.FAMILY, GUARDIAN_AT) == [MINE]
    assert words_read(world, "guardian_of_classmate", Capacity.FAMILY, LONG_AFTER) == []


def test_the_teacher_reads_the_word_at_once_and_a_classmate_never(world):
    words.write_word(world.result, MINE, at=STUDENT_AT)

    assert words_read(world, "teacher", Capacity.STAFF, STUDENT_AT) == [MINE]
    assert words_read(world, "pupil", Capacity.STUDENT, STUDENT_AT) == [MINE]
    assert words_read(world, "classmate", Capacity.STUDENT, LONG_AFTER) == []


@pytest.mark.parametrize(
    ("who", "capacity"),
    [
        ("guardian", Capacity.FAMILY),
        ("other_guardian", Capacity.FAMILY),
        ("teacher", Capacity.STAFF),
        ("lead_teacher", Capacity.STAFF),
        ("school_life", Capacity.STAFF),
        ("classmate", Capacity.STUDENT),
    ],
)
def test_a_request_is_seen_by_no_parent_no_teacher_and_no_classmate(world, who, capacity):
    talk.ask_to_talk(world.result, words="J’ai peur.", at=STUDENT_AT)

    reader = world.reader(who, capacity)
    assert not TalkRequest.objects.visible_to(reader, at=LONG_AFTER).exists()


def answers_read(world, who, capacity):
    reader = world.reader(who, capacity)
    return [row.answer for row in HelpAnswer.objects.visible_to(reader, at=LONG_AFTER).standing()]


def answer(world, who, said, at=LONG_AFTER, device=None):
    guardian = world.people[who].guardians.get()
    return words.answer_help(world.result, guardian, device=device, answer=said, at=at)


def test_a_change_of_mind_adds_an_answer_and_the_last_one_stands(world):
    device = HelpDeviceFactory(school=world.school)
    answer(world, "guardian", Answer.NOT_POSSIBLE, LONG_AFTER - MINUTE, device)
    answer(world, "guardian", Answer.TALK, LONG_AFTER, device)

    assert HelpAnswer.objects.count() == 2
    assert answers_read(world, "guardian", Capacity.FAMILY) == [Answer.TALK]
    assert answers_read(world, "cpe", Capacity.STAFF) == [Answer.TALK]


def test_the_same_answer_again_adds_nothing(world):
    answer(world, "guardian", Answer.YES, LONG_AFTER - MINUTE)
    answer(world, "guardian", Answer.YES)

    assert HelpAnswer.objects.count() == 1


def test_each_guardian_answers_alone_and_neither_reads_the_other(world):
    answer(world, "guardian", Answer.YES)
    answer(world, "other_guardian", Answer.NOT_POSSIBLE)

    assert answers_read(world, "guardian", Capacity.FAMILY) == [Answer.YES]
    assert answers_read(world, "other_guardian", Capacity.FAMILY) == [Answer.NOT_POSSIBLE]
    assert answers_read(world, "pupil", Capacity.STUDENT) == []
    assert sorted(answers_read(world, "teacher", Capacity.STAFF)) == ["not_possible", "yes"]
