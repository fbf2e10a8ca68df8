"""A worker killed while it reads the facts of a school: the last ones stay, the next reads them."""

import pytest

from apps.publication.models import KeptFacts, PastChange
from apps.publication.simulator import services as simulator_services
from apps.publication.simulator.tasks import keep_facts
from coeduc import clock
from tests.factories.results import ResultFactory, ResultVersionFactory
from tests.faults.conftest import kill_at_work

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


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
    kill_at_work(
        "apps.publication.simulator.tasks.keep_facts",
        "schools_term IN ACCESS EXCLUSIVE",
        seen=lambda: KeptFacts.objects.filter(steps__gt=0).exists(),
    )

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
