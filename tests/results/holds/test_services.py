"""Hold, lift, withdraw: what moves, what is refused, what never moves."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from apps.results.enums import WithdrawnFrom
from apps.results.errors import ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from apps.results.models import ClassFigures, Hold, ResultVersion, TalkRequest, Withdrawal
from apps.results.words.services import help, talk
from tests.factories.results import HoldFactory, enter
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
BETWEEN = STUDENT_AT + dt.timedelta(hours=1)
# Tuesday 24 November at midnight in Paris; the rule opens to pupils at 7:00, to parents at 17:00.
UNTIL = dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)
STUDENT_AFTER = dt.datetime(2026, 11, 24, 6, tzinfo=dt.UTC)
GUARDIAN_AFTER = dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return build_world()


def held(world, *, at, until=UNTIL, result=None):
    return holds_services.hold(
        result or world.result,
        until=until,
        reason="Appeler la mère d’Inès.",
        by=world.people["cpe"],
        at=at,
    )


def instants(result):
    version = ResultVersion.objects.latest().get(result=result)
    return version.student_release_at, version.guardian_release_at


def withdrawn(world, audience=WithdrawnFrom.BOTH, *, at=LONG_AFTER, result=None):
    return holds_services.withdraw(
        result or world.result,
        audience,
        "La note était celle d’un autre.",
        by=world.people["cpe"],
        at=at,
    )


def test_a_hold_before_the_pupils_instant_keeps_everybody_waiting(world):
    held(world, at=HANDED_BACK_AT + MINUTE)

    assert instants(world.result) == (STUDENT_AFTER, GUARDIAN_AFTER)
    assert instants(world.other_result) == (STUDENT_AT, GUARDIAN_AT)


def test_a_hold_between_the_two_keeps_the_parents_waiting_and_takes_nothing_from_the_pupil(world):
    held(world, at=BETWEEN)

    assert instants(world.result) == (STUDENT_AT, GUARDIAN_AFTER)


def test_a_hold_set_before_the_mark_is_entered_holds_it_too():
    world = build_world(handed_back=False, marked=False)
    held(world, at=HANDED_BACK_AT - DAY)
    teacher = world.people["teacher"]
    enter(world.assessment, {world.student: "13.37"}, by=teacher, at=HANDED_BACK_AT - MINUTE)
    hand_backs_services.hand_back(
        world.assessment,
        by=teacher,
        at=HANDED_BACK_AT,
        help_for_all=help.Help(nothing=True),
    )

    assert instants(world.result) == (STUDENT_AFTER, GUARDIAN_AFTER)


def test_lifting_shows_it_at_the_next_open_minute_without_a_second_delay(world):
    hold = held(world, at=HANDED_BACK_AT + MINUTE)
    friday_noon = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
    holds_services.lift(hold, by=world.people["principal"], at=friday_noon)

    five_that_day = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
    assert instants(world.result) == (friday_noon, five_that_day)


def test_lifting_before_the_rules_instant_gives_back_the_rules_instant(world):
    before = instants(world.result)
    hold = held(world, at=HANDED_BACK_AT + MINUTE)
    holds_services.lift(hold, by=world.people["cpe"], at=HANDED_BACK_AT + 2 * MINUTE)

    assert instants(world.result) == before


def test_a_hold_lifted_once_is_not_lifted_twice(world):
    hold = held(world, at=BETWEEN)
    holds_services.lift(hold, by=world.people["cpe"], at=BETWEEN + MINUTE)

    with pytest.raises(ResultError, match="plus retenu"):
        holds_services.lift(hold, by=world.people["principal"], at=BETWEEN + 2 * MINUTE)


def test_a_hold_that_lapsed_is_not_lifted_and_may_be_set_again():
    world = build_world(handed_back=False)
    first = held(world, at=HANDED_BACK_AT - 3 * DAY, until=HANDED_BACK_AT - DAY)
    with pytest.raises(ResultError, match="plus retenu"):
        holds_services.lift(first, by=world.people["cpe"], at=HANDED_BACK_AT)

    second = held(world, at=HANDED_BACK_AT)

    first.refresh_from_db()
    assert (first.lifted_at, first.lifted_by) == (first.until, None)
    assert list(Hold.objects.standing(at=HANDED_BACK_AT)) == [second]


def test_nobody_holds_a_result_twice_at_once(world):
    held(world, at=BETWEEN)

    with pytest.raises(ResultError, match="déjà retenu"):
        held(world, at=BETWEEN + MINUTE)


def test_the_database_keeps_one_open_hold_a_result_whatever_the_service(world):
    held(world, at=BETWEEN)

    with pytest.raises(IntegrityError, match="held_once"), transaction.atomic():
        HoldFactory(result=world.result)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (BETWEEN, "à venir"),
        (BETWEEN - MINUTE, "à venir"),
        (BETWEEN + 31 * DAY + MINUTE, "31 jours"),
    ],
)
def test_a_hold_ends_within_31_days(world, until, expected):
    with pytest.raises(ResultError, match=expected):
        held(world, at=BETWEEN, until=until)

    assert Hold.objects.count() == 0


def test_once_the_parents_may_read_a_result_is_not_held_any_more(world):
    with pytest.raises(ResultError, match="il se retire"):
        held(world, at=GUARDIAN_AT)

    held(world, at=GUARDIAN_AT - MINUTE)


def test_a_correction_that_waits_is_not_held_while_its_parents_read_the_state_before(world):
    evening = LONG_AFTER + dt.timedelta(hours=9)
    enter(
        world.assessment,
        {world.student: "15"},
        by=world.people["teacher"],
        at=evening,
        reason="Erreur de total.",
    )

    with pytest.raises(ResultError, match="il se retire"):
        held(world, at=evening + MINUTE, until=evening + DAY)


def test_what_is_entered_after_a_withdrawal_may_be_held(world):
    withdrawn(world)
    teacher = world.people["teacher"]
    enter(
        world.assessment,
        {world.student: "15"},
        by=teacher,
        at=LONG_AFTER,
        reason="Erreur de copie.",
    )

    held(world, at=LONG_AFTER + MINUTE, until=LONG_AFTER + 3 * DAY)

    assert instants(world.result)[1] > LONG_AFTER + 3 * DAY


def test_a_hold_moves_no_figure_of_the_class():
    """Or the other families would read it there (tests/leaks/test_one_pupil_apart.py)."""
    world = build_world(classmates=5)
    before = ClassFigures.objects.get(assessment=world.assessment)
    held(world, at=HANDED_BACK_AT + MINUTE)

    after = ClassFigures.objects.get(assessment=world.assessment)

    assert (before.count, after.count) == (7, 7)
    assert after.average == before.average
    assert after.guardian_release_at == before.guardian_release_at


@pytest.mark.parametrize(
    ("audience", "at", "is_refused"),
    [
        (WithdrawnFrom.BOTH, STUDENT_AT - MINUTE, True),
        (WithdrawnFrom.BOTH, STUDENT_AT, False),
        (WithdrawnFrom.GUARDIANS, GUARDIAN_AT - MINUTE, True),
        (WithdrawnFrom.GUARDIANS, GUARDIAN_AT, False),
    ],
)
def test_only_what_somebody_may_read_is_withdrawn(world, audience, at, is_refused):
    if is_refused:
        with pytest.raises(ResultError, match="rien à retirer"):
            withdrawn(world, audience, at=at)
    else:
        assert withdrawn(world, audience, at=at).up_to == 1


def test_what_is_withdrawn_is_not_withdrawn_twice_but_may_be_from_the_pupil_too(world):
    withdrawn(world, WithdrawnFrom.GUARDIANS)
    with pytest.raises(ResultError, match="rien à retirer"):
        withdrawn(world, WithdrawnFrom.GUARDIANS)
    withdrawn(world, WithdrawnFrom.BOTH)
    with pytest.raises(ResultError, match="rien à retirer"):
        withdrawn(world, WithdrawnFrom.BOTH)

    assert Withdrawal.objects.count() == 2


def test_a_withdrawal_erases_no_instant_and_covers_a_correction_that_waited(world):
    before = instants(world.result)
    evening = LONG_AFTER + dt.timedelta(hours=9)
    enter(
        world.assessment,
        {world.student: "15"},
        by=world.people["teacher"],
        at=evening,
        reason="Erreur de total.",
    )

    assert withdrawn(world, at=evening + MINUTE).up_to == 2
    first = ResultVersion.objects.get(result=world.result, n=1)
    assert (first.student_release_at, first.guardian_release_at) == before


def test_what_was_withdrawn_may_be_published_again_as_it_was_by_the_rule(world):
    withdrawn(world, at=LONG_AFTER)
    version = holds_services.publish_again(
        world.result, by=world.people["cpe"], at=LONG_AFTER + MINUTE
    )

    assert (version.n, str(version.value)) == (2, "13.37")
    assert version.guardian_release_at > LONG_AFTER + MINUTE
    with pytest.raises(ResultError, match="pas retiré"):
        holds_services.publish_again(world.result, by=world.people["cpe"], at=LONG_AFTER + DAY)


def test_the_reasons_are_kept_as_they_were_written(world):
    hold = held(world, at=BETWEEN)
    withdrawal = withdrawn(world, at=BETWEEN)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(reason="Autre chose.")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Withdrawal.objects.filter(pk=withdrawal.pk).update(reason_for_family="Autre chose.")


def test_the_first_who_answers_a_pupil_is_the_one_who_is_known(world):
    asked = TalkRequest.objects.create(
        school=world.school, result=world.result, student=world.student, at=STUDENT_AT
    )
    talk.see(asked, by=world.people["cpe"], at=BETWEEN)
    talk.see(asked, by=world.people["principal"], at=BETWEEN + MINUTE)

    asked.refresh_from_db()
    assert (asked.answered_by, asked.answered_at) == (world.people["cpe"], BETWEEN)
