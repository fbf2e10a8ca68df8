"""A worker killed while it reads the facts of a school: the last ones stay, the next reads them."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from apps.publication.models import KeptFacts, PastChange
from apps.publication.simulator import services as simulator_services
from apps.publication.simulator.tasks import keep_facts
from coeduc import clock
from tests.factories.results import ResultFactory, ResultVersionFactory
from tests.faults.conftest import address_of_the_test_database, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

WORKER = "import django; django.setup()\nfrom apps.publication.simulator import tasks\n" + (
    "tasks.keep_facts()"
)


@pytest.fixture
def school(transactional_db):
    first = ResultVersionFactory()
    assert keep_facts() == 1
    ResultVersionFactory(result=ResultFactory(assessment=first.result.assessment))
    simulator_services.ask(first.school, at=clock.now())
    return first.school


@pytest.mark.whole
def test_a_worker_killed_while_it_reads_leaves_the_last_facts_and_the_rest_to_the_next(
    school, time_machine
):
    before = KeptFacts.objects.get()
    aside = connections.create_connection("default")
    try:
        with aside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE schools_term IN ACCESS EXCLUSIVE MODE")
            process = subprocess.Popen(
                [sys.executable, "-c", WORKER],
                cwd=settings.BASE_DIR,
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "coeduc.settings.dev",
                    "DATABASE_URL": address_of_the_test_database(),
                },
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            assert wait_until(lambda: KeptFacts.objects.filter(steps__gt=0).exists())
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
            cursor.execute("ROLLBACK")
    finally:
        aside.close()

    left = KeptFacts.objects.get()
    assert (left.computed_at, left.pasts) == (before.computed_at, before.pasts)
    assert left.asked_at is not None
    assert PastChange.objects.exists()
    assert keep_facts() == 0
    time_machine.move_to(clock.now() + simulator_services.TERMS.lasts)
    assert keep_facts() == 1
    after = KeptFacts.objects.get()
    assert (after.asked_at, after.attempts, after.steps) == (None, 0, 0)
    assert not PastChange.objects.exists()
