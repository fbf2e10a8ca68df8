"""A lock that somebody keeps: told as such, to be tried again, and never as an error of ours."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from apps.results.models import Assessment, ResultVersion
from coeduc import clock
from coeduc.locks import hold_row, hold_rows, hold_timeless
from tests.access.conftest import signed_in
from tests.world import HANDED_BACK_AT, build_world

MINUTE = dt.timedelta(minutes=1)


@pytest.mark.django_db
def test_an_instant_of_the_clock_is_taken_again_under_the_lock():
    world = build_world()
    rows = Assessment.objects.filter(pk=world.assessment.pk)
    with time_machine.travel(HANDED_BACK_AT, tick=False) as traveller:
        at = clock.now()
        traveller.shift(5)
        row, after = hold_row(rows, at=at)
        found, later = hold_rows(rows, at=at)

    assert row == world.assessment
    assert found == [world.assessment]
    assert after - at == dt.timedelta(seconds=5)
    assert later == after


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "hold",
    [
        lambda rows: hold_row(rows, at=HANDED_BACK_AT),
        lambda rows: hold_rows(rows, at=HANDED_BACK_AT),
        hold_timeless,
    ],
    ids=["hold_row", "hold_rows", "hold_timeless"],
)
def test_what_is_held_is_free_for_nobody_else_until_the_end(hold):
    rows = Assessment.objects.filter(pk=build_world().assessment.pk)

    with transaction.atomic():
        hold(rows)
        during = _free_elsewhere(rows)
    after = _free_elsewhere(rows)

    assert (during, after) == (0, 1)


def _free_elsewhere(rows):
    """How many of these rows another connection may lock now."""
    found = []

    def ask():
        try:
            with transaction.atomic():
                found.append(len(rows.all().select_for_update(skip_locked=True)))
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(timeout=30)
    return found[0]


@pytest.mark.django_db
def test_an_instant_that_was_told_is_believed():
    world = build_world()
    words = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)

    _row, after = hold_row(Assessment.objects.filter(pk=world.assessment.pk), at=words)

    assert after == words


@pytest.mark.django_db
def test_a_clock_set_back_gives_no_earlier_instant():
    with time_machine.travel(HANDED_BACK_AT, tick=False) as traveller:
        at = clock.now()
        traveller.move_to(HANDED_BACK_AT - MINUTE)

        assert clock.after(at) == at


def held_by_somebody(world):
    """The row of the assessment, in another connection, until it is let go."""
    taken, let_go = threading.Event(), threading.Event()

    def keep():
        try:
            with transaction.atomic():
                list(Assessment.objects.select_for_update().filter(pk=world.assessment.pk))
                taken.set()
                let_go.wait(timeout=60)
        finally:
            taken.set()
            connection.close()

    thread = threading.Thread(target=keep)
    thread.start()
    taken.wait(timeout=30)
    return lambda: (let_go.set(), thread.join(timeout=30))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_lock_kept_too_long_is_told_to_be_tried_again(accept):
    world = build_world(handed_back=False)
    address = reverse("results:assessment_hand_back", args=[world.assessment.public_id])
    let_go = held_by_somebody(world)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with time_machine.travel(HANDED_BACK_AT, tick=False), signed_in(world, "teacher") as client:
            answer = client.post(address, {"when": "now"}, headers={"accept": accept})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        let_go()

    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer["Co-Busy"] == "1"
    assert "n autre enregistrement est en cours" in answer.content.decode()
    if accept == "application/json":
        assert answer.json()["busy"] is True


@pytest.mark.django_db(transaction=True)
def test_the_same_post_sent_again_does_what_it_would_have_done():
    world = build_world(handed_back=False)
    address = reverse("results:assessment_hand_back", args=[world.assessment.public_id])
    let_go = held_by_somebody(world)
    with time_machine.travel(HANDED_BACK_AT, tick=False), signed_in(world, "teacher") as client:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        busy = client.post(address, {"when": "now"})
        let_go()
        done = client.post(address, {"when": "now"})
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        appears = ResultVersion.objects.filter(student_release_at__isnull=False).exists()

    assert (busy.status_code, done.status_code) == (503, 302)
    assert appears
