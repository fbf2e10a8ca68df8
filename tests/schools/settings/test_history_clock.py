"""One clock for what a history shows, wherever the machine's own may stand."""

import datetime as dt
from types import SimpleNamespace

import pytest

from apps.schools.history import PortalClock, said_of
from coeduc.shapes import ShapeError

DAY = dt.timedelta(days=1)
MACHINE = dt.datetime(2028, 2, 29, 3, 14, tzinfo=dt.UTC)
PORTAL = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)


def event(written, said=None):
    context = SimpleNamespace(metadata={"at": said.isoformat()} if said else {"name": "import"})
    return SimpleNamespace(pgh_created_at=written, pgh_context=context)


def test_an_act_is_told_at_the_instant_it_says():
    act = event(MACHINE, PORTAL)

    assert PortalClock([act]).when(act) == PORTAL


@pytest.mark.parametrize("later", [dt.timedelta(0), DAY])
def test_what_says_nothing_is_not_told_after_the_act_that_came_with_it_or_followed(later):
    silent, act = event(MACHINE), event(MACHINE + later, PORTAL)

    assert PortalClock([silent, act]).when(silent) == PORTAL


def test_what_says_nothing_is_told_after_the_act_before_it():
    act, silent = event(MACHINE, MACHINE + 7 * DAY), event(MACHINE + DAY)

    assert PortalClock([act, silent]).when(silent) == MACHINE + 7 * DAY


def test_where_both_clocks_agree_it_is_told_when_it_was_written():
    before, silent, after = (
        event(PORTAL, PORTAL),
        event(PORTAL + DAY),
        event(PORTAL + 2 * DAY, PORTAL + 2 * DAY),
    )

    assert PortalClock([before, silent, after]).when(silent) == PORTAL + DAY


def test_without_any_act_and_without_a_context_the_machine_is_believed():
    alone = SimpleNamespace(pgh_created_at=MACHINE, pgh_context=None)

    assert PortalClock([alone]).when(alone) == MACHINE


def test_who_acted_is_told_as_it_was_kept():
    found = {"user": 3, "name": "Mme Petit", "at": PORTAL.isoformat()}

    assert said_of(SimpleNamespace(pgh_context=SimpleNamespace(metadata=found))) == found
    assert said_of(SimpleNamespace(pgh_context=None)) == {}


@pytest.mark.parametrize(
    "metadata", [None, [], {"name": 3}, {"at": 20261124}, {"user": "3"}, {"by": "Mme Petit"}]
)
def test_what_nothing_of_the_portal_said_is_refused(metadata):
    with pytest.raises(ShapeError):
        said_of(SimpleNamespace(pgh_context=SimpleNamespace(metadata=metadata)))
