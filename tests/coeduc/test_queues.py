"""Three queues: what families wait for never stands behind a document or an import."""

import pytest
from celery import current_app
from django.conf import settings

from apps.results import portal as results_portal
from coeduc import portal
from tests import processes

BELL = {
    "apps.results.announcements.tasks.announce",
    "apps.results.release.tasks.remind_of_late_copies",
    "apps.notices.outbox.tasks.drain_outbox",
    "apps.invitations.team.tasks.send_code_mails",
    "apps.accounts.own_account.tasks.send_account_mails",
    "apps.accounts.own_account.tasks.forget_account_mails",
    "apps.accounts.devices.tasks.forget_done_acts",
    "apps.results.words.tasks.notify_heads_of_requests",
    "apps.operation.tasks.bell_heard",
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
    lost = portal.PeriodicTask(
        "lost", "apps.results.announcements.tasks.announce", 60, queue="elsewhere"
    )
    monkeypatch.setattr(results_portal, "BEAT", (lost,))
    before = portal.answers()

    with pytest.raises(ValueError, match="elsewhere"):
        portal.collect()

    assert portal.answers() is before


def test_a_message_of_one_queue_reaches_no_other(tasks):
    keys = [(queue.exchange.name, queue.routing_key) for queue in settings.CELERY_TASK_QUEUES]
    assert len(set(keys)) == len(keys) == 3


FILES = {
    "Procfile": processes.of_procfile,
    "docker-compose.yml": processes.of_compose,
    "exploitation.md": processes.of_exploitation,
}


@pytest.fixture(params=FILES)
def workers(request):
    """The queues of each worker that a file starts."""
    commands = FILES[request.param]().items()
    found = {name: processes.queues_worked(words) for name, words in commands}
    return {name: queues for name, queues in found.items() if queues is not None}


def test_every_queue_has_its_worker_and_no_worker_another(workers):
    worked = [queue for queues in workers.values() for queue in queues]

    assert sorted(worked) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_the_bell_has_a_worker_of_its_own(workers):
    assert {"bell"} in workers.values()


def test_a_worker_that_names_no_queue_is_refused():
    with pytest.raises(ValueError, match="every queue"):
        processes.queues_worked(["celery", "-A", "coeduc", "worker", "--concurrency", "2"])


def test_every_worker_of_the_tests_comes_from_the_procfile():
    """A fault is tried on the processes of a portal, not on others that do as well."""
    others = [
        str(path)
        for path in (settings.BASE_DIR / "tests").rglob("*.py")
        if path.name != "test_queues.py" and '"-m", "celery"' in path.read_text()
    ]

    assert others == []
