"""A worker killed, Redis emptied: every family is told, and a double can be recognised."""

import collections
import datetime as dt

import pytest
from django.db import connection

from apps.notices.models import Notice
from apps.publication.opening import OpeningHours
from apps.schools.models import Guardian
from tests.factories.publication import OpeningVersionFactory
from tests.factories.schools import GuardianshipFactory, SchoolFactory, StudentFactory
from tests.faults.conftest import wait_until
from tests.results.families import released

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

FAMILIES = 60
MIDNIGHT = dt.time(0)


@pytest.fixture
def families(portal):
    """Sixty guardians with a result that has just appeared, in a school that never sleeps.

    The worker lives on the real clock, and the suite runs at night and on Sundays too.
    """
    school = SchoolFactory()
    hours = OpeningHours(
        school.time_zone,
        quiet_from=MIDNIGHT,
        quiet_until=MIDNIGHT,
        weekend_from=(0, MIDNIGHT),
        weekend_until=(0, MIDNIGHT),
    )
    now = database_clock()
    OpeningVersionFactory(school=school, hours=hours, during=(now - dt.timedelta(days=30), None))
    student = StudentFactory(school=school)
    released(student, now - dt.timedelta(minutes=5))
    for _ in range(FAMILIES):
        GuardianshipFactory(student=student)
    return sorted(Guardian.objects.values_list("email", flat=True))


def database_clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def some_are_sent(portal):
    return lambda: len(portal.mails()) >= FAMILIES // 6


def nothing_waits():
    return Notice.objects.filter(sent_at__isnull=False).count() == FAMILIES


def assert_everybody_was_informed(portal, families, *, interrupted):
    mails = portal.mails()
    ids = collections.Counter(dict(mail.headers)["Message-ID"] for mail in mails)
    assert sorted({mail.recipients for mail in mails}) == families
    assert len(ids) == FAMILIES
    # At most the mail that the bell had in its hands.
    assert len(mails) - len(ids) <= interrupted


def test_a_worker_killed_in_the_middle_misses_nobody(portal, families):
    portal.start("beat")
    bell = portal.start("bell")
    assert wait_until(some_are_sent(portal)), portal.log()
    portal.kill(bell)
    sent_when_killed = len(portal.mails())

    portal.start("bell")

    assert sent_when_killed < FAMILIES
    assert wait_until(nothing_waits), portal.log()
    assert_everybody_was_informed(portal, families, interrupted=1)


@pytest.mark.whole
def test_redis_emptied_in_the_middle_misses_nobody(portal, families):
    portal.start("beat")
    portal.start("bell")
    assert wait_until(some_are_sent(portal)), portal.log()
    sent_when_emptied = len(portal.mails())

    portal.empty_valkey()

    assert sent_when_emptied < FAMILIES
    assert wait_until(nothing_waits), portal.log()
    assert_everybody_was_informed(portal, families, interrupted=0)
