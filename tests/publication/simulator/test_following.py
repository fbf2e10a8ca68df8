"""Kept facts over time: what was damaged is read again, and who keeps the service is told."""

import datetime as dt

import pytest

from apps.operation.queries import base
from apps.publication.models import KeptFacts, PastChange
from apps.publication.simulator import queries, services
from tests.publication.simulator.test_services import (
    a_result_is_entered,
    asked,
    keep,
    row_of,
    term,
)
from tests.world import LONG_AFTER, build_world

pytestmark = pytest.mark.django_db
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_school_is_small(monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", -1)


@pytest.fixture
def world(db):
    made = build_world(classmates=3)
    term(made)
    return made


# --- Asked for while it is read ------------------------------------------------------------------


def unreadable(school, *, at):
    raise RuntimeError


@pytest.mark.parametrize("asked_before", [False, True], ids=["by itself", "asked for"])
def test_what_is_asked_while_a_read_fails_is_not_forgotten(world, monkeypatch, asked_before):
    """Asked again after it was begun: read at once, then rests as any other that fails."""
    keep(LONG_AFTER)
    a_result_is_entered(world)
    begun = LONG_AFTER + 2 * HOUR
    if asked_before:
        services.ask(world.school, at=begun - MINUTE)
    row = services.claim(at=begun)
    services.ask(world.school, at=begun + MINUTE)

    with monkeypatch.context() as patch:
        patch.setattr(services.sources, "last_term", unreadable)
        assert not services.refresh(row, at=begun + 2 * MINUTE)
        again = services.claim(at=begun + 3 * MINUTE)
        assert again.school == world.school
        assert not services.refresh(again, at=begun + 3 * MINUTE)

    assert services.claim(at=begun + 4 * MINUTE) is None
    assert row_of(world.school).asked_at is None


def test_what_is_asked_twice_while_it_is_read_is_read_again(world):
    """The first tap has begun the reading, the second wants what changed since."""
    keep(LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER)
    row = services.claim(at=LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER + MINUTE)
    services.refresh(row, at=LONG_AFTER)

    assert row_of(world.school).asked_at == LONG_AFTER + MINUTE
    assert keep(LONG_AFTER + MINUTE) == [world.school]


# --- Damaged -------------------------------------------------------------------------------------


def damage(school, **columns):
    KeptFacts.objects.filter(school=school).update(**columns)


def broken(world):
    """The figures of the usual rules, each without a line."""
    found = row_of(world.school).figures
    return {key: {k: v for k, v in kept.items() if k != "count"} for key, kept in found.items()}


@pytest.mark.parametrize("figures", [{}, [], broken])
def test_what_is_damaged_was_not_read_yet(world, figures):
    """Neither a fault nor half a figure: who decides may have it read again."""
    keep(LONG_AFTER)
    damage(
        world.school, figures=figures(world) if callable(figures) else figures, pasts={"kinds": 3}
    )

    found = asked(world)

    assert (found.kept.computed_at, found.kept.is_old, found.replays) == (None, True, {})


def test_what_is_damaged_is_read_again_when_asked(world):
    keep(LONG_AFTER)
    damage(world.school, figures=broken(world))

    services.ask(world.school, at=LONG_AFTER + MINUTE)
    keep(LONG_AFTER + MINUTE)

    assert asked(world).replays[0].count == 5


def test_what_is_damaged_is_read_again_within_the_day(world):
    keep(LONG_AFTER)
    damage(world.school, figures=broken(world), until=None)
    PastChange.objects.all().delete()

    assert world.school not in keep(LONG_AFTER + 23 * HOUR)
    assert world.school in keep(LONG_AFTER + 24 * HOUR)
    assert asked(world).replays[0].count == 5


def test_the_version_is_written_once(world):
    keep(LONG_AFTER)

    row = row_of(world.school)
    assert row.version
    assert "version" not in row.pasts
    assert [key for kept in row.figures.values() for key in kept if key == "version"] == []


# --- Told to who keeps the service ---------------------------------------------------------------


def due_since(at):
    [found] = KeptFacts.objects.due(at=at).values_list("due_since", flat=True)
    return found


def test_what_changed_is_due_from_then_on(world):
    keep(LONG_AFTER)
    changed = LONG_AFTER + 3 * HOUR
    PastChange.objects.create(school=world.school, changed_at=changed)

    assert due_since(changed + MINUTE) == changed


def test_what_changed_at_once_is_due_after_an_hour(world):
    keep(LONG_AFTER)
    PastChange.objects.create(school=world.school, changed_at=LONG_AFTER + MINUTE)

    assert due_since(LONG_AFTER + 2 * HOUR) == LONG_AFTER + HOUR


def test_what_was_asked_is_due_from_the_tap(world):
    keep(LONG_AFTER)
    services.ask(world.school, at=LONG_AFTER + MINUTE)

    assert due_since(LONG_AFTER + 2 * MINUTE) == LONG_AFTER + MINUTE


def test_a_school_whose_last_reading_failed_is_told(world):
    keep(LONG_AFTER)
    damage(world.school, failed_at=LONG_AFTER + MINUTE)

    [machine] = [one for one in base(at=LONG_AFTER + 2 * MINUTE).machines if one.missed]

    assert (machine.due, machine.missed) == (0, 1)
