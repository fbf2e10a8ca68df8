import datetime as dt
import threading
import uuid
from functools import partial

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from apps.notices.enums import CancelReason
from apps.notices.models import Notice
from apps.notices.outbox.services import sending
from apps.notices.outbox.tasks import drain_outbox
from tests.at_once import at_once
from tests.factories.notices import WEDNESDAY, NoticeFactory
from tests.factories.schools import GuardianFactory

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
NIGHT = dt.datetime(2026, 11, 18, 21, tzinfo=dt.UTC)  # Wednesday, 22:00 in Paris
MORNING = dt.datetime(2026, 11, 19, 6, tzinfo=dt.UTC)  # Thursday, 7:00 in Paris


class MoodyServer(EmailBackend):
    """A mail server that refuses some recipients, and may be down."""

    def __init__(self, *, refuses=(), down=False):
        super().__init__()
        self.refuses, self.down = refuses, down

    def open(self):
        if self.down:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages):
        if any(set(message.to) & set(self.refuses) for message in messages):
            raise OSError("refused: " + messages[0].to[0])
        return super().send_messages(messages)


def claim_one(at=WEDNESDAY):
    (notice,) = sending.claim(limit=1, at=at)
    return notice


def test_a_due_notice_is_sent_once_and_says_when():
    row = NoticeFactory()

    assert sending.send(claim_one(), at=WEDNESDAY)

    row.refresh_from_db()
    assert (row.sent_at, row.lease, row.attempts) == (WEDNESDAY, None, 1)
    assert [message.to for message in mail.outbox] == [[row.guardian.email]]
    assert sending.claim(limit=10, at=WEDNESDAY + dt.timedelta(days=1)) == []


def test_a_claimed_notice_is_not_given_to_a_second_worker():
    NoticeFactory()
    sending.claim(limit=10, at=WEDNESDAY)

    assert sending.claim(limit=10, at=WEDNESDAY) == []


def test_a_lease_that_has_run_out_is_given_to_the_next_worker():
    row = NoticeFactory()
    first = claim_one()

    before = sending.claim(limit=1, at=WEDNESDAY + sending.LEASE - SECOND)
    after = sending.claim(limit=1, at=WEDNESDAY + sending.LEASE)

    assert before == []
    assert after == [row]
    assert after[0].lease != first.lease


def test_a_worker_that_comes_back_after_its_lease_marks_nothing():
    row = NoticeFactory()
    late = claim_one()
    claim_one(at=WEDNESDAY + sending.LEASE)

    sent = sending.send(late, at=WEDNESDAY + SECOND)

    row.refresh_from_db()
    assert not sent
    assert row.sent_at is None


def test_a_worker_does_not_start_sending_when_its_lease_is_about_to_run_out():
    NoticeFactory()
    notice = claim_one()

    sending.send(notice, at=WEDNESDAY + sending.LEASE - SECOND)

    assert mail.outbox == []


def test_a_mail_sent_again_after_a_crash_has_the_same_message_id():
    NoticeFactory()
    sending.send(claim_one(), at=WEDNESDAY)
    Notice.objects.update(sent_at=None)  # the worker died before writing that it had sent

    sending.send(claim_one(at=WEDNESDAY + MINUTE), at=WEDNESDAY + MINUTE)

    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_a_guardian_who_lost_the_right_meanwhile_is_sent_nothing():
    row = NoticeFactory(event="perdu:1")

    sent = sending.send(claim_one(), at=WEDNESDAY)

    row.refresh_from_db()
    assert not sent
    assert mail.outbox == []
    assert (row.cancelled_at, row.cancelled_because) == (WEDNESDAY, CancelReason.NOT_ALLOWED)


def test_a_guardian_whose_address_was_removed_meanwhile_is_sent_nothing():
    row = NoticeFactory(guardian__email="")

    sending.send(claim_one(), at=WEDNESDAY)

    row.refresh_from_db()
    assert mail.outbox == []
    assert row.cancelled_because == CancelReason.NO_ADDRESS


def test_a_notice_left_over_at_night_by_a_breakdown_waits_for_the_morning():
    row = NoticeFactory()

    sent = sending.send(claim_one(at=NIGHT), at=NIGHT)

    row.refresh_from_db()
    assert not sent
    assert mail.outbox == []
    assert (row.not_before, row.attempts, row.lease) == (MORNING, 0, None)
    assert sending.claim(limit=1, at=MORNING - SECOND) == []
    assert sending.send(claim_one(at=MORNING), at=MORNING)


def test_a_notice_claimed_just_before_the_school_closes_is_not_sent_after():
    NoticeFactory()
    closing = dt.datetime(2026, 11, 18, 19, tzinfo=dt.UTC)  # 20:00 in Paris
    notice = claim_one(at=closing - SECOND)

    sending.send(notice, at=closing)

    assert mail.outbox == []


def test_a_refused_recipient_does_not_stop_the_others():
    first, second, third = NoticeFactory.create_batch(3)
    server = MoodyServer(refuses=[second.guardian.email])

    for notice in sending.claim(limit=3, at=WEDNESDAY):
        sending.send(notice, at=WEDNESDAY, connection=server)

    assert [message.to for message in mail.outbox] == [
        [first.guardian.email],
        [third.guardian.email],
    ]


def test_a_refused_mail_is_tried_again_later_and_its_error_names_nobody():
    row = NoticeFactory()
    server = MoodyServer(refuses=[row.guardian.email])

    sending.send(claim_one(), at=WEDNESDAY, connection=server)

    row.refresh_from_db()
    assert row.next_attempt_at == WEDNESDAY + sending.BACKOFF[0]
    assert row.last_error == "OSError"
    assert sending.claim(limit=1, at=WEDNESDAY + sending.BACKOFF[0] - SECOND) == []


def test_a_mail_refused_every_time_is_given_up_after_a_bounded_number_of_tries():
    row = NoticeFactory()
    server = MoodyServer(refuses=[row.guardian.email])

    tries = 0
    for hour in range(8, 8 + 24 * 4):
        at = dt.datetime(2026, 11, 23, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        for notice in sending.claim(limit=1, at=at):
            sending.send(notice, at=at, connection=server)
        row.refresh_from_db()
        tries = max(tries, row.attempts)

    assert tries == sending.MAX_ATTEMPTS
    assert row.cancelled_because == CancelReason.GAVE_UP


def test_a_notice_that_kills_its_worker_is_not_tried_for_ever():
    row = NoticeFactory(attempts=sending.MAX_ATTEMPTS)

    assert sending.claim(limit=1, at=WEDNESDAY) == []

    row.refresh_from_db()
    assert mail.outbox == []
    assert row.cancelled_because == CancelReason.GAVE_UP


def test_a_kind_that_this_version_does_not_know_waits_for_the_next():
    row = NoticeFactory(kind="inconnu")

    sending.send(claim_one(), at=WEDNESDAY)

    row.refresh_from_db()
    assert (row.last_error, row.cancelled_at) == ("KeyError", None)


def test_what_there_was_no_time_to_send_is_due_at_once_and_is_no_attempt():
    row = NoticeFactory()

    sending.release(sending.claim(limit=1, at=WEDNESDAY))

    row.refresh_from_db()
    assert row.attempts == 0
    assert sending.claim(limit=1, at=WEDNESDAY) == [row]


def test_a_mail_server_that_is_down_costs_no_notice_an_attempt():
    assert not sending.reachable(MoodyServer(down=True))
    assert sending.reachable(MoodyServer())


def test_the_oldest_notice_leaves_first():
    new = NoticeFactory(not_before=WEDNESDAY)
    old = NoticeFactory(not_before=WEDNESDAY - MINUTE)

    assert sending.claim(limit=2, at=WEDNESDAY) == [old, new]


@pytest.mark.parametrize("notices", [1, 3])
def test_claiming_takes_as_many_statements_for_three_notices_as_for_one(
    notices, django_assert_num_queries
):
    NoticeFactory.create_batch(notices)

    with django_assert_num_queries(5):  # savepoint, turns, lock, mark, release
        assert len(sending.claim(limit=10, at=WEDNESDAY)) == notices


@pytest.mark.parametrize("ended", ["sent", "cancelled"])
def test_what_has_ended_is_never_due(ended):
    NoticeFactory(**{ended: True})

    assert sending.claim(limit=10, at=WEDNESDAY) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_notice_once(time_machine):
    time_machine.move_to(WEDNESDAY, tick=False)
    guardians = GuardianFactory.create_batch(20)
    for guardian in guardians:
        NoticeFactory(guardian=guardian)

    at_once(*[partial(drain_outbox, batch=3)] * 2)

    found = sorted(message.to[0] for message in mail.outbox)
    assert found == sorted(guardian.email for guardian in guardians)


@pytest.mark.django_db(transaction=True)
def test_a_worker_skips_what_another_one_is_looking_at_instead_of_waiting():
    held, free = NoticeFactory.create_batch(2)
    looked, done = threading.Event(), threading.Event()

    def look():
        try:
            with transaction.atomic():
                list(Notice.objects.filter(pk=held.pk).select_for_update())
                looked.set()
                done.wait(timeout=5)
        finally:
            connection.close()

    other = threading.Thread(target=look)
    other.start()
    looked.wait(timeout=5)

    claimed = sending.claim(limit=10, at=WEDNESDAY)

    done.set()
    other.join(timeout=5)
    assert claimed == [free]


def test_a_lease_is_a_token_nobody_can_guess():
    NoticeFactory.create_batch(2)

    first, second = claim_one(), claim_one()

    assert isinstance(first.lease, uuid.UUID)
    assert first.lease != second.lease
