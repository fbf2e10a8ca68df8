"""A school with its head, its secretary and a teacher of two classes; who acts proved it."""

import pytest
import time_machine

from apps.schools.enums import Role
from coeduc import proofs
from tests.factories.schools import (
    DivisionFactory,
    SchoolFactory,
    StaffFactory,
    SubjectFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.schools.team.pages import NOON


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def head(school):
    return StaffFactory(school=school, role=Role.PRINCIPAL, last_name="TESSIER")


@pytest.fixture
def secretary(school):
    return StaffFactory(school=school, role=Role.SECRETARY, last_name="BUREAU")


@pytest.fixture
def away(school):
    """A teacher of two classes."""
    person = StaffFactory(school=school, last_name="ROUX", first_name="Zoé")
    for code in ("4eB", "4eC"):
        teaching = TeachingFactory(
            school=school,
            division=DivisionFactory(school=school, code=code),
            subject=SubjectFactory(school=school, label="Anglais"),
        )
        TeachingStaffFactory(teaching=teaching, staff=person)
    return person


@pytest.fixture
def signed_in(client, monkeypatch):
    """Somebody who has just proved who they are."""
    monkeypatch.setattr(proofs, "has_fresh_proof", lambda request: True)

    def sign(person):
        client.force_login(person.user)
        return client

    return sign
