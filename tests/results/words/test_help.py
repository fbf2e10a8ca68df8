"""The help asked before the tap: for all weak results at once, and never betrayed."""

import datetime as dt
from dataclasses import replace

import pytest

from apps.publication.rules import COPY_FIRST
from apps.results.errors import ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import ResultVersion
from apps.results.words.services.help import Help, without_help
from tests.factories.publication import RuleVersionFactory
from tests.factories.results import TUESDAY, enter
from tests.factories.support import HelpDeviceFactory
from tests.world import build_world

pytestmark = pytest.mark.django_db
NOTHING = Help(nothing=True)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    """Inès has 13.37, Léo 4, Noa 6, both out of 20; nothing is handed back."""
    world = build_world(handed_back=False, classmates=2)
    rows = world.assessment.results.exclude(student__in=[world.student, world.other_student])
    world.third, world.fourth = (row.student for row in rows.order_by("pk"))
    mark(world, {world.other_student: "4", world.third: "6"})
    return world


def mark(world, marks, **words):
    enter(world.assessment, marks, by=world.people["teacher"], at=TUESDAY - DAY, **words)


def tap(world, at=TUESDAY, **said):
    return hand_backs_services.hand_back(
        world.assessment, by=world.people["teacher"], at=at, **said
    )


def last(world, student):
    return ResultVersion.objects.latest().get(result__assessment=world.assessment, student=student)


def waiting(world, rule=COPY_FIRST):
    found = without_help(world.assessment, rule, at=TUESDAY)
    return {version.student for version in found}


def test_the_tap_is_refused_as_long_as_a_weak_result_has_no_answer(world):
    with pytest.raises(ResultError, match="quelle aide"):
        tap(world)

    assert not world.assessment.hand_backs.exists()


def test_one_answer_serves_all_the_weak_results_and_nobody_else(world):
    device = HelpDeviceFactory(school=world.school)
    tap(world, help_for_all=Help(device=device))

    assert last(world, world.other_student).device == device
    assert last(world, world.third).device == device
    assert last(world, world.student).device is None
    assert last(world, world.student).n == 1


def test_nothing_on_purpose_is_an_answer(world):
    tap(world, help_for_all=NOTHING)

    assert last(world, world.other_student).no_help


def test_one_pupil_may_be_answered_apart_from_the_others(world):
    device = HelpDeviceFactory(school=world.school)
    result = last(world, world.third).result_id
    tap(world, help_for_all=NOTHING, exceptions={result: Help(device=device)})

    assert last(world, world.third).device == device
    assert last(world, world.other_student).no_help


def test_a_help_written_in_the_grid_is_not_asked_again(world):
    mark(world, {world.other_student: "4"}, progress="On refait l’exercice 2 mardi.")

    assert waiting(world) == {world.third}


def test_a_help_for_the_whole_class_is_an_answer_for_each(world):
    world.assessment.device = HelpDeviceFactory(school=world.school)

    assert waiting(world) == set()


def test_a_mark_is_brought_to_twenty_before_it_is_compared(world):
    world.assessment.scale = 5

    assert waiting(world) == set()


def test_the_mark_of_the_rule_itself_is_not_weak(world):
    mark(world, {world.third: "8"})

    assert waiting(world) == {world.other_student}


def test_a_school_that_asks_for_no_help_is_not_asked(world):
    assert waiting(world, replace(COPY_FIRST, support_below=None)) == set()


def test_without_marks_a_skill_not_reached_asks_for_help(world):
    last_n = last(world, world.fourth).n
    ResultVersion.objects.create(
        school=world.school,
        result=last(world, world.fourth).result,
        student=world.fourth,
        n=last_n + 1,
        levels=[3, 1],
        entered_at=TUESDAY - HOUR,
        by=world.people["teacher"],
    )

    assert world.fourth in waiting(world)


@pytest.mark.parametrize("back_dated", [None, TUESDAY - DAY])
@pytest.mark.parametrize("delay", [10, 60 * 24])
def test_no_instant_tells_who_was_proposed_help(world, back_dated, delay):
    rule = replace(COPY_FIRST, student_delay=dt.timedelta(minutes=delay))
    RuleVersionFactory(school=world.school, rule=rule, kind="test", kind_label="les contrôles")
    tap(world, handed_back_at=back_dated, help_for_all=NOTHING)

    seen = {
        (last(world, s).student_release_at, last(world, s).guardian_release_at)
        for s in (world.student, world.other_student, world.third, world.fourth)
    }
    assert len(seen) == 1


def test_a_weak_mark_entered_after_the_tap_is_not_delayed_by_a_missing_help(world):
    tap(world, help_for_all=NOTHING)
    at = TUESDAY + 2 * HOUR
    enter(
        world.assessment,
        {world.fourth: "2", world.student: "15"},
        by=world.people["teacher"],
        at=at,
        reason="Copies retrouvées.",
    )

    weak, strong = last(world, world.fourth), last(world, world.student)
    assert weak.student_release_at == strong.student_release_at
    assert weak.guardian_release_at == strong.guardian_release_at


def test_a_result_that_was_already_read_is_not_asked_about(world):
    ResultVersion.objects.filter(student=world.other_student).update(
        student_release_at=TUESDAY, guardian_release_at=TUESDAY
    )

    assert waiting(world) == {world.third}
