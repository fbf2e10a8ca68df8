"""What was achieved moves no instant."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from apps.publication.rules import COPY_FIRST, Opening
from apps.results.models import ResultVersion
from tests.results.decisions import NOON, adopt, instants
from tests.world import build_world


def test_a_value_never_moves_an_instant(db):
    """Two results of one class, one of them very low: one date."""
    world = build_world()
    versions = ResultVersion.objects.filter(result=world.other_result)
    assert versions.get().value != Decimal("13.37")

    adopt(world.school, replace(COPY_FIRST, guardian_opening=Opening.weekly(0, dt.time(18))), NOON)

    assert instants(world.result) == instants(world.other_result)
