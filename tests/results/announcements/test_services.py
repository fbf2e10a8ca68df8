"""Who is told that a result has appeared, when, and that nobody learns it from a mailbox."""

import datetime as dt
import random
import threading
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction

from apps.notices.models import Notice
from apps.notices.outbox.services import sending
from apps.publication.enums import NoticePolicy
from apps.results.announcements.services import BATCH, LOOK_BACK, RECENT, announce
from apps.results.hand_backs import services as hand_backs_services
from apps.results.models import ResultAnnouncement, ResultVersion
from apps.schools.enums import Scope
from apps.schools.models import Guardian, Guardianship
from coeduc.access import Capacity, Reader
from tests.at_once import at_once
from tests.factories.accounts import UserFactory
from tests.factories.results import ResultVersionFactory, enter
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    RestrictionFactory,
    StudentFactory,
    since,
)
from tests.results.families import families, informed_one, released
from tests.world import GUARDIAN_AT, LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return build_world()


def announced(world):
    """Names of the people of the world for whom a notice was written."""
    users = set(Notice.objects.values_list("guardian__user", flat=True))
    return sorted(name for name, user in world.people.items() if user.pk in users)


def test_only_guardians_who_read_the_result_are_told(world):
    announce(at=GUARDIAN_AT)

    assert announced(world) == [
        "guardian",
        "guardian_former",  # still a guardian on that day
        "guardian_of_classmate",
        "other_guardian",
        "teacher_and_parent",
    ]


def test_nobody_is_told_before_the_instant_of_the_guardians(world):
    for at in (STUDENT_AT, GUARDIAN_AT - SECOND):
        assert announce(at=at) == 0

    assert announce(at=GUARDIAN_AT) == 5


def test_a_tick_that_runs_twice_tells_once(world):
    announce(at=GUARDIAN_AT)
    before = Notice.objects.count()

    assert announce(at=GUARDIAN_AT) == 0
    assert announce(at=LONG_AFTER, look_back=LOOK_BACK) == 0
    assert Notice.objects.count() == before


def test_a_tick_after_a_long_breakdown_tells_all_the_same_but_not_whoever_has_left(world):
    announce(at=LONG_AFTER, look_back=LOOK_BACK)

    assert announced(world) == [
        "guardian",
        "guardian_of_classmate",
        "other_guardian",
        "teacher_and_parent",
    ]


@pytest.mark.parametrize("look_back", [RECENT, LOOK_BACK])
def test_a_result_readable_for_a_long_time_is_no_news_any_more(world, look_back):
    after = announce(at=GUARDIAN_AT + look_back, look_back=look_back)
    before = announce(at=GUARDIAN_AT + look_back - SECOND, look_back=look_back)

    # A former guardian left in the meantime.
    assert (before, after) == (4, 0)


def test_the_teacher_who_is_a_parent_is_told_about_their_own_child_only(world):
    announce(at=GUARDIAN_AT)

    user = world.people["teacher_and_parent"]
    (row,) = ResultAnnouncement.objects.filter(guardian__user=user)
    assert row.version.result == world.other_result


def test_a_guardian_added_after_the_release_is_told_nothing_retroactively(world):
    late = GuardianshipFactory(student=world.student, during=since(GUARDIAN_AT + SECOND))
    same_day = GuardianshipFactory(student=world.student, during=since(GUARDIAN_AT))

    announce(at=GUARDIAN_AT + DAY)

    assert not Notice.objects.filter(guardian=late.guardian).exists()
    assert Notice.objects.filter(guardian=same_day.guardian).exists()


def test_an_undone_hand_back_is_announced_to_nobody(world):
    undone = build_world(handed_back=False)
    teacher = undone.people["teacher"]
    handed_back_at = GUARDIAN_AT - DAY
    hand_backs_services.hand_back(undone.assessment, by=teacher, at=handed_back_at)
    hand_backs_services.undo_hand_back(
        undone.assessment, by=teacher, at=handed_back_at + 60 * SECOND
    )

    announce(at=LONG_AFTER, look_back=LOOK_BACK)

    assert announced(undone) == []
    assert announced(world) != []


def test_a_correction_is_told_again_at_its_own_instant(world):
    announce(at=GUARDIAN_AT)
    first = Notice.objects.get(guardian__user=world.people["guardian"])
    corrected_at = GUARDIAN_AT + DAY
    enter(
        world.assessment,
        {world.student: "13.38"},
        by=world.people["teacher"],
        at=corrected_at,
        reason="Erreur de report.",
    )
    correction = world.result.versions.get(n=2)

    assert announce(at=correction.guardian_release_at - SECOND) == 0
    announce(at=correction.guardian_release_at)

    second = Notice.objects.exclude(pk=first.pk).get(guardian__user=world.people["guardian"])
    assert [row.version for row in ResultAnnouncement.objects.filter(notice=second)] == [correction]


def test_a_state_replaced_before_anybody_was_told_is_not_announced(world):
    version = world.result.versions.get()
    newer = ResultVersionFactory(
        result=world.result,
        n=2,
        rule=version.rule,
        student_release_at=GUARDIAN_AT,
        guardian_release_at=GUARDIAN_AT + SECOND,
    )

    announce(at=GUARDIAN_AT + SECOND)

    rows = ResultAnnouncement.objects.filter(guardian__user=world.people["guardian"])
    assert [row.version for row in rows] == [newer]


def test_several_results_make_one_notice_for_each_guardian():
    link = GuardianshipFactory()
    sibling = GuardianshipFactory(
        guardian=link.guardian, school=link.school, student=StudentFactory(school=link.school)
    )
    versions = [released(link.student), released(link.student), released(sibling.student)]

    assert announce(at=GUARDIAN_AT) == 1

    (notice,) = Notice.objects.all()
    announced_versions = ResultAnnouncement.objects.filter(notice=notice).order_by("version")
    assert [row.version for row in announced_versions] == versions


def test_results_that_appear_later_make_another_notice():
    guardian, first = informed_one()
    announce(at=GUARDIAN_AT)
    second = released(first.student, GUARDIAN_AT + DAY)

    announce(at=GUARDIAN_AT + DAY)

    assert Notice.objects.filter(guardian=guardian).count() == 2
    assert second.announcements.count() == 1


@pytest.mark.parametrize("notice", [NoticePolicy.NONE, NoticePolicy.WEEKLY])
def test_a_school_that_does_not_tell_at_once_sends_no_notice(notice):
    guardian, __ = informed_one()
    released(
        GuardianshipFactory(
            guardian=guardian,
            school=guardian.school,
            student=StudentFactory(school=guardian.school),
        ).student,
        notice=notice,
    )

    announce(at=GUARDIAN_AT)

    assert ResultAnnouncement.objects.count() == 1


@pytest.mark.parametrize("why", ["no account", "closed account", "no address"])
def test_a_guardian_whom_no_mail_can_reach_is_not_said_to_be_told(why):
    user = {"no account": None, "closed account": UserFactory(is_active=False)}.get(
        why, UserFactory()
    )
    guardian = GuardianFactory(user=user, email="" if why == "no address" else "p@example.org")
    informed_one(guardian=guardian, student=StudentFactory(school=guardian.school))

    assert announce(at=GUARDIAN_AT) == 0
    assert not ResultAnnouncement.objects.exists()


def test_a_guardian_who_gives_an_address_later_is_told_then():
    guardian, __ = informed_one(guardian__email="")
    announce(at=GUARDIAN_AT)
    Guardian.objects.filter(pk=guardian.pk).update(email="awa@example.org")

    assert announce(at=GUARDIAN_AT + DAY) == 1


def test_two_parents_are_told_separately_and_one_without_address_delays_nobody():
    guardian, version = informed_one()
    GuardianshipFactory(student=version.student, guardian__email="")

    announce(at=GUARDIAN_AT)

    assert [row.guardian for row in ResultAnnouncement.objects.all()] == [guardian]


def test_the_set_announced_is_the_set_that_each_guardian_reads(world):
    """Random families: the question asked for everybody is the one asked for each."""
    dice = random.Random(7)
    instants = [GUARDIAN_AT + hours * 60 * 60 * SECOND for hours in (-48, -1, 0, 1)]
    students = StudentFactory.create_batch(6, school=world.school)
    for guardian in GuardianFactory.create_batch(8, school=world.school):
        for student in dice.sample(students, 3):
            start = dice.choice([dt.datetime(2026, 9, 1, tzinfo=dt.UTC), GUARDIAN_AT - DAY])
            end = dice.choice([None, None, GUARDIAN_AT, GUARDIAN_AT + DAY])
            scope = dice.choice([Scope.FULL, Scope.FULL, Scope.FULL, Scope.CARE, Scope.CONTACT])
            GuardianshipFactory(
                student=student, guardian=guardian, scope=scope, during=since(start, end)
            )
            if dice.random() < 0.2:
                RestrictionFactory(student=student, guardian=guardian, school=world.school)
    for student in students:
        first = released(student, dice.choice(instants))
        later = [None, *(i for i in instants if i >= first.guardian_release_at)]
        ResultVersionFactory(
            result=first.result,
            n=2,
            rule=first.rule,
            student_release_at=first.guardian_release_at,
            guardian_release_at=dice.choice(later),
        )

    announce(at=GUARDIAN_AT)

    expected = set()
    for link in Guardianship.objects.in_force(at=GUARDIAN_AT).filter(scope=Scope.FULL):
        reader = Reader(link.guardian.user, Capacity.FAMILY, GUARDIAN_AT)
        versions = ResultVersion.objects.visible_to(reader, at=GUARDIAN_AT)
        for version in versions.filter(student=link.student):
            if version.guardian_release_at >= link.during.lower:
                expected.add((link.guardian_id, version.pk))
    assert len(expected) > 10
    assert set(ResultAnnouncement.objects.values_list("guardian", "version")) == expected


@pytest.mark.parametrize("guardians", [1, 3])
def test_a_tick_takes_as_many_statements_for_three_guardians_as_for_one(
    guardians, django_assert_num_queries
):
    families(guardians)

    # savepoint, lock, who; then school, hours, days, notices, read back; what was told; release
    with django_assert_num_queries(10):
        assert announce(at=GUARDIAN_AT) == guardians


@pytest.mark.parametrize("guardians", [1, 3])
def test_sending_takes_the_same_statements_for_each_guardian(guardians, django_assert_num_queries):
    families(guardians)
    announce(at=GUARDIAN_AT)
    notices = sending.claim(limit=10, at=GUARDIAN_AT)

    # hours, days, still allowed, how many, sent
    with django_assert_num_queries(5 * guardians):
        for notice in notices:
            sending.send(notice, at=GUARDIAN_AT)

    assert len(mail.outbox) == guardians


def test_a_batch_never_cuts_what_one_guardian_is_told_in_two():
    student = StudentFactory()
    guardians = [GuardianshipFactory(student=student).guardian for __ in range(3)]
    for __ in range(2):
        released(student)

    batches = [announce(at=GUARDIAN_AT, limit=3) for __ in range(4)]

    assert batches == [1, 1, 1, 0]
    assert sorted(row.guardian_id for row in Notice.objects.all()) == sorted(
        guardian.pk for guardian in guardians
    )
    assert ResultAnnouncement.objects.count() == 6
    assert BATCH > 3


def test_the_database_refuses_to_announce_a_version_to_a_guardian_twice():
    guardian, version = informed_one()
    announce(at=GUARDIAN_AT)
    row = ResultAnnouncement.objects.get()

    with pytest.raises(IntegrityError, match="announced_once"):
        ResultAnnouncement.objects.create(
            school=row.school, version=version, guardian=guardian, notice=row.notice
        )


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_tell_once():
    families(3)

    written = at_once(*[partial(announce, at=GUARDIAN_AT)] * 2)

    assert sum(written) == 3
    assert Notice.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_tick_leaves_the_work_to_one_that_has_begun():
    families(1)
    begun, over = threading.Event(), threading.Event()

    def slow_tick():
        try:
            with transaction.atomic():
                announce(at=GUARDIAN_AT)
                begun.set()
                over.wait(timeout=5)
        finally:
            connections.close_all()

    other = threading.Thread(target=slow_tick)
    other.start()
    begun.wait(timeout=5)

    second = announce(at=GUARDIAN_AT)

    over.set()
    other.join(timeout=5)
    assert second == 0
    assert announce(at=GUARDIAN_AT) == 0
    assert Notice.objects.count() == 1
