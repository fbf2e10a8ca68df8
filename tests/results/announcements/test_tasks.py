import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache

from apps.notices.outbox.tasks import drain_outbox
from apps.results.announcements.tasks import DEEP_KEY, announce
from tests.world import GUARDIAN_AT, LONG_AFTER, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_looked_yet():
    cache.delete(DEEP_KEY)
    yield
    cache.delete(DEEP_KEY)


def test_the_bells_tell_families_at_the_instant_and_once(time_machine):
    build_world()

    time_machine.move_to(GUARDIAN_AT, tick=False)
    first = (announce(), drain_outbox())
    again = (announce(), drain_outbox())

    assert (first, again) == ((5, 5), (0, 0))
    assert len(mail.outbox) == 5


@pytest.mark.parametrize(("looked", "expected"), [(False, 4), (True, 0)])
def test_the_first_bell_after_a_breakdown_of_a_week_tells_what_was_left_untold(
    time_machine, looked, expected
):
    build_world()
    time_machine.move_to(LONG_AFTER, tick=False)
    if looked:
        cache.set(DEEP_KEY, True)

    assert announce() == expected


@pytest.mark.parametrize("task", [announce, drain_outbox])
def test_a_task_dies_long_before_redis_gives_it_to_another_worker(task):
    limit = task.time_limit or settings.CELERY_TASK_TIME_LIMIT
    again_after = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert limit < again_after / 2
