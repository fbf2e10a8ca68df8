"""Who may decide for a school."""

import datetime as dt

import pytest

from apps.publication import policies
from apps.schools.enums import Role
from coeduc.access import Capacity, Reader
from tests.factories.schools import GuardianshipFactory, SchoolFactory, StaffFactory, since

pytestmark = pytest.mark.django_db

NOVEMBER = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
ALLOWED = {Role.PRINCIPAL, Role.DEPUTY}


@pytest.mark.parametrize("role", Role.values)
def test_only_the_head_and_the_deputy_decide(role):
    person = StaffFactory(role=role)
    reader = Reader(person.user, Capacity.STAFF, NOVEMBER)

    assert policies.can_adopt(reader, person.school) is (role in ALLOWED)


def test_a_principal_decides_nothing_for_another_school():
    reader = Reader(StaffFactory(role=Role.PRINCIPAL).user, Capacity.STAFF, NOVEMBER)

    assert policies.can_adopt(reader, SchoolFactory()) is False


def test_a_former_principal_decides_nothing():
    left = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    person = StaffFactory(role=Role.PRINCIPAL, during=since(end=left))
    reader = Reader(person.user, Capacity.STAFF, NOVEMBER)

    assert policies.can_adopt(reader, person.school) is False


def test_a_principal_who_reads_as_a_parent_decides_nothing():
    person = StaffFactory(role=Role.PRINCIPAL)
    GuardianshipFactory(student__school=person.school, guardian__user=person.user)
    reader = Reader(person.user, Capacity.FAMILY, NOVEMBER)

    assert policies.can_adopt(reader, person.school) is False
