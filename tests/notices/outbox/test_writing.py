import datetime as dt

import pytest
from django.db import IntegrityError

from apps.notices.models import Notice
from apps.notices.outbox.services.writing import BY_EMAIL, Message, address_of, enqueue, enqueue_all
from apps.schools.models import Guardian
from coeduc.access import Capacity, Reader
from tests.factories.accounts import UserFactory
from tests.factories.notices import WEDNESDAY, NoticeFactory
from tests.factories.schools import GuardianFactory, SchoolFactory

pytestmark = pytest.mark.django_db

NIGHT = dt.datetime(2026, 11, 18, 21, tzinfo=dt.UTC)  # Wednesday, 22:00 in Paris
SATURDAY = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)


def test_the_database_refuses_to_tell_a_guardian_the_same_event_twice():
    notice = NoticeFactory()

    with pytest.raises(IntegrityError, match="notice_told_once"):
        NoticeFactory(event=notice.event, guardian=notice.guardian)


def test_enqueueing_the_same_event_twice_gives_the_same_row():
    guardian = GuardianFactory()

    first = enqueue(event="conseil:1", kind="essai", guardian=guardian, at=WEDNESDAY)
    second = enqueue(event="conseil:1", kind="essai", guardian=guardian, at=NIGHT)

    assert first == second
    assert list(Notice.objects.all()) == [first]
    assert second.created_at == WEDNESDAY


def test_two_guardians_are_each_told_the_same_event():
    school = SchoolFactory()
    messages = [
        Message("conseil:1", "essai", guardian.pk, school.pk)
        for guardian in GuardianFactory.create_batch(2, school=school)
    ]

    rows = enqueue_all(messages, at=WEDNESDAY)

    assert [rows[message].guardian_id for message in messages] == [
        message.guardian_id for message in messages
    ]
    assert Notice.objects.count() == 2


def test_a_notice_written_in_open_hours_is_due_at_once():
    notice = enqueue(event="conseil:1", kind="essai", guardian=GuardianFactory(), at=WEDNESDAY)

    assert notice.not_before == WEDNESDAY


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (NIGHT, dt.datetime(2026, 11, 19, 6, tzinfo=dt.UTC)),
        (SATURDAY, dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)),
    ],
)
def test_a_notice_written_in_quiet_hours_waits_for_the_school_to_open(at, opens):
    notice = enqueue(event="conseil:1", kind="essai", guardian=GuardianFactory(), at=at)

    assert notice.not_before == opens


@pytest.mark.parametrize("guardians", [1, 3])
def test_enqueueing_takes_as_many_statements_for_three_guardians_as_for_one(
    guardians, django_assert_num_queries
):
    school = SchoolFactory()
    messages = [
        Message("conseil:1", "essai", guardian.pk, school.pk)
        for guardian in GuardianFactory.create_batch(guardians, school=school)
    ]

    with django_assert_num_queries(5):  # the school, its hours, its days, insert, read back
        enqueue_all(messages, at=WEDNESDAY)


@pytest.mark.parametrize(
    ("account_email", "file_email", "expected"),
    [
        ("awa@example.org", "parent@example.org", "awa@example.org"),
        ("", "parent@example.org", "parent@example.org"),
        ("", "", ""),
    ],
)
def test_mails_go_to_the_address_the_person_gave_else_to_the_one_of_the_file(
    account_email, file_email, expected
):
    guardian = GuardianFactory(user=UserFactory(email=account_email), email=file_email)

    assert address_of(guardian) == expected
    assert Guardian.objects.filter(BY_EMAIL, pk=guardian.pk).exists() == bool(expected)


@pytest.mark.parametrize("account", ["none", "closed"])
def test_a_guardian_who_cannot_sign_in_has_no_address(account):
    user = None if account == "none" else UserFactory(is_active=False)
    guardian = GuardianFactory(user=user)

    assert address_of(guardian) == ""
    assert not Guardian.objects.filter(BY_EMAIL, pk=guardian.pk).exists()


def test_a_guardian_sees_the_notices_they_were_sent_and_not_the_other_parents():
    notice = NoticeFactory(sent=True)
    other = GuardianFactory(school=notice.school)
    NoticeFactory(sent=True, guardian=other, event=notice.event)
    NoticeFactory(guardian=notice.guardian)
    reader = Reader(notice.guardian.user, Capacity.FAMILY, WEDNESDAY)

    assert list(Notice.objects.visible_to(reader, at=WEDNESDAY)) == [notice]


def test_staff_and_pupils_see_no_notice():
    notice = NoticeFactory(sent=True)

    for capacity in (Capacity.STAFF, Capacity.STUDENT, None):
        reader = Reader(notice.guardian.user, capacity, WEDNESDAY)
        assert list(Notice.objects.visible_to(reader, at=WEDNESDAY)) == []


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"event": ""}, "notice_says_what_it_is"),
        ({"channel": "PIGEON"}, "notice_channel_is_known"),
        ({"sent": True, "cancelled": True}, "notice_has_one_end"),
        ({"cancelled_at": WEDNESDAY}, "notice_cancelled_with_a_reason"),
        ({"leased_until": WEDNESDAY}, "notice_lease_is_whole"),
        ({"sent": True, "leased": True}, "notice_ended_holds_no_lease"),
    ],
)
def test_the_database_refuses_a_notice_that_makes_no_sense(wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        NoticeFactory(**wrong)


def test_the_database_refuses_a_notice_of_another_school_than_its_guardian():
    with pytest.raises(IntegrityError, match="notices_notice_same_school_guardian"):
        NoticeFactory(school=SchoolFactory())
