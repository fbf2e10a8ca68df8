"""Three queues: what families wait for never stands behind a document or an import."""

import pytest
from celery import current_app
from django.conf import settings

from apps.results import portal as results_portal
from coeduc import portal

BELL = {
    "apps.results.tasks.announce",
    "apps.results.tasks.remind_of_late_copies",
    "apps.notices.outbox.tasks.drain_outbox",
    "apps.invitations.team.tasks.send_code_mails",
    "apps.accounts.own_account.tasks.send_account_mails",
    "apps.accounts.own_account.tasks.forget_account_mails",
    "apps.accounts.devices.tasks.forget_done_acts",
    "apps.results.tasks.tell_heads_of_requests",
}


@pytest.fixture(scope="module")
def tasks():
    current_app.loader.import_default_modules()
    return {name for name in current_app.tasks if name.startswith("apps.")}


def queue_of(task):
    options = current_app.amqp.router.route({}, task)
    return options["queue"].name


def test_announcements_and_mails_alone_are_the_bell_s(tasks):
    assert {task for task in tasks if queue_of(task) == "bell"} == BELL


def test_the_bell_rings_only_tasks_that_exist(tasks):
    assert {bell.task for bell in portal.answers().beat} <= tasks
    assert set(current_app.conf.beat_schedule) == {bell.name for bell in portal.answers().beat}


def test_every_task_says_its_queue(tasks):
    """A task that none names would go where announcements are, and wait before them."""
    assert set(portal.task_routes()) == tasks


def test_a_queue_without_a_worker_is_refused(monkeypatch):
    lost = portal.Bell("lost", "apps.results.tasks.announce", 60, queue="elsewhere")
    monkeypatch.setattr(results_portal, "BEAT", (lost,))
    before = portal.answers()

    with pytest.raises(ValueError, match="elsewhere"):
        portal.collect()

    assert portal.answers() is before


def test_a_message_of_one_queue_reaches_no_other(tasks):
    keys = [(queue.exchange.name, queue.routing_key) for queue in settings.CELERY_TASK_QUEUES]
    assert len(set(keys)) == len(keys) == 3


@pytest.mark.parametrize("file", ["Procfile", "docker-compose.yml", "docs/exploitation.md"])
def test_every_queue_has_its_worker(file):
    text = (settings.BASE_DIR / file).read_text()
    for queue in settings.CELERY_TASK_QUEUES:
        assert queue.name in text
    assert any(alone in text for alone in ("-Q bell ", '"-Q", "bell"'))
