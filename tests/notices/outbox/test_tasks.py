import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from apps.notices.models import Notice
from apps.notices.outbox.tasks import drain_outbox
from tests.factories.notices import WEDNESDAY, NoticeFactory

pytestmark = pytest.mark.django_db


class DownServer(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def wednesday(time_machine):
    time_machine.move_to(WEDNESDAY, tick=False)


def test_a_drain_goes_on_until_nothing_is_due():
    NoticeFactory.create_batch(5)

    assert drain_outbox(batch=2) == 5
    assert len(mail.outbox) == 5
    assert drain_outbox(batch=2) == 0


def test_a_drain_does_not_ask_for_ever_about_what_cannot_be_sent():
    NoticeFactory.create_batch(3, event="perdu:1")

    assert drain_outbox(batch=2) == 0
    assert not Notice.objects.waiting().exists()


def test_while_the_mail_server_is_down_nothing_is_tried_nor_lost(settings):
    settings.EMAIL_BACKEND = "tests.notices.outbox.test_tasks.DownServer"
    row = NoticeFactory()

    assert drain_outbox() == 0

    row.refresh_from_db()
    assert (row.attempts, row.lease, row.sent_at) == (0, None, None)


def test_a_drain_that_runs_out_of_time_leaves_the_rest_to_the_next(monkeypatch):
    NoticeFactory.create_batch(2)
    monkeypatch.setattr("apps.notices.outbox.tasks.SECONDS", 0)

    assert drain_outbox() == 0
    assert Notice.objects.due(at=WEDNESDAY).count() == 2
