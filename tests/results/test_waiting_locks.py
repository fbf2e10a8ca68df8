"""Two people, two connections: who waited for a lock compares with the time it is afterwards.

The second request begins *before* the first one acts, and waits for it. With the instant of its
beginning, what the first one wrote would lie in the future: two holds on one result, «C’est levé»
of what was lifted already, a decision refused for being too old.
"""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction

from apps.publication.enums import DecisionBody
from apps.publication.errors import AdoptionError
from apps.publication.models import RuleVersion
from apps.publication.rules import COPY_FIRST, ONCE_A_WEEK, WITH_BULLETIN
from apps.publication.services import adopt_rule
from apps.results.errors import ReasonNeededError, ResultError
from apps.results.hand_backs import services as hand_backs_services
from apps.results.holds import services as holds_services
from apps.results.marks import services as marks_services
from apps.results.marks.rules.typed import Mark
from apps.results.models import HandBack, Hold, Result, ResultVersion, Withdrawal
from apps.results.release.services import patience
from apps.results.words.services import words
from apps.results.words.services.words import TooLateError
from apps.schools.errors import RestrictionError
from apps.schools.models import Restriction
from apps.schools.people.services import ask_lift, confirm_lift, restrict
from coeduc import clock
from tests.at_once import at_once, numbered, until_it_waits
from tests.factories.results import enter
from tests.world import GUARDIAN_AT, HANDED_BACK_AT, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


class Hand:
    """A clock that moves when it is told."""

    def __init__(self, instant):
        self.instant = instant

    def now(self):
        return self.instant


@pytest.fixture
def hand(monkeypatch):
    moved = Hand(HANDED_BACK_AT)
    monkeypatch.setattr(clock, "timezone", moved)
    return moved


def one_after_the_other(hand, first, second, *, waits=MINUTE):
    """``second`` is asked first and waits for ``first``; its exception, else what it returned.

    Each is called with the instant of its own request; ``waits``: how long the first one takes.
    """
    asked, may_go, outcome, backend = threading.Event(), threading.Event(), [], []

    def ask():
        try:
            at = clock.now()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.append(cursor.fetchone()[0])
            asked.set()
            may_go.wait(timeout=30)
            outcome.append(second(at))
        except Exception as problem:
            outcome.append(problem)
        finally:
            asked.set()
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    asked.wait(timeout=30)
    with transaction.atomic():
        hand.instant += dt.timedelta(seconds=10)
        first(clock.now())
        may_go.set()
        until_it_waits(thread, backend)
        hand.instant += waits
    thread.join(timeout=30)
    return outcome[0]


def hold(world, by="cpe"):
    def act(at):
        return holds_services.hold(
            world.result,
            until=GUARDIAN_AT + 3 * DAY,
            reason="Voir la mère d’abord.",
            by=world.people[by],
            at=at,
        )

    return act


def test_of_two_holds_asked_together_one_stands(hand):
    world = build_world()
    hand.instant = STUDENT_AT

    refused = one_after_the_other(hand, hold(world), hold(world, "principal"))

    assert isinstance(refused, ResultError)
    assert Hold.objects.filter(result=world.result).count() == 1
    assert Hold.objects.get().by == world.people["cpe"]


def test_a_hold_that_waited_until_the_parents_read_is_refused(hand):
    world = build_world()
    hand.instant = GUARDIAN_AT - MINUTE

    refused = one_after_the_other(
        hand,
        lambda at: enter(
            world.assessment,
            {world.other_student: "9"},
            by=world.people["teacher"],
            at=at,
            reason="Erreur.",
        ),
        hold(world),
        waits=2 * MINUTE,
    )

    assert isinstance(refused, ResultError)
    assert "se retire" in str(refused)
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_once_and_by_the_first(hand):
    world = build_world()
    held = hold(world)(STUDENT_AT)
    hand.instant = STUDENT_AT + MINUTE

    refused = one_after_the_other(
        hand,
        lambda at: holds_services.lift(held, by=world.people["principal"], at=at),
        lambda at: holds_services.lift(held, by=world.people["cpe"], at=at),
    )

    assert isinstance(refused, ResultError)
    assert Hold.objects.get().lifted_by == world.people["principal"]


def test_a_hold_lifted_while_another_is_asked_leaves_room_for_it(hand):
    world = build_world()
    held = hold(world)(STUDENT_AT)
    hand.instant = STUDENT_AT + MINUTE

    stands = one_after_the_other(
        hand, lambda at: holds_services.lift(held, by=world.people["principal"], at=at), hold(world)
    )

    held.refresh_from_db()
    assert isinstance(stands, Hold)
    assert stands.since > held.lifted_at


def test_a_result_is_withdrawn_once(hand):
    world = build_world()
    hand.instant = GUARDIAN_AT + MINUTE

    def withdraw(by):
        return lambda at: holds_services.withdraw(
            world.result, "both", "Une erreur.", by=world.people[by], at=at
        )

    refused = one_after_the_other(hand, withdraw("cpe"), withdraw("principal"))

    assert isinstance(refused, ResultError)
    assert Withdrawal.objects.get().by == world.people["cpe"]


def test_what_is_published_again_twice_is_published_once_and_after_its_withdrawal(hand):
    world = build_world()
    holds_services.withdraw(
        world.result, "both", "Une erreur.", by=world.people["cpe"], at=GUARDIAN_AT + MINUTE
    )
    hand.instant = GUARDIAN_AT + 2 * MINUTE

    def again(at):
        return holds_services.publish_again(world.result, by=world.people["cpe"], at=at)

    refused = one_after_the_other(hand, again, again)

    assert isinstance(refused, ResultError)
    assert ResultVersion.objects.filter(result=world.result).count() == 2


def test_marks_saved_while_copies_are_handed_back_follow_the_tap(hand):
    world = build_world(handed_back=False, marked=False)

    fact = one_after_the_other(
        hand,
        lambda at: enter(
            world.assessment, {world.student: "13.37"}, by=world.people["teacher"], at=at
        ),
        lambda at: hand_backs_services.hand_back(
            world.assessment, by=world.people["teacher"], at=at
        ),
    )

    version = ResultVersion.objects.get(result=world.result)
    assert isinstance(fact, HandBack)
    assert fact.recorded_at > version.entered_at
    assert version.student_release_at is not None


def test_a_mark_that_waited_until_the_pupil_reads_is_not_changed_without_a_reason(hand):
    world = build_world()
    hand.instant = STUDENT_AT - MINUTE

    refused = one_after_the_other(
        hand,
        lambda at: enter(
            world.assessment, {world.other_student: "9"}, by=world.people["teacher"], at=at
        ),
        lambda at: enter(
            world.assessment, {world.student: "12"}, by=world.people["teacher"], at=at
        ),
        waits=2 * MINUTE,
    )

    assert isinstance(refused, ReasonNeededError)
    assert ResultVersion.objects.filter(result=world.result).count() == 1


def test_two_teachers_who_hand_back_together_make_the_fact_of_the_first(hand):
    world = build_world(handed_back=False)

    def tap(by):
        return lambda at: hand_backs_services.hand_back(
            world.assessment, by=world.people[by], at=at
        )

    fact = one_after_the_other(hand, tap("teacher"), tap("teacher_and_parent"))

    assert isinstance(fact, HandBack)
    assert HandBack.objects.get().by == world.people["teacher"]


def test_a_state_published_again_while_it_is_withdrawn_is_entered_after_its_withdrawal(hand):
    """Else it would stand before the act it answers, and open from before it."""
    world = build_world()
    hand.instant = GUARDIAN_AT + 2 * MINUTE

    version = one_after_the_other(
        hand,
        lambda at: holds_services.withdraw(
            world.result, "both", "Une erreur.", by=world.people["cpe"], at=at
        ),
        lambda at: holds_services.publish_again(world.result, by=world.people["principal"], at=at),
    )

    assert isinstance(version, ResultVersion)
    assert version.entered_at > Withdrawal.objects.get().at
    assert version.student_release_at >= version.entered_at


def test_a_late_copy_given_by_two_teachers_is_given_once_by_the_first(hand):
    world = build_world(handed_back=False)
    hand_backs_services.hand_back(
        world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT, later=[world.result.pk]
    )
    hand.instant = HANDED_BACK_AT + DAY

    def give(by):
        return lambda at: hand_backs_services.hand_back_later(
            world.assessment, by=world.people[by], at=at, result=world.result
        )

    second = one_after_the_other(hand, give("teacher"), give("teacher_and_parent"))

    assert second == []
    assert HandBack.objects.get(result=world.result).by == world.people["teacher"]


def test_a_late_copy_that_waited_for_a_mark_is_given_after_it_was_entered(hand):
    """Its ten minutes to be taken back begin when it is given, not when it was asked for."""
    world = build_world(handed_back=False, marked=False)
    hand_backs_services.hand_back(
        world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT, later=[world.result.pk]
    )
    hand.instant = HANDED_BACK_AT + DAY

    [fact] = one_after_the_other(
        hand,
        lambda at: enter(
            world.assessment, {world.student: "13.37"}, by=world.people["teacher"], at=at
        ),
        lambda at: hand_backs_services.hand_back_later(
            world.assessment, by=world.people["teacher"], at=at, result=world.result
        ),
    )

    assert fact.recorded_at > ResultVersion.objects.get(result=world.result).entered_at


def test_a_late_copy_given_while_the_tap_of_the_class_is_undone_is_not_given(hand):
    world = build_world(handed_back=False)
    hand_backs_services.hand_back(
        world.assessment, by=world.people["teacher"], at=HANDED_BACK_AT, later=[world.result.pk]
    )
    hand.instant = HANDED_BACK_AT + MINUTE

    refused = one_after_the_other(
        hand,
        lambda at: hand_backs_services.undo_hand_back(
            world.assessment, by=world.people["teacher"], at=at
        ),
        lambda at: hand_backs_services.hand_back_later(
            world.assessment, by=world.people["teacher"], at=at, result=world.result
        ),
    )

    assert isinstance(refused, ResultError)
    assert not HandBack.objects.filter(undone_at=None).exists()


def test_a_tap_is_not_undone_once_the_ten_minutes_have_passed_in_waiting(hand):
    world = build_world()
    hand.instant = HANDED_BACK_AT + 9 * MINUTE

    refused = one_after_the_other(
        hand,
        hold(world),
        lambda at: hand_backs_services.undo_hand_back(
            world.assessment, by=world.people["teacher"], at=at
        ),
        waits=2 * MINUTE,
    )

    assert isinstance(refused, ResultError)
    assert HandBack.objects.filter(undone_at=None).exists()


def test_copies_handed_back_while_the_head_publishes_are_not_published(hand):
    world = build_world(handed_back=False)
    hand.instant = HANDED_BACK_AT + 40 * DAY

    refused = one_after_the_other(
        hand,
        lambda at: hand_backs_services.hand_back(
            world.assessment, by=world.people["teacher"], at=at
        ),
        lambda at: patience.publish_unreturned(
            world.assessment, by=world.people["principal"], at=at, reason="Copies perdues."
        ),
    )

    assert isinstance(refused, ResultError)
    assert HandBack.objects.get().reason == ""


def test_of_two_rules_adopted_together_the_second_follows_the_first(hand):
    world = build_world()
    hand.instant = HANDED_BACK_AT + 10 * DAY

    def adopt(rule):
        return lambda at: adopt_rule(
            world.school,
            rule,
            by=world.people["principal"],
            at=at,
            body=DecisionBody.BOARD,
            decided_on=at.date(),
            reason="Vote.",
        )

    adopted = one_after_the_other(hand, adopt(ONCE_A_WEEK), adopt(WITH_BULLETIN))

    assert not isinstance(adopted, AdoptionError)
    ranges = RuleVersion.objects.filter(school=world.school).order_by("during")
    rules = [version.as_rule() for version in ranges]
    assert [rule.trigger for rule in rules] == [
        COPY_FIRST.trigger,
        ONCE_A_WEEK.trigger,
        WITH_BULLETIN.trigger,
    ]


def test_a_word_that_waited_until_the_parents_read_is_refused(hand):
    world = build_world()
    hand.instant = GUARDIAN_AT - MINUTE

    refused = one_after_the_other(
        hand,
        lambda at: words.write_word(world.result, "Je vais réviser.", at=at),
        lambda at: words.write_word(world.result, "Autre chose.", at=at),
        waits=2 * MINUTE,
    )

    assert isinstance(refused, TooLateError)
    assert world.result.word.text == "Je vais réviser."


def test_an_access_is_given_back_once_and_after_it_was_asked(hand):
    world = build_world()
    link = world.student.guardianships.get(guardian__user=world.people["guardian"])
    cut, _made = restrict(
        world.student, link.guardian, reason="Ordonnance.", by=world.people["cpe"], at=STUDENT_AT
    )
    ask_lift(cut, reason="Levée.", by=world.people["cpe"], at=STUDENT_AT + MINUTE)
    hand.instant = STUDENT_AT + 2 * MINUTE

    def confirm(by):
        return lambda at: confirm_lift(cut, by=world.people[by], at=at)

    refused = one_after_the_other(hand, confirm("principal"), confirm("principal"))

    assert isinstance(refused, RestrictionError)
    assert Restriction.objects.get(pk=cut.pk).during.upper < hand.instant


def test_twenty_saves_of_one_grid_lose_nothing():
    """Twenty cells, twenty requests at once, each on its own connection."""
    world = build_world(handed_back=False, marked=False, classmates=18)
    rows = list(Result.objects.filter(assessment=world.assessment).order_by("pk"))
    seen = dict(ResultVersion.objects.filter(result__in=rows).values_list("result", "n"))

    def save(place):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
        row = rows[place]
        entry = marks_services.MarkEntry(
            result=row, mark=Mark(Decimal(place % 20)), seen=seen.get(row.pk, 0)
        )
        marks_services.save_marks(
            world.assessment, [entry], by=world.people["teacher"], at=clock.now()
        )

    at_once(*numbered(save, len(rows)))

    saved = ResultVersion.objects.latest().filter(result__in=rows)
    assert len(rows) == 20
    assert dict(saved.values_list("result", "value")) == {
        row.pk: Decimal(place % 20) for place, row in enumerate(rows)
    }
